// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

#include "core/jobs/jobs.h"
#include "tests/support/findwidget.h"
#include "tests/support/leakydataset.h"
#include "tests/support/logfiles.h"
#include "tests/support/panelfixture.h"
#include "tests/support/testprogram.h"
#include "views/figures/datasetfigures.h"
#include "views/panels/data/datapanel.h"
#include "views/plot/figureview.h"
#include "views/plot/hatchedbars.h"
#include "views/plot/plottheme.h"
#include "views/plot/qcp.h"

using namespace opal;

namespace {

struct Card
{
    Card()
        : panel(fixture.context)
    {
        panel.resize(1200, 900);
        panel.show();
    }

    /// A file of the workspace, known to the store.
    QString keep(const std::shared_ptr<const Dataset>& data, const char* name)
    {
        const QString path = fixture.paths.datasets() + u'/' + QLatin1String(name);
        saveDataset(*data, path.toStdString());
        return path;
    }

    void open(const QString& path)
    {
        panel.openDataset(path);
        QTRY_COMPARE_WITH_TIMEOUT(fixture.workspace.datasetPath(), path, jobTimeout);
        QTRY_VERIFY_WITH_TIMEOUT(plotOf(u"dataset-histories") != nullptr, jobTimeout);
    }

    /// Null while nothing is drawn.
    QCustomPlot* plotOf(const char16_t* figure)
    {
        auto* plot = find<FigureView>(panel, figure).findChild<QCustomPlot*>();
        return plot->plottableCount() > 0 ? plot : nullptr;
    }

    PanelFixture fixture;
    DataPanel panel;
};

std::shared_ptr<const Dataset> synthetic(const char* name, std::int64_t users)
{
    SynthParams params;
    params.users = users;
    params.items = 300;
    params.interactions = users * 20;
    params.name = name;
    return synthesiseDataset(params, {}, {});
}

} // namespace

/// The card of a data set: leak guard, pictures and comparison.
class TestDatasetCard final : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void aSoundDataSetIsGreen()
    {
        Card card;
        card.open(card.keep(synthetic("sound", 200), "sound.opaldata"));
        auto& leaks = find<QLabel>(card.panel, u"leaks");
        QCOMPARE(leaks.property("role").toString(), QStringLiteral("good"));
        QVERIFY(leaks.text().startsWith(QStringLiteral("0 leaks")));
        QVERIFY(!find<QLabel>(card.panel, u"leakExplanation").isVisible());
        QVERIFY(!find<QTableView>(card.panel, u"leakExamples").isVisible());
    }

    void aSeededLeakIsRedAndExplained()
    {
        Card card;
        card.open(card.keep(leakyDataset(), "leaky.opaldata"));
        auto& leaks = find<QLabel>(card.panel, u"leaks");
        QCOMPARE(leaks.property("role").toString(), QStringLiteral("bad"));
        QVERIFY2(leaks.text().contains(QStringLiteral("leaks")), qPrintable(leaks.text()));
        auto& explanation = find<QLabel>(card.panel, u"leakExplanation");
        QTRY_VERIFY_WITH_TIMEOUT(explanation.isVisible(), jobTimeout);
        QVERIFY(explanation.text().contains(QStringLiteral("of 1 users")));
        auto* examples = find<QTableView>(card.panel, u"leakExamples").model();
        QVERIFY(examples->rowCount() > 0);
        QCOMPARE(examples->index(0, 0).data().toString(), QStringLiteral("u2"));
        // On the timeline, as well.
        QCustomPlot* plot = card.plotOf(u"dataset-days");
        QVERIFY(plot);
        QCOMPARE(plot->plottableCount(), 4);
        QCOMPARE(plot->plottable(3)->name(), QStringLiteral("leaking"));
        QVERIFY(dynamic_cast<HatchedBars*>(plot->plottable(3)));
    }

    void picturesCanBeReadByMouseKeysAndAsATable()
    {
        Card card;
        card.open(card.keep(synthetic("read", 200), "read.opaldata"));
        auto& view = find<FigureView>(card.panel, u"dataset-histories");
        QCustomPlot* plot = card.plotOf(u"dataset-histories");
        QVERIFY(!plot->accessibleName().isEmpty());
        QVERIFY(plot->accessibleDescription().contains(QStringLiteral("median")));
        QTRY_VERIFY(plot->width() > 100);
        QVERIFY(view.readout().isEmpty());
        QTest::keyClick(plot, Qt::Key_Right);
        const QString first = view.readout();
        QVERIFY(!first.isEmpty());
        QTest::keyClick(plot, Qt::Key_Right);
        QVERIFY(view.readout() != first);
        QTest::keyClick(plot, Qt::Key_Left);
        QCOMPARE(view.readout(), first);
        QTest::mouseMove(plot, QPoint(plot->width() - 20, plot->height() / 2));
        QTRY_VERIFY(view.readout() != first);
        QTest::mouseClick(&find<QPushButton>(view, u"dataTableToggle"), Qt::LeftButton);
        const auto& table = find<QTableView>(view, u"dataTable");
        QVERIFY(table.isVisible());
        const QAbstractItemModel& rows = *table.model();
        QVERIFY(rows.rowCount() > 2);
        QVERIFY(!rows.index(0, 1).data().toString().isEmpty());
        QTest::mouseClick(&find<QPushButton>(view, u"dataTableCopy"), Qt::LeftButton);
        const QStringList lines
            = QApplication::clipboard()->text().split(QLatin1Char('\n'), Qt::SkipEmptyParts);
        QCOMPARE(lines.size(), rows.rowCount() + 1);
        QCOMPARE(lines[1],
                 QString(rows.index(0, 0).data().toString() + u'\t' + rows.index(0, 1).data().toString()));
        QTest::mouseClick(&find<QPushButton>(view, u"dataTableToggle"), Qt::LeftButton);
        QVERIFY(plot->isVisible());
    }

    void aLogWithoutTimesSaysSo()
    {
        Card card;
        const QString log = card.fixture.folder.path() + QStringLiteral("/order.txt");
        QFile file(log);
        QVERIFY(file.open(QIODevice::WriteOnly));
        for (int user = 1; user < 9; ++user)
            file.write(QByteArray::number(user) + " 1 2 3 4 5 " + QByteArray::number(user % 5 + 1) + '\n');
        file.close();
        ImportRequest request;
        request.preset = "s3rec";
        request.files = { log.toStdString() };
        card.open(card.keep(importDataset(request, {}, {}), "order.opaldata"));
        QVERIFY(!card.plotOf(u"dataset-days"));
        QVERIFY(!card.plotOf(u"dataset-hours"));
        QVERIFY(card.plotOf(u"dataset-popularity"));
        QCOMPARE(card.panel.figures().size(), std::size_t(2));
    }

    void everyPictureCanBeDrawnAgainForExport()
    {
        Card card;
        QVERIFY(card.panel.figures().empty());
        card.open(card.keep(synthetic("export", 200), "export.opaldata"));
        const auto figures = card.panel.figures();
        QCOMPARE(figures.size(), datasetFigures().size());
        for (const FigureRequest& figure : figures) {
            QCustomPlot plot;
            plot.resize(320, 200);
            figure.draw(plot, PlotTheme::paper());
            QVERIFY2(plot.plottableCount() > 0, qPrintable(figure.key));
            const QImage image = plot.toPixmap(320, 200, 1).toImage();
            QVERIFY(image.pixelColor(2, 2) == QColor(Qt::white));
        }
    }

    void twoDataSetsAreCompared()
    {
        Card card;
        const QString one = card.keep(synthetic("one", 200), "one.opaldata");
        const QString two = card.keep(synthetic("two", 300), "two.opaldata");
        card.open(one);
        card.open(two);
        auto& with = find<QComboBox>(card.panel, u"compareWith");
        QTRY_VERIFY_WITH_TIMEOUT(with.isVisible() && with.count() == 2, jobTimeout);
        QCOMPARE(with.itemText(1), QStringLiteral("one"));
        with.setFocus();
        QTest::keyClick(&with, Qt::Key_Down);
        auto& table = find<QTableView>(card.panel, u"comparison");
        QTRY_VERIFY_WITH_TIMEOUT(table.isVisible() && table.model()->rowCount() > 10, jobTimeout);
        QCOMPARE(find<QLabel>(card.panel, u"comparisonTitle").text(), QStringLiteral("two and one"));
        QCOMPARE(table.model()->index(0, 1).data().toString(), QStringLiteral("300"));
        QCOMPARE(table.model()->index(0, 2).data().toString(), QStringLiteral("200"));
        QVERIFY(table.model()->index(0, 3).data().toString().contains(QStringLiteral("33.3")));
        for (const FigureRequest& figure : card.panel.figures()) {
            QCustomPlot plot;
            figure.draw(plot, PlotTheme::paper());
            QCOMPARE(plot.plottableCount(), 2);
        }
        QTest::mouseClick(&find<QPushButton>(card.panel, u"closeComparison"), Qt::LeftButton);
        QVERIFY(find<QLabel>(card.panel, u"datasetTitle").isVisible());
        QCOMPARE(find<QLabel>(card.panel, u"datasetTitle").text(), QStringLiteral("two"));
    }

    void darkAndLightRedrawThePictures()
    {
        Card card;
        card.open(card.keep(synthetic("themes", 200), "themes.opaldata"));
        card.fixture.theme.setMode(Theme::Mode::Dark);
        const QImage dark = card.plotOf(u"dataset-popularity")->toPixmap(200, 120, 1).toImage();
        card.fixture.theme.setMode(Theme::Mode::Light);
        const QImage light = card.plotOf(u"dataset-popularity")->toPixmap(200, 120, 1).toImage();
        QCOMPARE(dark.pixelColor(1, 1), Theme::darkTokens().panel);
        QCOMPARE(light.pixelColor(1, 1), Theme::lightTokens().panel);
    }
};

OPAL_TEST(TestDatasetCard)
#include "tst_datasetcard.moc"
