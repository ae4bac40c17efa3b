// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstdio>
#include <functional>
#include <malloc.h>
#include <map>
#include <string>
#include <time.h>
#include <utility>
#include <vector>

#include <QAction>
#include <QApplication>
#include <QDialog>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QLabel>
#include <QPushButton>
#include <QRandomGenerator>
#include <QSqlDatabase>
#include <QStyleFactory>
#include <QTabBar>
#include <QTemporaryDir>
#include <QTimer>

#include "app/application.h"
#include "app/commandpalette.h"
#include "app/mainwindow.h"
#include "app/program.h"
#include "app/settings.h"
#include "app/tour.h"
#include "core/jobs/jobs.h"
#include "tests/support/studiopictures.h"
#include "views/shared/exportdialog.h"
#include "views/shell/panel.h"
#include "views/widgets/emptystate.h"
#include "views/widgets/errorbar.h"

using namespace opal;

namespace {

constexpr int pauseMs = 5000; ///< between two trainings
constexpr int tickMs = 5; ///< the event loop is asked so often how late it comes
constexpr std::size_t listedRuns = 12; ///< older ones are archived: the length of lists is no leak
constexpr double mostGrowth = 0.05;
constexpr double mostLateMs = 50;
constexpr const char* models[] = { "opal", "mind", "comirec-dr", "comirec-sa", "octopus", "dssrec", "re4" };

/// What the program holds and how its event loop did in one minute.
struct Sample
{
    double residentMb = 0;
    double heapMb = 0; ///< in use, of all arenas
    double threads = 0;
    double files = 0;
    double connections = 0;
    double widgets = 0;
    double objects = 0; ///< below the main window
    double p50 = 0, p95 = 0, p99 = 0, most = 0; ///< how late the event loop came, ms
    double busiest = 0; ///< the longest that the GUI thread itself computed between two turns, ms
    std::string busiestStep; ///< during which step
    double waitedMs = 0; ///< the GUI thread was ready to run and had no processor
};

double entriesOf(const char* folder)
{
    return static_cast<double>(
        QDir(QLatin1String(folder)).entryList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot).size());
}

double residentMb()
{
    QFile file(QStringLiteral("/proc/self/statm"));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("/proc/self/statm cannot be read");
    constexpr double pageMb = 4096.0 / (1024 * 1024);
    return file.readAll().split(' ').at(1).toDouble() * pageMb;
}

/// Of the calling thread, since it began.
double waitedMs()
{
    QFile file(QStringLiteral("/proc/thread-self/schedstat"));
    return file.open(QIODevice::ReadOnly) ? file.readAll().split(' ').value(1).toDouble() / 1e6 : 0;
}

/// What the calling thread has computed.
double computedMs()
{
    timespec now {};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return 1e3 * static_cast<double>(now.tv_sec) + 1e-6 * static_cast<double>(now.tv_nsec);
}

double percentile(std::vector<float> values, double percent)
{
    if (values.empty())
        return 0;
    const auto at = values.begin()
        + static_cast<std::ptrdiff_t>(percent / 100 * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), at, values.end());
    return *at;
}

double median(std::vector<double> values)
{
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

/// Uses the window as a person would, a step after the other, while trainings of all models run one
/// after the other, and measures every minute.
class Soak final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Soak)

public:
    Soak(const WorkspacePaths& paths, const Study& study, int minutes, int stepMs)
        : m_study(study)
        , m_minutes(minutes)
        , m_application(paths)
        , m_window(m_application.window())
    {
        m_window.resize(1440, 900);
        m_window.show();
        m_application.workspace().setDataset(study.dataset.path,
                                             std::make_shared<const DatasetSummary>(study.dataset.summary));
        m_application.workspace().setRun(study.run);
        for (const Panel* panel : m_window.findChildren<Panel*>())
            m_panels << panel->id();
        makeRound();
        connect(&m_application.jobs(), &JobRunner::finished, this, &Soak::jobEnded);
        connect(&m_stepping, &QTimer::timeout, this, &Soak::step);
        connect(&m_measuring, &QTimer::timeout, this, &Soak::measure);
        m_stepping.start(stepMs);
        m_measuring.start(60'000);
        m_ticking.setTimerType(Qt::PreciseTimer);
        connect(&m_ticking, &QTimer::timeout, this, &Soak::tick);
        m_ticking.start(tickMs);
        m_clock.start();
        m_lastComputed = computedMs();
        m_waitedBefore = waitedMs();
        std::puts(
            "                                                                                                "
            "event loop late, ms                 no processor, ms; longest turn, ms of computing\n"
            "minute  resident    heap threads files connections widgets objects trained exported errors"
            "   median      p95      p99      max");
        train();
    }

Q_SIGNALS:
    void ended(int code);

private:
    void trigger(const char* id)
    {
        QAction* action = m_window.actions().find(QLatin1String(id));
        if (!action)
            qFatal("there is no action %s", id);
        if (action->isEnabled())
            action->trigger();
    }

    void add(const QString& name, std::function<void()> what)
    {
        m_round.push_back({ name.toStdString(), std::move(what) });
    }

    void tick()
    {
        const double now = 1e-6 * static_cast<double>(m_clock.nsecsElapsed());
        const double computed = computedMs();
        m_delays.push_back(static_cast<float>(std::max(0.0, now - m_lastTick - tickMs)));
        m_computed.push_back(static_cast<float>(computed - m_lastComputed));
        if (const double busy = computed - m_lastComputed; busy > m_busiest) {
            m_busiest = busy;
            m_busiestStep = m_stepName;
        }
        m_lastTick = now;
        m_lastComputed = computed;
    }

    /// What is done again and again.
    void makeRound()
    {
        const char* changes[]
            = { "view.theme.dark", "view.language.zh_CN", "view.theme.light", "view.language.en" };
        std::size_t change = 0;
        for (const QString& panel : m_panels) {
            add(panel, [this, panel] { m_window.showPanel(panel); });
            add(panel + QStringLiteral(", other run"), [this] { otherRun(); });
            for (int page = 0; page < 4; ++page)
                add(panel + QStringLiteral(", next page"), [this] { nextPage(); });
            add(panel + QStringLiteral(", other user"), [this] { otherUser(); });
            add(panel + QStringLiteral(", fill"), [this] { fillPage(); });
            const char* action = changes[change++ % 4];
            add(panel + QStringLiteral(", ") + QLatin1String(action), [this, action] { trigger(action); });
            add(panel + QStringLiteral(", export"), [this] { openDialog("file.exportFigure"); });
            add(panel + QStringLiteral(", write figure"), [this] { exportFigure(); });
            add(panel + QStringLiteral(", close dialogs"), [this] { closeDialogs(); });
        }
        for (const char* dialog : { "file.preferences", "help.about", "help.guide", "help.shortcuts" }) {
            add(QLatin1String(dialog), [this, dialog] { openDialog(dialog); });
            add(QStringLiteral("close dialogs"), [this] { closeDialogs(); });
        }
        for (const char* action :
             { "view.tool.inspector", "view.tool.jobs", "view.beside.runs", "view.tearOff", "view.tearOff",
               "view.close", "view.layout.explore", "view.layout.figures", "view.layout.train", "go.back",
               "go.back", "go.forward", "go.start" })
            add(QLatin1String(action), [this, action] { trigger(action); });
        add(QStringLiteral("palette"), [this] { trigger("go.search"); });
        add(QStringLiteral("palette away"), [this] { m_window.findChild<CommandPalette*>()->dismiss(); });
        add(QStringLiteral("narrow"), [this] { m_window.resize(1100, 760); });
        add(QStringLiteral("wide"), [this] { m_window.resize(1440, 900); });
        add(QStringLiteral("archive"), [this] { archiveOld(); });
    }

    void step()
    {
        const auto& [name, what] = m_round[m_next++ % m_round.size()];
        m_stepName = name;
        what();
        for (auto* bar : m_window.findChildren<ErrorBar*>()) {
            if (!bar->isVisible())
                continue;
            ++m_errors;
            QStringList texts;
            for (const QLabel* label : bar->findChildren<QLabel*>())
                texts << label->text();
            std::printf("error shown: %s\n", qPrintable(texts.join(QStringLiteral(" | "))));
            bar->clear();
        }
    }

    /// Closes the run that is shown and opens another one.
    void otherRun()
    {
        const PanelContext context = m_application.context();
        context.queries.run(
            this, [&store = context.store] { return store.runs(); },
            [this](const std::vector<RunRecord>& runs) {
                if (runs.empty())
                    return;
                const auto row = QRandomGenerator::global()->bounded(static_cast<int>(runs.size()));
                m_application.workspace().setRun(
                    QString::fromStdString(runs[static_cast<std::size_t>(row)].id));
            });
    }

    void otherUser()
    {
        m_application.workspace().setUser(QString::number(1 + QRandomGenerator::global()->bounded(1000)));
    }

    void nextPage()
    {
        const Panel* panel = m_window.currentPanel();
        if (!panel)
            return;
        for (auto* bar : panel->findChildren<QTabBar*>())
            if (bar->isVisible() && bar->count() > 1)
                bar->setCurrentIndex((bar->currentIndex() + 1) % bar->count());
    }

    /// The button of a page that waits to be computed.
    void fillPage()
    {
        const Panel* panel = m_window.currentPanel();
        if (!panel || panel->id() == QLatin1String("training") || panel->id() == QLatin1String("data"))
            return;
        for (auto* page : panel->findChildren<EmptyState*>())
            if (auto* button = page->findChild<QPushButton*>();
                page->isVisible() && button && button->isVisible() && button->isEnabled())
                button->click();
    }

    void openDialog(const char* action)
    {
        const Panel* panel = m_window.currentPanel();
        if (QLatin1String(action) == QLatin1String("file.exportFigure")
            && (!panel || panel->figures().empty()))
            return;
        trigger(action);
    }

    void exportFigure()
    {
        auto* dialog = m_window.findChild<ExportDialog*>();
        if (!dialog || !dialog->isVisible())
            return;
        static const char* const suffixes[] = { "pdf", "svg", "png" };
        const QString file
            = QStringLiteral("%1/figure.%2")
                  .arg(m_application.context().paths.root, QLatin1String(suffixes[m_exported++ % 3]));
        QFile::remove(file);
        m_application.dialogs().nextFiles({ file });
        dialog->findChild<QPushButton*>(QStringLiteral("export"))->click();
    }

    void closeDialogs()
    {
        const QWidgetList windows = QApplication::topLevelWidgets();
        for (QWidget* widget : windows)
            if (widget->isVisible() && widget->isWindow() && widget != &m_window && !holdsPanel(*widget))
                widget->close();
    }

    /// A panel that is torn off is no dialog.
    static bool holdsPanel(const QWidget& widget) { return widget.findChild<Panel*>() != nullptr; }

    void archiveOld()
    {
        const PanelContext context = m_application.context();
        context.queries.run(
            this,
            [&store = context.store] {
                std::vector<std::string> old;
                const std::vector<RunRecord> runs = store.runs();
                for (std::size_t at = listedRuns; at < runs.size(); ++at)
                    old.push_back(runs[at].id);
                if (!old.empty())
                    store.setArchived(old, true);
                return true;
            },
            [](bool) {});
    }

    void train()
    {
        TrainJobRequest request;
        request.datasetFile = m_study.dataset.path;
        request.model = models[m_begun++ % std::size(models)];
        request.params = { { "interests", "4" },
                           { "dim", "32" },
                           { "batch_size", "128" },
                           { "steps_per_epoch", "60" },
                           { "max_epochs", "12" },
                           { "patience", "1000" },
                           { "seed", std::to_string(m_begun) } };
        request.threads = 1;
        submit(request);
    }

    void submit(const TrainJobRequest& request)
    {
        const PanelContext context = m_application.context();
        JobListener<TrainJobResult> listener;
        listener.ended = [this](const JobOutcome& outcome, TrainJobResult* result) {
            if (!result) {
                if (!m_ending)
                    std::printf("a training failed: %s\n", qPrintable(outcome.errorDetail));
                m_errors += m_ending ? 0 : 1;
                return;
            }
            ++m_trained;
            if (result->run.state == RunState::Paused)
                m_paused = QString::fromStdString(result->run.id);
        };
        const JobId id = context.jobs.submit(makeTrainJob(context.store, context.paths, request), listener);
        // Every third one is paused on the way and resumed.
        if (request.resumeRun.isEmpty() && m_begun % 3 == 0)
            QTimer::singleShot(4000, this,
                               [this, id] { m_application.jobs().request(id, TrainRequest::Pause); });
        m_training = id;
    }

    void jobEnded(const JobInfo& job, const JobOutcome&)
    {
        if (job.id != m_training || m_ending)
            return;
        QTimer::singleShot(pauseMs, this, [this] {
            if (m_ending)
                return;
            if (m_paused.isEmpty())
                return train();
            TrainJobRequest request;
            request.resumeRun = m_paused;
            request.threads = 1;
            m_paused.clear();
            submit(request);
        });
    }

    void measure()
    {
        Sample sample;
        const std::vector<float> minute(m_delays.begin() + static_cast<std::ptrdiff_t>(m_minuteBegin),
                                        m_delays.end());
        m_minuteBegin = m_delays.size();
        sample.p50 = percentile(minute, 50);
        sample.p95 = percentile(minute, 95);
        sample.p99 = percentile(minute, 99);
        sample.most = percentile(minute, 100);
        sample.busiest = std::exchange(m_busiest, 0);
        sample.busiestStep = m_busiestStep;
        const double waited = waitedMs();
        sample.waitedMs = waited - m_waitedBefore;
        m_waitedBefore = waited;
        const struct mallinfo2 heap = ::mallinfo2();
        sample.heapMb = static_cast<double>(heap.uordblks + heap.hblkhd) / (1024 * 1024)
            - static_cast<double>((m_delays.capacity() + m_computed.capacity()) * sizeof(float))
                / (1024 * 1024);
        sample.residentMb = residentMb();
        sample.threads = entriesOf("/proc/self/task");
        sample.files = entriesOf("/proc/self/fd");
        sample.connections = static_cast<double>(QSqlDatabase::connectionNames().size());
        sample.widgets = static_cast<double>(QApplication::allWidgets().size());
        sample.objects = static_cast<double>(m_window.findChildren<QObject*>().size());
        m_samples.push_back(sample);
        std::printf("%6zu %7.1f MB %7.1f %7.0f %5.0f %11.0f %7.0f %7.0f %7d %8d %6d %8.1f %8.1f %8.1f %8.1f "
                    "%7.0f  %7.0f  %s\n",
                    m_samples.size(), sample.residentMb, sample.heapMb, sample.threads, sample.files,
                    sample.connections, sample.widgets, sample.objects, m_trained, m_exported, m_errors,
                    sample.p50, sample.p95, sample.p99, sample.most, sample.waitedMs, sample.busiest,
                    sample.busiestStep.c_str());
        std::fflush(stdout);
        if (m_samples.size() == warmMinutes())
            m_warmObjects = objectsByClass();
        if (static_cast<int>(m_samples.size()) >= m_minutes)
            return end();
    }

    void end()
    {
        m_ending = true;
        m_stepping.stop();
        m_measuring.stop();
        m_ticking.stop();
        closeDialogs();
        for (const JobInfo& job : m_application.jobs().jobs())
            m_application.jobs().cancel(job.id);
        Q_EMIT ended(verdict() ? 0 : 1);
    }

    /// The first quarter of an hour, or of a shorter soak.
    std::size_t warmMinutes() const { return static_cast<std::size_t>(std::clamp(m_minutes / 4, 1, 15)); }

    std::map<std::string, int> objectsByClass() const
    {
        std::map<std::string, int> counts;
        for (const QObject* object : m_window.findChildren<QObject*>())
            ++counts[std::string(object->metaObject()->className()) + " in "
                     + object->parent()->metaObject()->className()];
        return counts;
    }

    /// Where objects became more since the beginning.
    void tellGrowth() const
    {
        std::vector<std::pair<int, std::string>> grown;
        for (const auto& [name, count] : objectsByClass()) {
            const auto before = m_warmObjects.find(name);
            const int more = count - (before == m_warmObjects.end() ? 0 : before->second);
            if (more > 5)
                grown.emplace_back(more, name);
        }
        std::sort(grown.rbegin(), grown.rend());
        for (std::size_t at = 0; at < std::min<std::size_t>(grown.size(), 12); ++at)
            std::printf("    %+d %s\n", grown[at].first, grown[at].second.c_str());
    }

    /// Compares what came after the first quarter of an hour (of a shorter soak: its first quarter) with the
    /// end, by the medians of up to twenty minutes each.
    bool verdict() const
    {
        const std::size_t count = m_samples.size();
        const std::size_t warm = std::min(warmMinutes(), count - 1);
        const std::size_t window = std::clamp<std::size_t>((count - warm) / 2, 1, 20);
        const auto medianOf = [this](double Sample::*field, std::size_t from, std::size_t to) {
            std::vector<double> values;
            for (std::size_t at = from; at < to; ++at)
                values.push_back(m_samples[at].*field);
            return median(std::move(values));
        };
        bool holds = true;
        const auto check = [&](const char* what, double Sample::*field, double growth) {
            const double before = medianOf(field, warm, warm + window);
            const double after = medianOf(field, count - window, count);
            const bool good = after <= before * (1 + growth);
            holds = holds && good;
            std::printf("%-24s %9.1f -> %9.1f  %+5.1f %%  %s\n", what, before, after,
                        100 * (after - before) / std::max(before, 1e-9), good ? "holds" : "GREW");
        };
        std::printf("%zu minutes, %d trainings, %d figures, %d errors shown; minutes %zu to %zu against the "
                    "last %zu:\n",
                    count, m_trained, m_exported, m_errors, warm + 1, warm + window, window);
        check("resident memory, MB", &Sample::residentMb, mostGrowth);
        check("heap in use, MB", &Sample::heapMb, mostGrowth);
        check("threads", &Sample::threads, 0);
        check("open files", &Sample::files, 0);
        check("database connections", &Sample::connections, 0);
        check("widgets", &Sample::widgets, mostGrowth);
        check("objects of the window", &Sample::objects, mostGrowth);
        tellGrowth();
        const auto late = [this](double percent) { return percentile(m_delays, percent); };
        std::printf("computed by the GUI thread a turn, ms: p95 %.1f, p99 %.1f, p99.9 %.1f, max %.1f\n",
                    percentile(m_computed, 95), percentile(m_computed, 99), percentile(m_computed, 99.9),
                    percentile(m_computed, 100));
        const auto over = std::count_if(m_samples.begin(), m_samples.end(),
                                        [](const Sample& sample) { return sample.p99 >= mostLateMs; });
        std::printf(
            "event loop late, ms: median %.1f, p95 %.1f, p99 %.1f, p99.9 %.1f, max %.1f; %ld minutes with a "
            "p99 of %.0f ms or more\n",
            late(50), late(95), late(99), late(99.9), late(100), static_cast<long>(over), mostLateMs);
        holds = holds && late(99) < mostLateMs && m_errors == 0;
        std::puts(holds ? "holds" : "does not hold");
        return holds;
    }

    Study m_study;
    int m_minutes;
    Application m_application;
    MainWindow& m_window;
    QStringList m_panels;
    std::vector<std::pair<std::string, std::function<void()>>> m_round;
    std::string m_stepName;
    std::size_t m_next = 0;
    QTimer m_stepping;
    QTimer m_measuring;
    QTimer m_ticking;
    QElapsedTimer m_clock;
    double m_lastTick = 0;
    double m_lastComputed = 0;
    double m_busiest = 0;
    std::string m_busiestStep;
    double m_waitedBefore = 0;
    std::vector<Sample> m_samples;
    std::map<std::string, int> m_warmObjects;
    std::vector<float> m_delays; ///< of all minutes
    std::size_t m_minuteBegin = 0; ///< in them
    std::vector<float> m_computed; ///< in the same turns
    JobId m_training = 0;
    QString m_paused;
    std::size_t m_begun = 0;
    int m_trained = 0;
    int m_exported = 0;
    int m_errors = 0;
    bool m_ending = false;
};

} // namespace

/// `studio-soak MINUTES [MILLISECONDS A STEP]`: .ci/soak.sh says what for.
int main(int argc, char** argv)
{
    prepareProgram();
    prepareEngine();
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    QApplication program(argc, argv);
    keepNumbersPlain();
    const int minutes = QApplication::arguments().value(1).toInt();
    const int stepMs
        = QApplication::arguments().value(2, QStringLiteral("1500")).toInt(); // a person in a hurry
    if (minutes < 2 || stepMs < 1) {
        std::fputs("usage: studio-soak MINUTES [MILLISECONDS A STEP], at least two minutes\n", stderr);
        return 2;
    }
    const QTemporaryDir folder(QDir::tempPath() + QStringLiteral("/soak-XXXXXX"));
    const WorkspacePaths paths { folder.path() };
    paths.create();
    Settings(folder.path()).set(settings::tourSeen, QStringLiteral("yes"));
    Settings(folder.path()).set(settings::language, QStringLiteral("en"));
    Settings(folder.path()).set(settings::theme, QStringLiteral("light"));
    QApplication::setQuitOnLastWindowClosed(false);
    const Study study = makeStudy(paths);
    Soak soak(paths, study, minutes, stepMs);
    QObject::connect(
        &soak, &Soak::ended, &program, [](int code) { QApplication::exit(code); }, Qt::QueuedConnection);
    return QApplication::exec();
}

#include "soak.moc"
