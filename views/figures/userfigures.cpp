// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/figures/userfigures.h"

#include <algorithm>

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QJsonArray>
#include <QJsonDocument>

#include "core/base/error.h"
#include "core/jobs/jobs.h"
#include "views/figures/figureregistry.h"
#include "views/figures/sheet.h"
#include "views/itemmodels/historytablemodel.h"
#include "views/plot/distinctticker.h"
#include "views/plot/hatchedbars.h"
#include "views/plot/plottheme.h"
#include "views/plot/qcp.h"
#include "views/shell/theme.h"
#include "views/widgets/interesttitles.h"
#include "views/widgets/numbers.h"

namespace opal {

namespace {

struct UserTexts
{
    Q_DECLARE_TR_FUNCTIONS(UserFigure)
};

[[noreturn]] void refuse(const std::string& option, const std::string& takes, const std::string& value)
{
    throw Error(ErrorCode::InvalidArgument,
                "the option '" + option + "' takes " + takes + ", not '" + value + "'");
}

bool hasWeights(const UserExploration& user)
{
    return std::any_of(user.history.begin(), user.history.end(),
                       [](const HistoryEntry& entry) { return !entry.weights.empty(); });
}

std::int64_t givenBy(const UserExploration& user, int interest)
{
    return std::count_if(user.recall.merged.begin(), user.recall.merged.end(),
                         [interest](const RecallEntry& entry) { return entry.interest == interest; });
}

/// Where each item stands on the axis: one behind the other, or the longest pause as wide as four items and
/// the others in proportion.
std::vector<double> placesOf(const UserFigure& figure)
{
    constexpr double longestPause = 4;
    const std::vector<HistoryEntry>& history = figure.user.history;
    const std::vector<double> pauses = figure.spacedByTime ? historyPauses(history) : std::vector<double>();
    std::vector<double> places;
    double place = 0;
    for (std::size_t row = 0; row < history.size(); ++row) {
        place += 1 + (pauses.empty() ? 0 : longestPause * pauses[row]);
        places.push_back(place);
    }
    return places;
}

/// Ticks at the first item of each day, thinned to `most` labels.
QSharedPointer<QCPAxisTicker> dayTicker(const UserExploration& user, const std::vector<double>& places,
                                        int most)
{
    std::vector<std::pair<double, QString>> starts;
    for (std::size_t row = 0; row < user.history.size(); ++row)
        if (const std::string& day = user.history[row].day;
            !day.empty() && (row == 0 || user.history[row - 1].day != day))
            starts.emplace_back(places[row], QString::fromStdString(day));
    if (starts.empty())
        return QSharedPointer<DistinctTicker>::create();
    const auto ticker = QSharedPointer<QCPAxisTickerText>::create();
    // A day of few items leaves no room for its label beside the next one.
    const double room = places.back() / most;
    double last = -room;
    for (const auto& [position, day] : starts) {
        if (position - last < room)
            continue;
        ticker->addTick(position - 0.5, day);
        last = position;
    }
    return ticker;
}

/// Dates that have room beside each other over the width of the sheet.
int mostDays(const QCustomPlot& plot, const PlotTheme& theme)
{
    const double date = QFontMetricsF(theme.smallFont).horizontalAdvance(QStringLiteral("0000-00-00"));
    return std::clamp(static_cast<int>(plot.viewport().width() / (1.5 * date)), 1, 7);
}

void drawDayBorders(QCPAxisRect& rect, const UserExploration& user, const std::vector<double>& places,
                    const PlotTheme& theme)
{
    auto* borders = new QCPGraph(rect.axis(QCPAxis::atBottom), rect.axis(QCPAxis::atLeft));
    borders->setObjectName(QStringLiteral("series:days"));
    borders->setPen(QPen(theme.secondary, 0.5, Qt::DotLine));
    QVector<double> x;
    QVector<double> y;
    for (std::size_t row = 1; row < user.history.size(); ++row) {
        if (user.history[row].day == user.history[row - 1].day)
            continue;
        const double at = (places[row - 1] + places[row]) / 2;
        x << at << at << at;
        y << 0 << 1 << qQNaN();
    }
    borders->setData(x, y, true);
}

void drawWeights(QCPAxisRect& rect, const UserExploration& user, const std::vector<double>& places,
                 const PlotTheme& theme)
{
    QCPBars* below = nullptr;
    for (std::size_t j = 0; j < user.interests.size(); ++j) {
        auto* bars = new HatchedBars(rect.axis(QCPAxis::atBottom), rect.axis(QCPAxis::atLeft));
        bars->setObjectName(QStringLiteral("series:interest %1").arg(j + 1));
        bars->setWidth(0.86);
        bars->setPen(QPen(Qt::NoPen));
        bars->setBrush(theme.seriesColour(static_cast<int>(j)));
        distinguish(*bars, static_cast<int>(j), theme);
        if (below)
            bars->moveAbove(below);
        below = bars;
        for (std::size_t row = 0; row < user.history.size(); ++row) {
            const auto& weights = user.history[row].weights;
            double sum = 0;
            for (const float weight : weights)
                sum += static_cast<double>(weight);
            if (j < weights.size() && sum > 0)
                bars->addData(places[row], static_cast<double>(weights[j]) / sum);
        }
    }
    // The hard hyper-category: a square under each bar, one series a category.
    for (std::size_t j = 0; j < user.interests.size(); ++j) {
        auto* marks = new QCPGraph(rect.axis(QCPAxis::atBottom), rect.axis(QCPAxis::atLeft));
        marks->setObjectName(QStringLiteral("series:category %1").arg(j + 1));
        marks->setLineStyle(QCPGraph::lsNone);
        const QColor color = theme.seriesColour(static_cast<int>(j));
        marks->setScatterStyle(
            QCPScatterStyle(QCPScatterStyle::ssSquare,
                            QPen(theme.text, 0.5, Theme::categoryDash(static_cast<int>(j))), color, 4));
        for (std::size_t row = 0; row < user.history.size(); ++row)
            if (user.history[row].category == static_cast<int>(j))
                marks->addData(places[row], -0.09);
    }
}

void drawTimelineOn(QCPAxisRect& rect, const UserFigure& figure, const PlotTheme& theme)
{
    const UserExploration& user = figure.user;
    const std::vector<double> places = placesOf(figure);
    QCPAxis* x = rect.axis(QCPAxis::atBottom);
    QCPAxis* y = rect.axis(QCPAxis::atLeft);
    x->setRange(0.4, places.empty() ? 1.6 : places.back() + 0.6);
    y->setRange(-0.18, 1.02);
    x->setTicker(dayTicker(user, places, mostDays(*rect.parentPlot(), theme)));
    x->setLabel(figure.spacedByTime && !historyPauses(user.history).empty()
                    ? UserTexts::tr("history, oldest first, gaps in proportion to time")
                    : UserTexts::tr("history, oldest first"));
    if (!hasWeights(user)) {
        noteOn(rect, UserTexts::tr("This model does not assign items to interests"), theme);
        return;
    }
    const auto ticker = QSharedPointer<QCPAxisTickerFixed>::create();
    ticker->setTickStep(0.5);
    y->setTicker(ticker);
    y->setLabel(UserTexts::tr("assignment weight"));
    drawWeights(rect, user, places, theme);
    drawDayBorders(rect, user, places, theme);
}

void drawShares(QCPAxisRect& rect, const UserExploration& user, const PlotTheme& theme)
{
    const auto ticker = QSharedPointer<QCPAxisTickerText>::create();
    double most = 1;
    for (std::size_t j = 0; j < user.interests.size(); ++j) {
        auto* bars = new HatchedBars(rect.axis(QCPAxis::atBottom), rect.axis(QCPAxis::atLeft));
        bars->setObjectName(QStringLiteral("series:places %1").arg(j + 1));
        bars->setWidth(0.7);
        const QColor color = theme.seriesColour(static_cast<int>(j));
        bars->setPen(QPen(theme.text, 0.5, Theme::categoryDash(static_cast<int>(j))));
        bars->setBrush(color);
        distinguish(*bars, static_cast<int>(j), theme); // also the key of the weights' hatches
        const auto given = static_cast<double>(givenBy(user, static_cast<int>(j)));
        bars->addData(static_cast<double>(j + 1), given);
        most = std::max(most, given);
        ticker->addTick(static_cast<double>(j + 1), QString::number(j + 1));
    }
    rect.axis(QCPAxis::atBottom)->setTicker(ticker);
    rect.axis(QCPAxis::atBottom)->setRange(0.4, static_cast<double>(user.interests.size()) + 0.6);
    rect.axis(QCPAxis::atBottom)->setLabel(UserTexts::tr("interest"));
    rect.axis(QCPAxis::atLeft)->setRange(0, most * 1.08);
    rect.axis(QCPAxis::atLeft)->setLabel(UserTexts::tr("places in the merged list"));
}

/// What the name of an interest may take of the width of the sheet.
constexpr double namePart = 0.17;

void drawSources(QCPAxisRect& rect, const UserExploration& user, const PlotTheme& theme)
{
    const auto ticker = QSharedPointer<QCPAxisTickerText>::create();
    for (std::size_t j = 0; j < user.interests.size(); ++j) {
        auto* dots = new QCPGraph(rect.axis(QCPAxis::atBottom), rect.axis(QCPAxis::atLeft));
        dots->setObjectName(QStringLiteral("series:source %1").arg(j + 1));
        dots->setLineStyle(QCPGraph::lsNone);
        const QColor color = theme.seriesColour(static_cast<int>(j));
        dots->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDisc, QPen(color, 1), color, 3));
        auto* hits = new QCPGraph(rect.axis(QCPAxis::atBottom), rect.axis(QCPAxis::atLeft));
        hits->setObjectName(QStringLiteral("series:hits %1").arg(j + 1));
        hits->setLineStyle(QCPGraph::lsNone);
        hits->setScatterStyle(
            QCPScatterStyle(QCPScatterStyle::ssCircle, QPen(theme.text, 1), Qt::NoBrush, 8));
        for (std::size_t row = 0; row < user.recall.merged.size(); ++row) {
            const RecallEntry& entry = user.recall.merged[row];
            if (entry.interest != static_cast<int>(j))
                continue;
            dots->addData(static_cast<double>(row + 1), static_cast<double>(j + 1));
            if (entry.heldOut)
                hits->addData(static_cast<double>(row + 1), static_cast<double>(j + 1));
        }
        const double room = namePart * rect.parentPlot()->viewport().width();
        ticker->addTick(static_cast<double>(j + 1),
                        fittedTitle(static_cast<int>(j), user.interestName(static_cast<int>(j)),
                                    QFontMetricsF(theme.smallFont), room));
    }
    QCPAxis* y = rect.axis(QCPAxis::atLeft);
    y->setTicker(ticker);
    y->setRange(0.4, static_cast<double>(user.interests.size()) + 0.6);
    y->setRangeReversed(true);
    y->setLabel(UserTexts::tr("source interest"));
    rect.axis(QCPAxis::atBottom)->setRange(0, static_cast<double>(user.recall.merged.size()) + 1);
    rect.axis(QCPAxis::atBottom)->setLabel(UserTexts::tr("place in the merged list (rings: held-out hits)"));
}

std::vector<HistoryItem> historyOf(const std::string& text)
{
    const QJsonDocument document = QJsonDocument::fromJson(QByteArray::fromStdString(text));
    std::vector<HistoryItem> history;
    for (const QJsonValue& value : document.array()) {
        const QJsonArray item = value.toArray();
        if (item.size() != 3 || !item[0].isString())
            refuse("history", "a JSON array of [item, Unix ms, day]", text);
        history.push_back(
            { item[0].toString().toStdString(), item[1].toInteger(), item[2].toString().toStdString() });
    }
    if (!document.isArray())
        refuse("history", "a JSON array of [item, Unix ms, day]", text);
    return history;
}

std::string historyText(const std::vector<HistoryItem>& history)
{
    QJsonArray items;
    for (const HistoryItem& item : history)
        items.append(QJsonArray { QString::fromStdString(item.itemId), static_cast<qint64>(item.timeMs),
                                  QString::fromStdString(item.day) });
    return QJsonDocument(items).toJson(QJsonDocument::Compact).toStdString();
}

} // namespace

FigureSubject userSubject(const std::string& run, const ExploreQuery& query, bool spacedByTime)
{
    FigureSubject subject { { run }, query.userId };
    subject.options["k"] = std::to_string(query.k);
    if (query.mergeRule != MergeRule::Maximum)
        subject.options["rule"] = query.mergeRule == MergeRule::Quota ? "quota" : "round_robin";
    if (query.epsilon)
        subject.options["epsilon"] = tableNumber(*query.epsilon).toStdString();
    QStringList weights;
    for (const double weight : query.weights)
        weights << tableNumber(weight);
    if (!weights.isEmpty())
        subject.options["weights"] = weights.join(QLatin1Char(',')).toStdString();
    if (query.history)
        subject.options["history"] = historyText(*query.history);
    if (spacedByTime)
        subject.options["space"] = "time";
    return subject;
}

std::shared_ptr<const UserFigure> loadUser(const FigureSubject& subject, const FigureAccess& access)
{
    RecommendJobRequest request;
    request.run = subject.runs.front();
    request.userId = subject.user;
    const std::string k = subject.option("k", "200");
    bool valid = false;
    request.k = QString::fromStdString(k).toInt(&valid);
    if (!valid || request.k < 1)
        refuse("k", "a whole number from 1", k);
    const std::string rule = subject.option("rule", "maximum");
    if (rule == "quota")
        request.mergeRule = MergeRule::Quota;
    else if (rule == "round_robin")
        request.mergeRule = MergeRule::RoundRobin;
    else if (rule != "maximum")
        refuse("rule", "maximum, quota or round_robin", rule);
    if (const std::string epsilon = subject.option("epsilon"); !epsilon.empty()) {
        request.epsilon = QString::fromStdString(epsilon).toDouble(&valid);
        if (!valid)
            refuse("epsilon", "a number above 0", epsilon);
    }
    if (const std::string weights = subject.option("weights"); !weights.empty())
        for (const QString& part : QString::fromStdString(weights).split(QLatin1Char(','))) {
            request.weights.push_back(part.toDouble(&valid));
            if (!valid || request.weights.back() < 0)
                refuse("weights", "numbers from 0 with commas", weights);
        }
    if (const std::string history = subject.option("history"); !history.empty())
        request.editedHistory = historyOf(history);
    const std::string space = subject.option("space", "even");
    if (space != "even" && space != "time")
        refuse("space", "even or time", space);
    const auto job = makeRecommendJob(access.store, access.paths, std::move(request));
    return std::make_shared<const UserFigure>(UserFigure { job.run(access.context), space == "time" });
}

void drawUserTimeline(QCustomPlot& plot, const UserFigure& figure, const PlotTheme& theme)
{
    clearSheet(plot, theme);
    QCPAxisRect& rect = addPart(plot, 0, 0, theme);
    drawTimelineOn(rect, figure, theme);
}

FigureTable timelineTable(const UserFigure& figure)
{
    const UserExploration& user = figure.user;
    FigureTable table;
    table.columns = { QStringLiteral("position"), QStringLiteral("item"), QStringLiteral("day"),
                      QStringLiteral("time_ms"), QStringLiteral("category") };
    for (std::size_t j = 0; j < user.interests.size(); ++j)
        table.columns << QStringLiteral("weight_%1").arg(j + 1);
    for (std::size_t row = 0; row < user.history.size(); ++row) {
        const HistoryEntry& entry = user.history[row];
        QStringList cells { QString::number(row + 1), QString::fromStdString(entry.itemId),
                            QString::fromStdString(entry.day),
                            entry.timeMs == 0 ? QString() : QString::number(entry.timeMs),
                            entry.category < 0 ? QString() : QString::number(entry.category + 1) };
        for (std::size_t j = 0; j < user.interests.size(); ++j)
            cells << (j < entry.weights.size() ? tableNumber(static_cast<double>(entry.weights[j]))
                                               : QString());
        table.rows.push_back(cells);
    }
    return table;
}

QString timelineSummary(const UserFigure& figure)
{
    const UserExploration& user = figure.user;
    return UserTexts::tr("User %1: %2 history items over %3 interests")
        .arg(QString::fromStdString(user.userId))
        .arg(user.history.size())
        .arg(user.interests.size());
}

void drawInterestLens(QCustomPlot& plot, const UserFigure& figure, const PlotTheme& theme)
{
    clearSheet(plot, theme);
    QCPAxisRect& timeline = addPart(plot, 0, 0, theme);
    drawTimelineOn(timeline, figure, theme);
    auto* lower = new QCPLayoutGrid;
    plot.plotLayout()->addElement(1, 0, lower);
    QCPAxisRect& shares = addPart(plot, *lower, 0, 0, theme);
    drawShares(shares, figure.user, theme);
    QCPAxisRect& sources = addPart(plot, *lower, 0, 1, theme);
    drawSources(sources, figure.user, theme);
    lower->setColumnStretchFactor(1, 2);
}

FigureTable lensTable(const UserFigure& figure)
{
    const UserExploration& user = figure.user;
    FigureTable table;
    table.columns = { QStringLiteral("place"),    QStringLiteral("item"), QStringLiteral("score"),
                      QStringLiteral("interest"), QStringLiteral("name"), QStringLiteral("held_out") };
    for (std::size_t j = 0; j < user.interests.size(); ++j)
        table.columns << QStringLiteral("score_%1").arg(j + 1);
    for (std::size_t row = 0; row < user.recall.merged.size(); ++row) {
        const RecallEntry& entry = user.recall.merged[row];
        QStringList cells { QString::number(row + 1),
                            QString::fromStdString(user.mergedItems[row].id),
                            tableNumber(static_cast<double>(entry.score)),
                            QString::number(entry.interest + 1),
                            QString::fromStdString(user.interestName(entry.interest)),
                            QString::number(entry.heldOut ? 1 : 0) };
        const auto scores = user.scores.find(entry.item);
        for (std::size_t j = 0; j < user.interests.size(); ++j)
            cells << (scores == user.scores.end()
                          ? QString()
                          : tableNumber(static_cast<double>(scores->second.scores[j])));
        table.rows.push_back(cells);
    }
    return table;
}

QString lensSummary(const UserFigure& figure)
{
    const UserExploration& user = figure.user;
    return UserTexts::tr("User %1: %2 of %3 held-out items in %4 recommended")
        .arg(QString::fromStdString(user.userId))
        .arg(user.hits)
        .arg(user.targets)
        .arg(user.recall.merged.size());
}

} // namespace opal
