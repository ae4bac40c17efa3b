// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QLabel>
#include <QTabBar>
#include <QTableView>
#include <QTableWidget>
#include <QTest>

#include "tests/support/interesttesting.h"
#include "tests/support/testprogram.h"
#include "views/panels/categories/categoriespanel.h"
#include "views/panels/diversity/diversitypanel.h"
#include "views/panels/interests/interestspanel.h"
#include "views/widgets/elidedlabel.h"
#include "views/widgets/errorbar.h"

using namespace opal;

/// Panels on a log with nothing but ids, whose users only watch again what they know on the test day: nothing
/// that is recalled can be a hit, no item has a title or a tag.
class TestBareData final : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void initTestCase()
    {
        const QString log = m_fixture.paths.root + QStringLiteral("/bare.csv");
        QFile file(log);
        QVERIFY(file.open(QIODevice::WriteOnly));
        for (int user = 1; user <= 40; ++user)
            for (int day = 1; day <= 6; ++day) {
                file.write(QByteArray::number(user) + ',' + QByteArray::number(day));
                for (int n = 0; n < 3; ++n) {
                    // Day 5 is for validation, day 6 repeats day 1.
                    const int from = day == 6 ? 1 : day;
                    file.write(',' + QByteArray::number(1 + (user * 7 + from * 11 + n * 5) % 60));
                }
                file.write("\n");
            }
        file.close();
        ImportRequest request;
        request.preset = "opal";
        request.files = { log.toStdString() };
        const auto dataset = resultOf<DatasetResult>(
            m_fixture.jobs,
            makeImportJob(m_fixture.store, std::move(request),
                          m_fixture.paths.datasets() + QStringLiteral("/bare.opaldata")));
        QVERIFY(!dataset.path.isEmpty());
        m_run = trainToyRun(m_fixture, dataset.path);
        QVERIFY(!m_run.isEmpty());
        m_user = QString::fromStdString(usersOf(m_fixture, m_run, 1).front());
    }

    void init()
    {
        m_fixture.workspace.setRun(m_run);
        m_fixture.workspace.setUser(m_user);
    }

    void theLensShowsIdsAndNoHit()
    {
        InterestsPanel panel(m_fixture.context);
        panel.resize(1400, 800);
        panel.show();
        QTRY_VERIFY_WITH_TIMEOUT(find<QTableView>(panel, u"history").isVisible(), jobTimeout);
        const QString summary = find<ElidedLabel>(panel, u"summary").fullText();
        QVERIFY2(summary.contains(QLatin1String("0 of ")), qPrintable(summary));
        everythingIsSaid(panel);
        auto& pages = find<QTabBar>(panel, u"lensPages");
        for (int page = 0; page < pages.count(); ++page) {
            QTest::mouseClick(&pages, Qt::LeftButton, Qt::NoModifier, pages.tabRect(page).center());
            QTRY_VERIFY_WITH_TIMEOUT(m_fixture.jobs.jobs().empty(), jobTimeout);
            everythingIsSaid(panel);
        }
        auto& attribution = find<QTableWidget>(panel, u"attribution");
        QCOMPARE(attribution.rowCount(), 3);
        for (int row = 0; row < attribution.rowCount(); ++row)
            QCOMPARE(attribution.item(row, 1)->text(), QStringLiteral("0"));
    }

    void theCategoriesNameTheirItemsById()
    {
        CategoriesPanel panel(m_fixture.context);
        panel.resize(1400, 900);
        panel.show();
        auto& items = find<QTableView>(panel, u"centralItems");
        QTRY_VERIFY_WITH_TIMEOUT(items.model() && items.model()->rowCount() > 0, jobTimeout);
        QVERIFY(!items.model()->index(0, 0).data().toString().isEmpty());
        everythingIsSaid(panel);
    }

    void theDiversityOfItsUsersIsMeasured()
    {
        DiversityPanel panel(m_fixture.context);
        panel.resize(1400, 900);
        panel.show();
        QTRY_VERIFY_WITH_TIMEOUT(m_fixture.jobs.jobs().empty() && panel.figures().size() > 0, jobTimeout);
        everythingIsSaid(panel);
    }

private:
    /// No number that is none, and no complaint.
    static void everythingIsSaid(const QWidget& panel)
    {
        for (const auto* label : panel.findChildren<QLabel*>())
            QVERIFY2(!label->isVisible() || !label->text().contains(QLatin1String("nan")),
                     qPrintable(label->text()));
        for (const auto* table : panel.findChildren<QTableView*>()) {
            if (!table->isVisible() || !table->model())
                continue;
            for (int row = 0; row < std::min(20, table->model()->rowCount()); ++row)
                for (int column = 0; column < table->model()->columnCount(); ++column)
                    QVERIFY(
                        !table->model()->index(row, column).data().toString().contains(QLatin1String("nan")));
        }
        for (const auto* error : panel.findChildren<ErrorBar*>())
            QVERIFY(!error->isVisible());
    }

    PanelFixture m_fixture;
    QString m_run;
    QString m_user;
};

OPAL_TEST(TestBareData)
#include "tst_baredata.moc"
