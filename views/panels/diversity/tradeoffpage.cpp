// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/diversity/tradeoffpage.h"

#include <algorithm>
#include <utility>

#include <QComboBox>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalBlocker>
#include <QStackedWidget>

#include "core/jobs/jobs.h"
#include "core/store/diversitystore.h"
#include "core/store/runstore.h"
#include "views/figures/figureregistry.h"
#include "views/plot/qcp.h"
#include "views/shell/backgroundqueries.h"
#include "views/shell/theme.h"
#include "views/shell/workspace.h"
#include "views/widgets/emptystate.h"
#include "views/widgets/make.h"
#include "views/widgets/numbers.h"

namespace opal {

TradeoffPage::TradeoffPage(const PanelContext& context, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
{
    setupUi();
    connectSignals();
    retranslate();
}

void TradeoffPage::setupUi()
{
    m_xLabel = new QLabel(this);
    m_x = new QComboBox(this);
    m_x->setObjectName(QStringLiteral("accuracy"));
    m_xLabel->setBuddy(m_x);
    m_yLabel = new QLabel(this);
    m_y = new QComboBox(this);
    m_y->setObjectName(QStringLiteral("diversityMeasure"));
    for (QComboBox* box : { m_x, m_y })
        box->setSizeAdjustPolicy(QComboBox::AdjustToContents); // their words come with the language
    m_yLabel->setBuddy(m_y);
    for (const TradeoffMeasure& measure : tradeoffMeasures())
        (measure.accuracy ? m_x : m_y)->addItem(QString(), QVariant(QString::fromLatin1(measure.key)));
    for (QComboBox* box : { m_x, m_y })
        box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_measure = new QPushButton(this);
    m_measure->setObjectName(QStringLiteral("measureRuns"));
    m_measure->setProperty("role", QStringLiteral("primary"));
    m_cancel = new QPushButton(this);
    m_cancel->setObjectName(QStringLiteral("cancelMeasuring"));
    m_progress = new QProgressBar(this);
    m_progress->setTextVisible(false);
    m_progress->setMaximumWidth(160);
    m_picture = new Picture(m_context.theme, u"tradeoff"_s, this);
    m_picture->setMinimumSize(320, 240);
    m_picture->setHints([this](const QPoint& place) { return hintAt(place); });
    m_empty = new EmptyState(this);
    m_pages = new QStackedWidget(this);
    m_pages->addWidget(m_empty);
    m_pages->addWidget(m_picture);
    auto* bar = rowOf({ m_yLabel, m_y, m_xLabel, m_x, m_measure, m_progress, m_cancel });
    bar->addStretch();
    bar->addWidget(m_picture->buttons());
    auto* layout = columnOn(this, 12);
    layout->addLayout(bar);
    layout->addWidget(m_pages, 1);
}

void TradeoffPage::connectSignals()
{
    for (QComboBox* box : { m_x, m_y })
        connect(box, &QComboBox::currentIndexChanged, this, [this] {
            m_tradeoff.x = m_x->currentData().toString().toStdString();
            m_tradeoff.y = m_y->currentData().toString().toStdString();
            draw();
        });
    connect(m_picture, &Picture::clicked, this, [this](const QPoint& place) {
        if (const Tradeoff::Point* point = pointAt(place))
            m_context.workspace.setRun(QString::fromStdString(point->values.run));
    });
    connect(m_measure, &QPushButton::clicked, this, &TradeoffPage::measure);
    connect(m_empty, &EmptyState::actionTriggered, this, [this] {
        if (m_runs.empty())
            m_context.workspace.showPanel(QStringLiteral("runs"));
        else
            measure();
    });
    connect(m_cancel, &QPushButton::clicked, this, [this] {
        for (const auto& ask : m_asks)
            ask->cancel();
    });
}

void TradeoffPage::setRuns(std::vector<RunRecord> runs, const DiversityJobRequest& settings)
{
    m_runs = std::move(runs);
    m_k = settings.k;
    nameMeasures();
    m_shift = settings.shift;
    m_minimumCount = settings.minimumCount;
    readValues();
}

void TradeoffPage::readValues()
{
    m_context.queries.run(
        this,
        [&store = m_context.store, k = m_k, shift = m_shift, minimum = m_minimumCount] {
            return DiversityStore(store).rows(k, shift, minimum);
        },
        [this](const std::vector<RunDiversity>& rows) { takeValues(rows); },
        [this](ErrorCode code, const QString& detail) { Q_EMIT failed(code, detail); });
}

void TradeoffPage::takeValues(const std::vector<RunDiversity>& rows)
{
    m_tradeoff.points.clear();
    m_tradeoff.k = m_k;
    m_unmeasured.clear();
    for (const RunRecord& run : m_runs) {
        const auto known = std::find_if(rows.begin(), rows.end(), [&](const RunDiversity& row) {
            return row.run == run.id && row.k == m_k;
        });
        if (known == rows.end())
            m_unmeasured.push_back(run.id);
        else
            m_tradeoff.points.push_back({ *known, run.name, run.color });
    }
    draw();
    updateState();
}

void TradeoffPage::measure()
{
    if (isMeasuring())
        return;
    m_progress->setRange(0, 0);
    m_asks.clear();
    DiversityJobRequest request;
    request.k = m_k;
    request.shift = m_shift;
    request.minimumCount = m_minimumCount;
    using Measured = std::shared_ptr<const AverageDiversity>;
    for (const std::string& run : m_unmeasured) {
        request.run = run;
        m_asks.push_back(std::make_unique<Ask<Measured>>(
            m_context.jobs,
            Ask<Measured>::Handlers {
                .show = [this](const Measured& /*kept*/) { readValues(); },
                .failed = [this](ErrorCode code, const QString& detail) { Q_EMIT failed(code, detail); },
                .progressed = [this](const JobProgress& progress) { showMeasured(progress.fraction); },
                .busyChanged = [this] { updateState(); } }));
        (*m_asks.back())(makeAverageDiversityJob(m_context.store, m_context.paths, request));
    }
}

bool TradeoffPage::isMeasuring() const
{
    return std::any_of(m_asks.begin(), m_asks.end(), [](const auto& ask) { return ask->isBusy(); });
}

void TradeoffPage::showMeasured(double shareOfNext)
{
    const auto done
        = std::count_if(m_asks.begin(), m_asks.end(), [](const auto& ask) { return !ask->isBusy(); });
    if (shareOfNext >= 0)
        showShare(*m_progress,
                  (static_cast<double>(done) + shareOfNext) / static_cast<double>(m_asks.size()));
}

void TradeoffPage::draw()
{
    m_pages->setCurrentIndex(m_tradeoff.points.empty() ? 0 : 1);
    if (m_tradeoff.points.empty()) {
        m_picture->clear();
        return;
    }
    FigureSubject subject;
    for (const Tradeoff::Point& point : m_tradeoff.points)
        subject.runs.push_back(point.values.run);
    subject.options = { { "x", m_tradeoff.x },
                        { "y", m_tradeoff.y },
                        { "k", std::to_string(m_k) },
                        { "shift", tableNumber(m_shift).toStdString() },
                        { "minimum_count", std::to_string(m_minimumCount) } };
    m_picture->setFigure(figureRequest(u"tradeoff"_s, std::make_shared<const Tradeoff>(m_tradeoff), subject));
}

void TradeoffPage::updateState()
{
    const bool working = isMeasuring();
    const auto missing = static_cast<int>(m_unmeasured.size());
    const QString measureText = tr("Measure %n run(s)", nullptr, missing);
    m_measure->setText(measureText);
    m_measure->setVisible(!working && missing > 0);
    m_cancel->setVisible(working);
    m_progress->setVisible(working);
    if (m_runs.empty())
        m_empty->setTexts(tr("No run chosen"), tr("Choose a run to compare it with others of its data set."),
                          tr("Choose a run"));
    else if (working)
        m_empty->setTexts(tr("Measuring"), tr("The lists of all users of each run are compared."), {});
    else
        m_empty->setTexts(
            tr("Nothing measured yet"),
            tr("Accuracy and diversity of a run are measured over all users of the test day and "
               "kept."),
            measureText);
}

const Tradeoff::Point* TradeoffPage::pointAt(const QPoint& position) const
{
    constexpr double reach = 12; // pixels
    const QCPAxisRect* rect = m_picture->plot().axisRect();
    const Tradeoff::Point* nearest = nullptr;
    double best = reach;
    for (const Tradeoff::Point& point : m_tradeoff.points) {
        const QPointF place(
            rect->axis(QCPAxis::atBottom)->coordToPixel(tradeoffValue(point.values, m_tradeoff.x)),
            rect->axis(QCPAxis::atLeft)->coordToPixel(tradeoffValue(point.values, m_tradeoff.y)));
        const double distance = QLineF(place, position).length();
        if (distance < best) {
            best = distance;
            nearest = &point;
        }
    }
    return nearest;
}

Picture::Hint TradeoffPage::hintAt(const QPoint& place) const
{
    const Tradeoff::Point* point = pointAt(place);
    if (!point)
        return {};
    QStringList lines { QString::fromStdString(point->name) };
    for (const std::string& measure : { m_tradeoff.x, m_tradeoff.y })
        lines << QString(tradeoffTitle(measure, m_tradeoff.k) % u' '
                         % metricText(tradeoffValue(point->values, measure)));
    return { lines.join(u'\n'), {}, true };
}

void TradeoffPage::nameMeasures()
{
    for (QComboBox* box : { m_x, m_y })
        for (int at = 0; at < box->count(); ++at)
            box->setItemText(at, tradeoffTitle(box->itemData(at).toString().toStdString(), m_k));
}

void TradeoffPage::retranslate()
{
    m_xLabel->setText(tr("Accuracy"));
    m_x->setAccessibleName(tr("Measure of accuracy"));
    m_yLabel->setText(tr("Diversity"));
    m_y->setAccessibleName(tr("Measure of diversity"));
    nameMeasures();
    m_cancel->setText(tr("Cancel"));
    m_progress->setAccessibleName(tr("Progress of the measurement"));
    draw();
    updateState();
}

} // namespace opal
