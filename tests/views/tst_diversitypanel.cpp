#include <any>
#include <cmath>
#include <set>

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTableWidget>
#include <QTest>
#include <QToolTip>

#include "core/jobs/jobs.h"
#include "tests/support/datatabletesting.h"
#include "tests/support/panelfixture.h"
#include "views/figures/figureregistry.h"
#include "views/panels/diversity/diversitypanel.h"
#include "views/plot/qcp.h"

using namespace opal;

namespace {

constexpr int jobTimeout = 60000;

template <typename Result> Result resultOf(JobRunner& jobs, std::unique_ptr<Job> job)
{
    std::any result;
    bool ended = false;
    JobId id = 0;
    QObject context;
    QObject::connect(&jobs, &JobRunner::finished, &context, [&](JobId finished, const JobOutcome& outcome) {
        if (finished != id)
            return;
        ended = true;
        result = outcome.result;
    });
    id = jobs.submit(std::move(job));
    (void)QTest::qWaitFor([&] { return ended; }, jobTimeout);
    return result.has_value() ? std::any_cast<Result>(result) : Result {};
}

template <typename Widget> Widget& find(QWidget& panel, const char16_t* name)
{
    auto* widget = panel.findChild<Widget*>(QString::fromUtf16(name));
    Q_ASSERT(widget);
    return *widget;
}

/// Middle of a cell of a matrix in the plot's pixels.
QPoint cellPosition(QCustomPlot& plot, int side, int row, int column)
{
    for (QCPAxisRect* rect : plot.axisRects())
        if (rect->objectName() == QStringLiteral("matrix-%1").arg(side))
            return { qRound(rect->axis(QCPAxis::atBottom)->coordToPixel(column + 0.5)),
                     qRound(rect->axis(QCPAxis::atLeft)->coordToPixel(row + 0.5)) };
    qFatal("no matrix %d", side);
}

} // namespace

/// The diversity studio on two small trained runs, by real clicks.
class TestDiversityPanel final : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void initTestCase()
    {
        SynthParams synth;
        synth.users = 60;
        synth.items = 80;
        synth.interactions = 1800;
        synth.days = 6;
        synth.topics = 4;
        const auto dataset = resultOf<DatasetResult>(
            m_fixture.jobs,
            makeSynthesiseJob(m_fixture.store, synth,
                              m_fixture.paths.datasets() + QStringLiteral("/toy.opaldata")));
        for (const char* interests : { "1", "3" }) {
            TrainJobRequest request;
            request.datasetFile = dataset.path;
            request.name = QStringLiteral("k") + QLatin1String(interests);
            request.params = { { "interests", interests },
                               { "dim", "8" },
                               { "batch_size", "16" },
                               { "steps_per_epoch", "2" },
                               { "max_epochs", "1" } };
            const auto trained = resultOf<TrainJobResult>(
                m_fixture.jobs, makeTrainJob(m_fixture.store, m_fixture.paths, std::move(request)));
            m_runs << QString::fromStdString(trained.run.id);
        }
        QVERIFY(!m_runs.contains(QString()));
    }

    void init() { m_fixture.workspace.setRun({}); }

    void withoutARunItLeadsToTheRuns()
    {
        DiversityPanel panel(m_fixture.context);
        panel.show();
        QVERIFY(panel.figures().empty());
        QSignalSpy requests(&m_fixture.workspace, &Workspace::panelRequested);
        for (QPushButton* button : panel.findChildren<QPushButton*>())
            if (button->text() == QStringLiteral("Choose a run"))
                QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(requests.count(), 1);
    }

    void controlsChangeWhatIsShown()
    {
        DiversityPanel panel(m_fixture.context);
        open(panel);
        QCOMPARE(panel.shown().sides.size(), std::size_t { 1 });
        const UserDiversity first = *panel.shown().sides.front();
        QCOMPARE(first.userId, m_fixture.workspace.userId().toStdString());

        QSignalSpy changed(&panel, &DiversityPanel::shownChanged);
        auto& length = find<QSpinBox>(panel, u"listLength");
        length.setFocus();
        length.selectAll();
        QTest::keyClicks(&length, QStringLiteral("20"));
        QTest::keyClick(&length, Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(panel.shown().sides.front()->k == 20, jobTimeout);
        QCOMPARE(panel.shown().sides.front()->itemIds.size(), std::size_t { 20 });

        const double before = panel.shown().sides.front()->statistics.mean;
        QTest::keyClick(&find<QComboBox>(panel, u"shift"), Qt::Key_Down);
        QTRY_VERIFY_WITH_TIMEOUT(panel.shown().sides.front()->matrix.shift == 5.0, jobTimeout);
        QVERIFY(panel.shown().sides.front()->statistics.mean <= before);
        QTest::keyClick(&find<QSpinBox>(panel, u"minimumCount"), Qt::Key_Up);
        QTRY_VERIFY_WITH_TIMEOUT(panel.shown().sides.front()->matrix.minimumCount == 2, jobTimeout);

        auto& other = find<QComboBox>(panel, u"otherRun");
        QTRY_COMPARE(other.count(), 2);
        QTest::keyClick(&other, Qt::Key_Down);
        QTRY_COMPARE_WITH_TIMEOUT(panel.shown().sides.size(), std::size_t { 2 }, jobTimeout);
        QCOMPARE(panel.shown().sides[0]->interests, 3);
        QCOMPARE(panel.shown().sides[1]->interests, 1);

        QVERIFY(linesBehind(find<QCustomPlot>(panel, u"sppmi")).size() > 20);
        // The figure of the panel is the one that the command line makes from the same subject.
        const FigureRequest request = panel.figures().front();
        QCOMPARE(request.key, QStringLiteral("sppmi"));
        QCOMPARE(request.subject.option("shift"), std::string("5"));
        const FigureEntry& entry = *findFigure(request.key);

        class Context final : public JobContext
        {
        public:
            std::stop_token stopToken() const override { return {}; }

            void progress(const JobProgress& /*progress*/) override { }
        } context;

        const std::any loaded = entry.load(request.subject, { m_fixture.store, m_fixture.paths, context });
        QCOMPARE(entry.table(loaded).toCsv(), request.table().toCsv());
    }

    void aCellTellsAndABlockListsItsItems()
    {
        DiversityPanel panel(m_fixture.context);
        open(panel);
        auto& plot = find<QCustomPlot>(panel, u"sppmi");
        const UserDiversity& side = *panel.shown().sides.front();
        const auto last = static_cast<int>(side.itemIds.size()) - 1;
        const QPoint place = cellPosition(plot, 0, 0, last);
        QTest::mouseMove(&plot, place + QPoint(1, 0));
        QTest::mouseMove(&plot, place);
        QTRY_VERIFY(QToolTip::text().contains(QString::fromStdString(side.itemIds.back())));
        QVERIFY(QToolTip::text().contains(QString::fromStdString(side.itemIds.front())));
        QTest::mouseClick(&plot, Qt::LeftButton, {}, place);
        const std::set<std::int32_t> wanted { side.matrix.interest.front(), side.matrix.interest.back() };
        int expected = 0;
        for (const std::int32_t interest : side.matrix.interest)
            expected += wanted.contains(interest) ? 1 : 0;
        QCOMPARE(find<QTableWidget>(panel, u"block").rowCount(), expected);
        QCOMPARE(m_fixture.workspace.interest(), side.matrix.interest.front());
        QCOMPARE(m_fixture.workspace.itemIds(),
                 QStringList({ QString::fromStdString(side.itemIds.front()),
                               QString::fromStdString(side.itemIds.back()) }));
    }

    void averageOverAllUsersIsShown()
    {
        DiversityPanel panel(m_fixture.context);
        open(panel);
        auto& words = find<QLabel>(panel, u"averageText");
        QTest::mouseClick(&find<QPushButton>(panel, u"average"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(words.text().contains(QStringLiteral("within")), jobTimeout);
        QTRY_VERIFY_WITH_TIMEOUT(words.text().contains(QStringLiteral("share of zeros")), jobTimeout);
    }

    void unknownUsersAreToldApart()
    {
        DiversityPanel panel(m_fixture.context);
        panel.show();
        m_fixture.workspace.setRun(m_runs.last());
        m_fixture.workspace.setUser(QStringLiteral("nobody"));
        const auto told = [&panel] {
            for (const QLabel* label : panel.findChildren<QLabel*>())
                if (label->isVisible() && label->text().contains(QStringLiteral("not_found")))
                    return true;
            return false;
        };
        QTRY_VERIFY_WITH_TIMEOUT(told(), jobTimeout);
        QVERIFY(panel.figures().empty());
    }

private:
    /// Shows any user of the run with three interests.
    void open(DiversityPanel& panel)
    {
        panel.resize(1200, 800);
        panel.show();
        m_fixture.workspace.setRun(m_runs.last());
        QTest::mouseClick(&find<QPushButton>(panel, u"randomUser"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(!panel.shown().sides.empty(), jobTimeout);
    }

    PanelFixture m_fixture;
    QStringList m_runs;
};

QTEST_MAIN(TestDiversityPanel)
#include "tst_diversitypanel.moc"
