// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSpinBox>
#include <QTableView>
#include <QTest>

#include "core/jobs/datasetlookup.h"
#include "tests/support/findwidget.h"
#include "tests/support/logfiles.h"
#include "tests/support/panelfixture.h"
#include "tests/support/testprogram.h"
#include "views/itemmodels/previewtablemodel.h"
#include "views/panels/data/datapanel.h"
#include "views/widgets/errorbar.h"

using namespace opal;

namespace {

/// The form on a log of its own, tried out once.
struct Form
{
    explicit Form(const QByteArray& extraRows = {})
        : panel(fixture.context)
    {
        log = writeLog(fixture.folder.path(), extraRows);
        panel.resize(1200, 800);
        panel.show();
        panel.previewFiles({ log });
    }

    QString counts() { return find<QLabel>(panel, u"ruleCounts").text(); }

    bool isCounted() { return counts().contains(QStringLiteral("rows")); }

    void typeRule(const char* rule)
    {
        auto& line = find<QLineEdit>(panel, u"positiveRule");
        line.selectAll();
        QTest::keyClicks(&line, QLatin1String(rule));
    }

    /// By keys, as a person does.
    void choose(const char16_t* name, int index)
    {
        auto& combo = find<QComboBox>(panel, name);
        combo.setFocus();
        QTest::keyClick(&combo, Qt::Key_Home);
        for (int i = 0; i < index; ++i)
            QTest::keyClick(&combo, Qt::Key_Down);
        QCOMPARE(combo.currentIndex(), index);
    }

    /// Clicks "Import" and waits for the data set; false if there is none.
    bool startImport()
    {
        QTest::mouseClick(&find<QPushButton>(panel, u"startImport"), Qt::LeftButton);
        return QTest::qWaitFor([this] { return fixture.workspace.datasetSummary() != nullptr; }, jobTimeout);
    }

    QString cell(int row, int column)
    {
        return find<QTableView>(panel, u"preview").model()->index(row, column).data().toString();
    }

    PanelFixture fixture;
    DataPanel panel;
    QString log;
};

} // namespace

/// The import while it is being set up: what is guessed, shown, counted and refused.
class TestImportForm final : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void rejectedRowsAreShownWithTheirReason()
    {
        Form form("7,3,yesterday,5\n8,4\n");
        QTRY_VERIFY_WITH_TIMEOUT(form.isCounted(), jobTimeout);
        QCOMPARE(form.cell(0, PreviewTableModel::Line), QStringLiteral("2"));
        QCOMPARE(form.cell(0, PreviewTableModel::Verdict), QStringLiteral("rejected: not a time"));
        QVERIFY(
            form.cell(1, PreviewTableModel::Verdict).startsWith(QStringLiteral("rejected: the row is cut")));
        QCOMPARE(form.cell(2, PreviewTableModel::Verdict), QStringLiteral("positive"));
        QVERIFY2(form.counts().contains(QStringLiteral("2 rejected")), qPrintable(form.counts()));
        QVERIFY(form.counts().startsWith(QStringLiteral("In the whole log")));
        QVERIFY(!find<QPushButton>(form.panel, u"countWholeLog").isVisible());
    }

    void theRuleIsCountedWhileTyping()
    {
        Form form;
        QTRY_VERIFY_WITH_TIMEOUT(form.counts().contains(QStringLiteral("540 positive")), jobTimeout);
        form.typeRule("rating>=4");
        QTRY_VERIFY_WITH_TIMEOUT(form.counts().contains(QStringLiteral("360 positive")), jobTimeout);
        QTest::keyClicks(&find<QLineEdit>(form.panel, u"positiveRule"), QStringLiteral(" & rating<5"));
        QTRY_VERIFY_WITH_TIMEOUT(form.counts().contains(QStringLiteral("180 positive")), jobTimeout);
        QVERIFY(form.cell(0, PreviewTableModel::Verdict) == QStringLiteral("not positive"));
        const auto* model = find<QTableView>(form.panel, u"preview").model();
        QCOMPARE(model->headerData(PreviewTableModel::FirstField + 3, Qt::Horizontal).toString(),
                 QStringLiteral("rating: signal"));
    }

    void aMistakeInTheRuleIsUnderlined()
    {
        Form form;
        QTRY_VERIFY_WITH_TIMEOUT(form.isCounted(), jobTimeout);
        form.typeRule("rating>3 | ratings>4");
        auto& hint = find<QLabel>(form.panel, u"ruleHint");
        QTRY_VERIFY_WITH_TIMEOUT(hint.text().contains(QStringLiteral("<u><b>ratings</b></u>")), jobTimeout);
        QVERIFY2(hint.text().contains(QStringLiteral("Character 12")), qPrintable(hint.text()));
        QVERIFY(hint.text().contains(QStringLiteral("did you mean")));
        QCOMPARE(find<QLineEdit>(form.panel, u"positiveRule").property("state").toString(),
                 QStringLiteral("bad"));
        QVERIFY(!form.isCounted());
        form.typeRule("rating>3");
        QTRY_VERIFY_WITH_TIMEOUT(form.counts().contains(QStringLiteral("360 positive")), jobTimeout);
        QVERIFY(find<QLineEdit>(form.panel, u"positiveRule").property("state").toString().isEmpty());
    }

    void filtersTellTheirCountsBefore()
    {
        Form form;
        auto& filters = find<QTableView>(form.panel, u"filterPreview");
        QTRY_VERIFY_WITH_TIMEOUT(filters.isVisible() && filters.model()->rowCount() == 2, jobTimeout);
        auto& days = find<QSpinBox>(form.panel, u"minActiveDays");
        days.setFocus();
        days.selectAll();
        QTest::keyClicks(&days, QStringLiteral("5"));
        auto& outcome = find<QLabel>(form.panel, u"importOutcome");
        QTRY_VERIFY_WITH_TIMEOUT(outcome.text().contains(QStringLiteral("fewer than 5 active days")),
                                 jobTimeout);
        days.selectAll();
        QTest::keyClicks(&days, QStringLiteral("4"));
        QTRY_COMPARE_WITH_TIMEOUT(filters.model()->rowCount(), 3, jobTimeout);
        QCOMPARE(filters.model()->index(0, 1).data().toString(), QStringLiteral("30 \u2192 30"));
        QTest::mouseClick(&find<QCheckBox>(form.panel, u"dropUnseen"), Qt::LeftButton, {}, { 8, 14 });
        QTRY_COMPARE_WITH_TIMEOUT(filters.model()->rowCount(), 2, jobTimeout);
        auto& items = find<QSpinBox>(form.panel, u"minTrainItems");
        items.selectAll();
        QTest::keyClicks(&items, QStringLiteral("13"));
        QTRY_COMPARE_WITH_TIMEOUT(filters.model()->index(1, 1).data().toString(),
                                  QStringLiteral("30 \u2192 0"), jobTimeout);
    }

    void formatDelimiterAndColumnsCanBeChanged()
    {
        Form form;
        QTRY_VERIFY_WITH_TIMEOUT(form.isCounted(), jobTimeout);
        auto& problem = find<QLabel>(form.panel, u"logProblem");
        QVERIFY(!problem.isVisible());
        form.choose(u"delimiter", 3);
        QTRY_VERIFY_WITH_TIMEOUT(problem.isVisible(), jobTimeout);
        form.choose(u"delimiter", 1);
        QTRY_VERIFY_WITH_TIMEOUT(!problem.isVisible() && form.isCounted(), jobTimeout);
        form.choose(u"firstLine", 2);
        QTRY_VERIFY_WITH_TIMEOUT(form.counts().contains(QStringLiteral("541 rows")), jobTimeout);
        form.choose(u"firstLine", 0);
        QTRY_VERIFY_WITH_TIMEOUT(form.counts().contains(QStringLiteral("540 rows")), jobTimeout);
        // The rating as the user: six values are not thirty.
        form.choose(u"userColumn", 4);
        QTRY_VERIFY_WITH_TIMEOUT(form.counts().contains(QStringLiteral("3 users")), jobTimeout);
        auto& preset = find<QComboBox>(form.panel, u"preset");
        preset.setFocus();
        QTest::keyClick(&preset, Qt::Key_Home);
        QTRY_VERIFY_WITH_TIMEOUT(
            problem.isVisible() && problem.text().contains(QStringLiteral("column names")), jobTimeout);
        QVERIFY(!find<QComboBox>(form.panel, u"firstLine").isEnabled());
    }

    void aLongLogIsCountedInPartUntilAllIsAskedFor()
    {
        QByteArray rows;
        while (rows.size() < 36'000'000)
            rows += "123456789,1234567890123456789012345678901234567890123456789012345678901234567890,"
                    "1650000000,5\n";
        Form form(rows);
        auto& whole = find<QPushButton>(form.panel, u"countWholeLog");
        QTRY_VERIFY_WITH_TIMEOUT(whole.isVisible(), jobTimeout);
        QVERIFY2(form.counts().startsWith(QStringLiteral("In the first 3")), qPrintable(form.counts()));
        QTest::mouseClick(&whole, Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(form.counts().startsWith(QStringLiteral("In the whole log")), jobTimeout);
        QVERIFY(!whole.isVisible());
    }

    void aSideTableGivesTitlesAndTags()
    {
        Form form;
        QTRY_VERIFY_WITH_TIMEOUT(form.isCounted(), jobTimeout);
        const QString side = form.fixture.folder.filePath(QStringLiteral("items.csv"));
        QFile file(side);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("item_id,title,tags\n3,Third clip,\"sea, sun\"\n");
        file.close();
        form.fixture.dialogs.nextFiles({ side });
        QTest::mouseClick(&find<QPushButton>(form.panel, u"chooseSideFile"), Qt::LeftButton);
        QTRY_COMPARE(find<QLineEdit>(form.panel, u"sideFile").text(), side);
        QVERIFY(form.startImport());
        const auto items = DatasetLookup().items(form.fixture.workspace.datasetPath(), { "3", "4" });
        QCOMPARE(items.size(), std::size_t { 2 });
        QCOMPARE(items[0].title, std::string("Third clip"));
        QCOMPARE(items[0].tags, (std::vector<std::string> { "sea", "sun" }));
        QVERIFY(items[1].title.empty());
    }

    void aMissingSideTableIsToldAndTheFormStays()
    {
        Form form;
        QTRY_VERIFY_WITH_TIMEOUT(form.isCounted(), jobTimeout);
        QTest::keyClicks(&find<QLineEdit>(form.panel, u"sideFile"), QStringLiteral("/nowhere/items.csv"));
        QTest::mouseClick(&find<QPushButton>(form.panel, u"startImport"), Qt::LeftButton);
        const QList<ErrorBar*> bars = form.panel.findChildren<ErrorBar*>();
        QTRY_VERIFY_WITH_TIMEOUT(
            std::any_of(bars.begin(), bars.end(), [](const ErrorBar* bar) { return bar->isVisible(); }),
            jobTimeout);
        QVERIFY(!form.fixture.workspace.datasetSummary());
        QVERIFY(find<QPushButton>(form.panel, u"startImport").isVisible());
    }

    void theTimeZoneDecidesWhereADayBegins()
    {
        Form form;
        // From 05:20 to 05:40 of Greenwich: in the far west that is still the day before.
        auto& outcome = find<QLabel>(form.panel, u"importOutcome");
        QTRY_VERIFY_WITH_TIMEOUT(outcome.text().contains(QStringLiteral("test 2022-04-20")), jobTimeout);
        form.choose(u"timeZone", 0);
        QCOMPARE(find<QComboBox>(form.panel, u"timeZone").currentText(), QStringLiteral("UTC\u221212:00"));
        QTRY_VERIFY_WITH_TIMEOUT(outcome.text().contains(QStringLiteral("test 2022-04-19")), jobTimeout);
        QVERIFY(form.startImport());
        QCOMPARE(form.fixture.workspace.datasetSummary()->testDay, std::string("2022-04-19"));
    }

    void badRowsAreSkippedOrStopTheImport()
    {
        Form form("7,3,yesterday,5\n8,4\n");
        QTRY_VERIFY_WITH_TIMEOUT(form.isCounted(), jobTimeout);
        form.choose(u"onError", 1);
        QTest::mouseClick(&find<QPushButton>(form.panel, u"startImport"), Qt::LeftButton);
        auto* error = form.panel.findChild<ErrorBar*>();
        QTRY_VERIFY_WITH_TIMEOUT(error->isVisible(), jobTimeout);
        QVERIFY(!form.fixture.workspace.datasetSummary());
        QCOMPARE(QDir(form.fixture.paths.datasets()).entryList(QDir::Files).size(), 0);
        form.choose(u"onError", 0);
        QVERIFY(form.startImport());
        QCOMPARE(form.fixture.workspace.datasetSummary()->report.rows, 542);
        auto* rejects = find<QTableView>(form.panel, u"rejects").model();
        QVERIFY(find<QTableView>(form.panel, u"rejects").isVisible());
        QCOMPARE(rejects->rowCount(), 2);
    }

    void aRunningImportIsStopped()
    {
        Form form;
        QTRY_VERIFY_WITH_TIMEOUT(form.isCounted(), jobTimeout);
        QTest::mouseClick(&find<QPushButton>(form.panel, u"startImport"), Qt::LeftButton);
        auto& stop = find<QPushButton>(form.panel, u"cancelImport");
        QCOMPARE(stop.text(), QStringLiteral("Stop import"));
        QVERIFY(find<QProgressBar>(form.panel, u"importProgress").isVisible());
        QTest::mouseClick(&stop, Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(!form.fixture.jobs.isBusy(), jobTimeout);
        QTRY_VERIFY(find<QPushButton>(form.panel, u"startImport").isVisible());
        QVERIFY(!form.fixture.workspace.datasetSummary());
        QCOMPARE(QDir(form.fixture.paths.datasets()).entryList(QDir::Files).size(), 0);
        QVERIFY(form.startImport());
    }

    void otherFilesTakeThePlaceOfTheFirst()
    {
        Form form;
        QTRY_VERIFY_WITH_TIMEOUT(form.isCounted(), jobTimeout);
        const QString other
            = writeLog(form.fixture.folder.path(), "7,3,yesterday,5\n", QStringLiteral("other.csv"));
        form.fixture.dialogs.nextFiles({ other });
        QTest::mouseClick(&find<QPushButton>(form.panel, u"otherFiles"), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(find<QLineEdit>(form.panel, u"datasetName").text(), QStringLiteral("other"),
                                  jobTimeout);
        QTRY_VERIFY_WITH_TIMEOUT(form.counts().contains(QStringLiteral("1 rejected")), jobTimeout);
    }

    void cancelLeavesTheForm()
    {
        Form form;
        QTRY_VERIFY_WITH_TIMEOUT(find<QPushButton>(form.panel, u"cancelImport").isVisible(), jobTimeout);
        QTest::mouseClick(&find<QPushButton>(form.panel, u"cancelImport"), Qt::LeftButton);
        QTRY_VERIFY(!find<QTableView>(form.panel, u"preview").isVisible());
    }
};

OPAL_TEST(TestImportForm)
#include "tst_importform.moc"
