// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QComboBox>
#include <QDropEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMimeData>
#include <QPushButton>
#include <QTableView>
#include <QTest>

#include "core/data/datasetfile.h"
#include "core/data/synth.h"
#include "tests/support/logfiles.h"
#include "tests/support/panelfixture.h"
#include "tests/support/testprogram.h"
#include "views/panels/data/datapanel.h"
#include "views/widgets/errorbar.h"
#include "views/widgets/messagebar.h"
#include "views/widgets/metrictile.h"

using namespace opal;

namespace {

constexpr int importTimeout = 20000;

/// A data set of 60 users that no workspace knows yet; the file.
QString writeDataset(const PanelFixture& fixture)
{
    QString file = fixture.folder.filePath(QStringLiteral("elsewhere.opaldata"));
    SynthParams params;
    params.users = 60;
    params.items = 80;
    params.interactions = 1800;
    params.days = 6;
    saveDataset(*synthesiseDataset(params, {}, {}), file.toStdString());
    return file;
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
        QTRY_COMPARE_WITH_TIMEOUT(preview.model()->columnCount(), 6,
                                  importTimeout); // line, verdict, four columns
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

    void aDataSetIsOpenedFromItsFile()
    {
        PanelFixture fixture;
        const QString file = writeDataset(fixture);
        DataPanel panel(fixture.context);
        panel.resize(1100, 700);
        panel.show();
        fixture.dialogs.nextFiles({ file });
        QTest::mouseClick(&find<QPushButton>(panel, u"openDataset"), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(fixture.workspace.datasetPath(), file, importTimeout);
        for (const char16_t* tile : { u"usersTile", u"itemsTile", u"interactionsTile", u"densityTile" }) {
            const auto& shown = find<MetricTile>(panel, tile);
            QVERIFY(shown.isVisible() && !shown.value().isEmpty());
        }
        QCOMPARE(find<MetricTile>(panel, u"usersTile").value(), QStringLiteral("60"));
    }

    void dataSetsAreRenamedTakenOffTheListAndBroughtBack()
    {
        PanelFixture fixture;
        const QString file = writeDataset(fixture);
        DataPanel panel(fixture.context);
        panel.resize(1100, 700);
        panel.show();
        const auto open = [&] {
            fixture.dialogs.nextFiles({ file });
            QTest::mouseClick(&find<QPushButton>(panel, u"openDataset"), Qt::LeftButton);
        };
        open();
        auto& list = find<QListWidget>(panel, u"datasets");
        QTRY_COMPARE_WITH_TIMEOUT(list.count(), 1, importTimeout);
        panel.activateWindow();
        list.setCurrentRow(0);
        list.setFocus();
        QTRY_VERIFY(list.hasFocus());
        fixture.dialogs.nextText(QStringLiteral("cooking videos"));
        QTest::keyClick(&list, Qt::Key_F2);
        QTRY_COMPARE(list.item(0)->text(), QStringLiteral("cooking videos"));
        open(); // the file has its own name; the person's counts here
        QTRY_VERIFY_WITH_TIMEOUT(!fixture.jobs.isBusy(), importTimeout);
        QTRY_COMPARE(list.count(), 1);
        QCOMPARE(list.item(0)->text(), QStringLiteral("cooking videos"));
        list.setCurrentRow(0);
        list.setFocus();
        QTest::keyClick(&list, Qt::Key_Delete);
        QTRY_COMPARE(list.count(), 0);
        QVERIFY(QFile::exists(file));
        auto* bar = panel.findChild<MessageBar*>();
        QTRY_VERIFY(bar->isVisible());
        QTest::mouseClick(bar->findChild<QPushButton*>(), Qt::LeftButton);
        QTRY_COMPARE(list.count(), 1);
        QCOMPARE(list.item(0)->text(), QStringLiteral("cooking videos"));
        QVERIFY(!bar->isVisible());
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

OPAL_TEST(TestDataPanel)
#include "tst_datapanel.moc"
