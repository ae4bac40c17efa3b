#include <QApplication>
#include <QComboBox>
#include <QDropEvent>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMimeData>
#include <QPushButton>
#include <QSpinBox>
#include <QTableView>
#include <QTest>

#include "tests/support/panelfixture.h"
#include "views/panels/data/datapanel.h"
#include "views/widgets/errorbar.h"

using namespace opal;

namespace {

constexpr int importTimeout = 20000;

/// A log of 30 users, 12 items and 6 days in which every user watches each item at most once a day.
QString writeLog(const QString& folder)
{
    QFile file(folder + QStringLiteral("/log.csv"));
    if (!file.open(QIODevice::WriteOnly))
        return {};
    file.write("user_id,item_id,timestamp,rating\n");
    for (int user = 0; user < 30; ++user) {
        for (int day = 0; day < 6; ++day) {
            for (int click = 0; click < 3; ++click) {
                const qint64 seconds = 1'650'000'000 + day * 86400 + click * 600 + user;
                file.write(QByteArray::number(user + 1) + ','
                           + QByteArray::number((user + day * 3 + click) % 12 + 1) + ','
                           + QByteArray::number(seconds) + ',' + QByteArray::number(3 + click) + '\n');
            }
        }
    }
    return file.fileName();
}

template <typename Widget> Widget& find(QWidget& panel, const char16_t* name)
{
    auto* widget = panel.findChild<Widget*>(QString::fromUtf16(name));
    Q_ASSERT(widget);
    return *widget;
}

} // namespace

class TestDataPanel final : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void logIsPreviewedImportedAndShown()
    {
        PanelFixture fixture;
        const QString log = writeLog(fixture.folder.path());
        DataPanel panel(fixture.context);
        panel.resize(1100, 700);
        panel.show();
        fixture.dialogs.nextFiles({ log });
        QTest::mouseClick(&find<QPushButton>(panel, u"importLog"), Qt::LeftButton);
        auto& preview = find<QTableView>(panel, u"preview");
        QTRY_VERIFY_WITH_TIMEOUT(preview.isVisible(), importTimeout);
        QCOMPARE(preview.model()->columnCount(), 4);
        QCOMPARE(find<QComboBox>(panel, u"userColumn").currentText(), QStringLiteral("user_id"));
        QCOMPARE(find<QComboBox>(panel, u"itemColumn").currentText(), QStringLiteral("item_id"));
        QCOMPARE(find<QComboBox>(panel, u"timeColumn").currentText(), QStringLiteral("timestamp"));

        auto& rule = find<QLineEdit>(panel, u"positiveRule");
        rule.clear();
        QTest::keyClicks(&rule, QStringLiteral("rating>=4"));
        auto& name = find<QLineEdit>(panel, u"datasetName");
        name.clear();
        QTest::keyClicks(&name, QStringLiteral("my log"));
        QTest::mouseClick(&find<QPushButton>(panel, u"startImport"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(fixture.workspace.datasetSummary(), importTimeout);

        const DatasetSummary& summary = *fixture.workspace.datasetSummary();
        QCOMPARE(QString::fromStdString(summary.name), QStringLiteral("my log"));
        QCOMPARE(summary.users, 30);
        QCOMPARE(summary.report.rows, 540);
        QCOMPARE(summary.interactions, 360);
        QVERIFY(QFile::exists(fixture.workspace.datasetPath()));
        QVERIFY(find<QLabel>(panel, u"leaks").isVisible());
        QVERIFY(find<QLabel>(panel, u"importReport").text().startsWith(QStringLiteral("540 rows read")));
        auto& list = find<QListWidget>(panel, u"datasets");
        QTRY_COMPARE(list.count(), 1);
        QCOMPARE(list.currentItem()->text(), QStringLiteral("my log"));
    }

    void wrongRuleIsToldBesideItsLine()
    {
        PanelFixture fixture;
        const QString log = writeLog(fixture.folder.path());
        DataPanel panel(fixture.context);
        panel.resize(1100, 700);
        panel.show();
        panel.previewFiles({ log });
        auto& rule = find<QLineEdit>(panel, u"positiveRule");
        QTRY_VERIFY_WITH_TIMEOUT(rule.isVisible(), importTimeout);
        rule.clear();
        QTest::keyClicks(&rule, QStringLiteral("ratings>=4"));
        auto& start = find<QPushButton>(panel, u"startImport");
        QTest::mouseClick(&start, Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(rule.property("state").toString(), QStringLiteral("bad"), importTimeout);
        QVERIFY(find<QLabel>(panel, u"ruleHint").text().contains(QStringLiteral("rating")));
        QVERIFY(start.isVisible());
        QVERIFY(!fixture.workspace.datasetSummary());
        QTest::keyClick(&rule, Qt::Key_Backspace);
        QVERIFY(rule.property("state").toString().isEmpty());
    }

    void missingFileIsAnError()
    {
        PanelFixture fixture;
        DataPanel panel(fixture.context);
        panel.show();
        auto* error = panel.findChild<ErrorBar*>();
        QVERIFY(error->isHidden());
        panel.previewFiles({ fixture.folder.path() + QStringLiteral("/nothing.csv") });
        QTRY_VERIFY_WITH_TIMEOUT(!error->isHidden(), importTimeout);
    }

    void droppedLogOpensTheForm()
    {
        PanelFixture fixture;
        const QString log = writeLog(fixture.folder.path());
        DataPanel panel(fixture.context);
        panel.resize(1100, 700);
        panel.show();
        QMimeData data;
        data.setUrls({ QUrl::fromLocalFile(log) });
        QDragEnterEvent enter(QPoint(20, 20), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&panel, &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(QPointF(20, 20), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&panel, &drop);
        QVERIFY(drop.isAccepted());
        QTRY_VERIFY_WITH_TIMEOUT(find<QTableView>(panel, u"preview").isVisible(), importTimeout);
    }
};

QTEST_MAIN(TestDataPanel)
#include "tst_datapanel.moc"
