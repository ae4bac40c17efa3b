// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/itemmodels/runtablemodel.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <unordered_set>

#include <QFont>
#include <QGuiApplication>

#include "core/base/notanumber.h"
#include "core/results/interestmeasures.h"
#include "core/results/resultstable.h"
#include "core/results/runfields.h"
#include "views/itemmodels/celltext.h"
#include "views/itemmodels/runlook.h"
#include "views/widgets/metricnames.h"
#include "views/widgets/numbers.h"
#include "views/widgets/stagenames.h"

namespace opal {

namespace {

QString joinedTags(const RunRecord& record)
{
    QStringList tags;
    for (const std::string& tag : record.tags)
        tags << QString::fromStdString(tag);
    return tags.join(QStringLiteral(", "));
}

QString searchTextOf(const RunRecord& record)
{
    QStringList parts { QString::fromStdString(record.id),
                        QString::fromStdString(record.name),
                        QString::fromStdString(record.model),
                        QString::fromStdString(record.datasetName),
                        QLatin1String(runStateName(record.state)),
                        runStateText(record.state),
                        joinedTags(record),
                        QString::fromStdString(record.note) };
    return parts.join(u'\n').toLower();
}

/// The metrics that have columns: those of recall and hit rate first, as `Column` has them.
const std::vector<MetricAt>& shownMetrics()
{
    static const std::vector<MetricAt> metrics = [] {
        std::vector<MetricAt> all;
        const auto add = [&all](const std::string& key) {
            for (const int cutoff : { 50, 100, 200 })
                all.emplace_back(key, cutoff);
        };
        for (const char* key : { "recall", "hit_rate" })
            add(key);
        for (const RankingMetric& metric : rankingMetrics())
            if (std::find(all.begin(), all.end(), MetricAt { metric.key, 50 }) == all.end())
                add(metric.key);
        return all;
    }();
    return metrics;
}

constexpr int fixedMetrics = RunTableModel::TestHitRate200 - RunTableModel::TestRecall50 + 1;

/// Null if the column is none of a metric of the test day.
const MetricAt* testedMetric(int column)
{
    if (column >= RunTableModel::TestRecall50 && column <= RunTableModel::TestHitRate200)
        return &shownMetrics()[static_cast<std::size_t>(column - RunTableModel::TestRecall50)];
    if (column < RunTableModel::ColumnCount || column >= RunTableModel::columns())
        return nullptr;
    return &shownMetrics()[static_cast<std::size_t>(fixedMetrics + column - RunTableModel::ColumnCount)];
}

bool sameMetrics(const std::optional<MetricSet>& left, const std::optional<MetricSet>& right)
{
    if (left.has_value() != right.has_value())
        return false;
    if (!left || left->values == right->values)
        return true;
    // NaN is unequal to itself.
    const auto same = [](const MetricAt& metric, const MetricSet& before, const MetricSet& after) {
        const double first = before.at(metric.first, metric.second);
        const double second = after.at(metric.first, metric.second);
        return first == second || (std::isnan(first) && std::isnan(second));
    };
    return std::all_of(shownMetrics().begin(), shownMetrics().end(),
                       [&](const MetricAt& metric) { return same(metric, *left, *right); });
}

bool sameRow(const RunRecord& left, const RunRecord& right)
{
    return left.id == right.id && left.name == right.name && left.state == right.state
        && left.stage == right.stage && left.step == right.step && left.seconds == right.seconds
        && left.finishedMs == right.finishedMs && left.bestEpoch == right.bestEpoch
        && left.bestMetric == right.bestMetric && left.tags == right.tags && left.note == right.note
        && left.star == right.star && left.archived == right.archived && left.color == right.color
        && left.error == right.error && sameMetrics(left.test, right.test)
        && left.agreement == right.agreement
        && std::all_of(interestMeasures().begin(), interestMeasures().end(),
                       [&](const InterestMeasure& measure) {
                           const double before = measure.value(left);
                           const double after = measure.value(right);
                           return before == after || (std::isnan(before) && std::isnan(after));
                       });
}

bool isNumeric(int column)
{
    return (column >= RunTableModel::Interests && column <= RunTableModel::SppmiRatio)
        || testedMetric(column) != nullptr;
}

const InterestMeasure* measureOf(int column)
{
    const bool known = column >= RunTableModel::Ami && column <= RunTableModel::SppmiRatio;
    return known ? &interestMeasures()[static_cast<std::size_t>(column - RunTableModel::Ami)] : nullptr;
}

/// What a measure of the interests says.
QString measureToolTip(int column)
{
    switch (column) {
    case RunTableModel::Ami:
        return RunTableModel::tr(
            "Adjusted mutual information of the hyper-categories with the tags of the items, or with the "
            "log's "
            "own groups where there are no tags: 0 is chance, 1 identical (higher is better)");
    case RunTableModel::Nmi:
        return RunTableModel::tr(
            "Normalised mutual information of the same; look at its shuffled value before "
            "believing it (higher is better)");
    case RunTableModel::SppmiWithin:
        return RunTableModel::tr("Mean SPPMI between items that the same interest recalled, all users of the "
                                 "test day");
    case RunTableModel::SppmiBetween:
        return RunTableModel::tr(
            "Mean SPPMI between items that different interests recalled, all users of the "
            "test day");
    default:
        return RunTableModel::tr(
            "SPPMI within interests over SPPMI between them: 1 is no difference (higher is "
            "better)");
    }
}

} // namespace

int RunTableModel::columns()
{
    return ColumnCount + static_cast<int>(shownMetrics().size()) - fixedMetrics;
}

bool RunTableModel::isShownAtFirst(int column)
{
    if (column >= ColumnCount)
        return findRankingMetric(testedMetric(column)->first)->inTables;
    return column != Nmi && column != SppmiWithin && column != SppmiBetween;
}

double RunTableModel::metric(const RunRecord& record, int column)
{
    if (const InterestMeasure* measure = measureOf(column))
        return measure->value(record);
    if (column == BestRecall) {
        const auto best = record.bestMetric.find(decisiveStage(record));
        return best == record.bestMetric.end() ? notANumber : best->second;
    }
    const MetricAt* metric = testedMetric(column);
    return record.test && metric ? record.test->at(metric->first, metric->second) : notANumber;
}

void RunTableModel::setRuns(std::vector<RunRecord> runs)
{
    m_fieldNames = runFieldNames(runs);
    if (mergeRuns(runs)) {
        updateHeadings();
        return;
    }
    beginResetModel();
    m_runs = std::move(runs);
    m_headings.clear();
    m_groups.clear();
    m_searchTexts.clear();
    for (const RunRecord& record : m_runs)
        m_searchTexts.push_back(searchTextOf(record));
    endResetModel();
    updateHeadings();
}

void RunTableModel::setGrouping(RunGrouping grouping)
{
    m_grouping = grouping;
    updateHeadings();
}

const std::string& RunTableModel::group(int row) const
{
    static const std::string none;
    if (m_grouping == RunGrouping::None)
        return none;
    const auto index = static_cast<std::size_t>(row);
    if (index >= m_runs.size())
        return m_headings[index - m_runs.size()].group;
    return index < m_groups.size() ? m_groups[index] : none;
}

/// Makes groups and headings again where they are no longer what the runs say.
void RunTableModel::updateHeadings()
{
    std::vector<std::string> groups;
    std::map<std::string, Heading> found;
    if (m_grouping != RunGrouping::None) {
        for (const RunRecord& record : m_runs) {
            const std::string& key = groups.emplace_back(
                m_grouping == RunGrouping::Dataset ? record.datasetName : joinedTags(record).toStdString());
            Heading& heading = found.try_emplace(key, Heading { key, 0, notANumber }).first->second;
            ++heading.runs;
            heading.best = std::fmax(heading.best, metric(record, BestRecall));
        }
    }
    std::vector<Heading> headings;
    for (auto& [key, heading] : found)
        headings.push_back(std::move(heading));
    const int first = static_cast<int>(m_runs.size());
    if (!m_headings.empty()) {
        beginRemoveRows({}, first, first + static_cast<int>(m_headings.size()) - 1);
        m_headings.clear();
        endRemoveRows();
    }
    const bool moved = groups != m_groups;
    m_groups = std::move(groups);
    if (!headings.empty()) {
        beginInsertRows({}, first, first + static_cast<int>(headings.size()) - 1);
        m_headings = std::move(headings);
        endInsertRows();
    }
    if (moved && !m_runs.empty())
        Q_EMIT dataChanged(index(0, 0), index(first - 1, columns() - 1));
}

QVariant RunTableModel::headingData(const QModelIndex& index, int role) const
{
    const Heading& heading = m_headings[static_cast<std::size_t>(index.row()) - m_runs.size()];
    if (role == HeadingRole)
        return true;
    if (role == Qt::FontRole) {
        QFont font = QGuiApplication::font();
        font.setWeight(QFont::DemiBold);
        return font;
    }
    if (role != Qt::DisplayRole && role != Qt::AccessibleTextRole && role != Qt::ToolTipRole)
        return {};
    if (index.column() != 0)
        return {};
    const QString name = !heading.group.empty() ? QString::fromStdString(heading.group)
        : m_grouping == RunGrouping::Tags       ? tr("Without a tag")
                                                : tr("Unnamed data set");
    //: Heading of a group of runs: its name, how many runs it has, their best validation Recall@200
    return tr("%1 \u00B7 runs: %2 \u00B7 best validation Recall@200: %3")
        .arg(name, countText(heading.runs), metricOrDash(heading.best));
}

/// Removes, inserts and changes single rows. Returns false, having changed nothing, where the order of common
/// rows differs or so much is new that a reset is cheaper.
bool RunTableModel::mergeRuns(std::vector<RunRecord>& runs)
{
    std::unordered_set<std::string> oldIds, newIds;
    for (const RunRecord& record : m_runs)
        oldIds.insert(record.id);
    for (const RunRecord& record : runs)
        newIds.insert(record.id);
    std::vector<const std::string*> oldCommon, newCommon;
    for (const RunRecord& record : m_runs) {
        if (newIds.contains(record.id))
            oldCommon.push_back(&record.id);
    }
    for (const RunRecord& record : runs) {
        if (oldIds.contains(record.id))
            newCommon.push_back(&record.id);
    }
    constexpr std::size_t manyChanges = 200;
    const std::size_t changes = m_runs.size() + runs.size() - oldCommon.size() - newCommon.size();
    if (oldCommon.empty() || changes > manyChanges
        || !std::equal(oldCommon.begin(), oldCommon.end(), newCommon.begin(), newCommon.end(),
                       [](const std::string* left, const std::string* right) { return *left == *right; }))
        return false;

    for (int row = static_cast<int>(m_runs.size()) - 1; row >= 0; --row) {
        if (newIds.contains(m_runs[static_cast<std::size_t>(row)].id))
            continue;
        beginRemoveRows({}, row, row);
        m_runs.erase(m_runs.begin() + row);
        m_searchTexts.erase(m_searchTexts.begin() + row);
        endRemoveRows();
    }
    for (std::size_t row = 0; row < runs.size(); ++row) {
        const int position = static_cast<int>(row);
        QString searchText = searchTextOf(runs[row]);
        if (row >= m_runs.size() || m_runs[row].id != runs[row].id) {
            beginInsertRows({}, position, position);
            m_runs.insert(m_runs.begin() + position, std::move(runs[row]));
            m_searchTexts.insert(m_searchTexts.begin() + position, std::move(searchText));
            endInsertRows();
        } else if (!sameRow(m_runs[row], runs[row])) {
            m_runs[row] = std::move(runs[row]);
            m_searchTexts[row] = std::move(searchText);
            Q_EMIT dataChanged(index(position, 0), index(position, columns() - 1));
        }
    }
    return true;
}

int RunTableModel::rowOf(const std::string& id) const
{
    const auto found = std::find_if(m_runs.begin(), m_runs.end(),
                                    [&](const RunRecord& record) { return record.id == id; });
    return found == m_runs.end() ? -1 : static_cast<int>(found - m_runs.begin());
}

int RunTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_runs.size() + m_headings.size());
}

int RunTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : columns();
}

QString RunTableModel::text(const RunRecord& record, int column) const
{
    switch (column) {
    case Star:
        return record.star ? QStringLiteral("\u2605") : QString();
    case Name:
        return QString::fromStdString(record.name);
    case State:
        //: State of a run that came in a bundle, e.g. "finished, imported"
        return record.imported ? tr("%1, imported").arg(runStateText(record.state))
                               : runStateText(record.state);
    case ModelName:
        return QString::fromStdString(record.model);
    case DatasetName:
        return QString::fromStdString(record.datasetName);
    case Interests: {
        const auto found = record.params.find("interests");
        return found == record.params.end() ? missingText() : QString::fromStdString(found->second);
    }
    case BestEpoch: {
        const std::string stage = decisiveStage(record);
        const auto best = record.bestEpoch.find(stage);
        if (best == record.bestEpoch.end())
            return missingText();
        //: Stage and number of the best epoch, e.g. "Fine-tuning 14"
        return tr("%1 %2").arg(stageTitle(stage)).arg(best->second);
    }
    case Created:
        return dateTimeText(record.createdMs);
    case Tags:
        return joinedTags(record);
    default:
        return metricOrDash(metric(record, column));
    }
}

QVariant RunTableModel::sortKey(const RunRecord& record, int column) const
{
    switch (column) {
    case Star:
        return record.star ? 1 : 0;
    case Interests: {
        const auto found = record.params.find("interests");
        return found == record.params.end() ? QVariant()
                                            : QVariant(QString::fromStdString(found->second).toDouble());
    }
    case BestEpoch: {
        const auto best = record.bestEpoch.find(decisiveStage(record));
        return best == record.bestEpoch.end() ? QVariant() : QVariant(static_cast<double>(best->second));
    }
    case Created:
        return static_cast<double>(record.createdMs);
    case Name:
    case State:
    case ModelName:
    case DatasetName:
    case Tags: {
        const QString shown = text(record, column);
        return shown.isEmpty() ? QVariant() : QVariant(shown.toLower());
    }
    default: {
        const double value = metric(record, column);
        return std::isnan(value) ? QVariant() : QVariant(value);
    }
    }
}

QString RunTableModel::toolTip(const RunRecord& record, int column) const
{
    switch (column) {
    case State:
        if (record.imported)
            return tr(
                "Imported from a bundle: it can be looked at, tagged and annotated, but neither renamed "
                "nor resumed.");
        return QString::fromStdString(record.error);
    case BestRecall:
    case BestEpoch: {
        const std::string stage = decisiveStage(record);
        if (stage.empty())
            return {};
        return tr("Best Recall@200 on the validation day: %1 (%2, epoch %3)")
            .arg(metricOrDash(record.bestMetric.at(stage)), stageTitle(stage))
            .arg(record.bestEpoch.contains(stage) ? record.bestEpoch.at(stage) : 0);
    }
    case Name: {
        //: %1 is the id of a run, %2 the note a person wrote about it
        return record.note.empty()
            ? tr("Run %1").arg(QString::fromStdString(record.id))
            : tr("Run %1\n%2").arg(QString::fromStdString(record.id), QString::fromStdString(record.note));
    }
    case Tags:
        return joinedTags(record);
    case Ami:
    case Nmi: {
        if (!record.agreement)
            return {};
        const ShuffledMeasure& measure = column == Ami ? record.agreement->ami : record.agreement->nmi;
        const QString band = tr("shuffled %1, 95 % from %2 to %3")
                                 .arg(metricOrDash(measure.shuffledMean), metricOrDash(measure.low),
                                      metricOrDash(measure.high));
        return (record.agreement->with == "tags" ? tr("With the tags of %1 items; %2")
                                                 : tr("With the log's spectral groups of %1 items; %2"))
            .arg(countText(record.agreement->items), band);
    }
    default:
        return {};
    }
}

QVariant RunTableModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    if (isHeading(index.row()))
        return headingData(index, role);
    const RunRecord& record = run(index.row());
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole:
        return text(record, column);
    case Qt::TextAlignmentRole:
        if (column == Star)
            return QVariant::fromValue(Qt::Alignment(Qt::AlignCenter));
        return QVariant::fromValue((isNumeric(column) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case Qt::ForegroundRole:
        if (record.archived || text(record, column) == missingText())
            return secondaryTextColor();
        return {};
    case Qt::ToolTipRole:
        return toolTip(record, column);
    case Qt::AccessibleTextRole:
        if (column == Star)
            return record.star ? tr("starred") : tr("not starred");
        return text(record, column);
    case Qt::DecorationRole:
        if (column == Name)
            return runLookSwatch(runLook(record), qGuiApp->devicePixelRatio());
        return {};
    case SortRole:
        return sortKey(record, column);
    case IdRole:
        return QString::fromStdString(record.id);
    default:
        return {};
    }
}

QVariant RunTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columns())
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue((isNumeric(section) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole) {
        if (section == BestRecall)
            return tr("Best Recall@200 on the validation day, in the last stage that was evaluated (higher "
                      "is better)");
        if (const MetricAt* metric = testedMetric(section))
            //: %1 is the meaning of a metric
            return tr("Test day: %1").arg(metricMeaning(*findRankingMetric(metric->first)));
        return measureOf(section) ? measureToolTip(section) : QVariant();
    }
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Star:
        return QStringLiteral("\u2605");
    case Name:
        return tr("Name");
    case State:
        return tr("State");
    case ModelName:
        //: The recommender a run trained
        return tr("Model");
    case DatasetName:
        return tr("Data set");
    case Interests:
        //: Number of interests of a run
        return tr("Interests");
    case BestRecall:
        //: Column: best Recall@200 on the validation day
        return tr("Valid R@200");
    case BestEpoch:
        return tr("Best epoch");
    case TestRecall50:
        //: Column: test Recall@50
        return tr("R@50");
    case TestRecall100:
        return tr("R@100");
    case TestRecall200:
        return tr("R@200");
    case TestHitRate50:
        //: Column: test HitRate@50
        return tr("HR@50");
    case TestHitRate100:
        return tr("HR@100");
    case TestHitRate200:
        return tr("HR@200");
    case Created:
        return tr("Created");
    case Tags:
        return tr("Tags");
    case Ami:
        //: Column: adjusted mutual information of the hyper-categories
        return tr("AMI");
    case Nmi:
        //: Column: normalised mutual information of the hyper-categories
        return tr("NMI");
    case SppmiWithin:
        //: Column: mean SPPMI within interests
        return tr("SPPMI within");
    case SppmiBetween:
        return tr("SPPMI between");
    case SppmiRatio:
        //: Column: SPPMI within interests over SPPMI between them
        return tr("Within / between");
    default:
        const MetricAt* metric = testedMetric(section);
        return metric ? metricName(*findRankingMetric(metric->first), metric->second) : QString();
    }
}

} // namespace opal
