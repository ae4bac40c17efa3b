// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/itemmodels/runtablemodel.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <unordered_set>
#include <utility>

#include <QFont>
#include <QGuiApplication>

#include "core/base/notanumber.h"
#include "core/results/interestcurves.h"
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

/// One column of the table.
struct RunColumn
{
    std::string key;
    int width = 74; ///< pixels, at first
    bool shownAtFirst = true;
    Qt::Alignment side = {};
    std::function<QString()> title; ///< translated
    std::function<QString(const RunRecord&)> text;
    std::function<QVariant(const RunRecord&)> sortKey = {}; ///< none: the text
    std::function<QString(const RunRecord&)> toolTip = {};
    std::function<QString()> meaning = {}; ///< of the heading
    std::function<double(const RunRecord&)> value = {}; ///< of what is measured
};

const Qt::Alignment leftSide = Qt::AlignLeft | Qt::AlignVCenter;
const Qt::Alignment rightSide = Qt::AlignRight | Qt::AlignVCenter;

QVariant numberOrNothing(double value)
{
    return std::isnan(value) ? QVariant() : QVariant(value);
}

/// A column of numbers that the runs were measured with.
RunColumn measured(std::string key, bool shownAtFirst, int width, std::function<QString()> title,
                   std::function<QString()> meaning, const std::function<double(const RunRecord&)>& value)
{
    RunColumn column { std::move(key), width, shownAtFirst, rightSide, std::move(title), {} };
    column.text = [value](const RunRecord& run) { return metricOrDash(value(run)); };
    column.sortKey = [value](const RunRecord& run) { return numberOrNothing(value(run)); };
    column.meaning = std::move(meaning);
    column.value = value;
    return column;
}

QString bestToolTip(const RunRecord& run)
{
    const std::string stage = decisiveStage(run);
    if (stage.empty())
        return {};
    return RunTableModel::tr("Best Recall@200 on the validation day: %1 (%2, epoch %3)")
        .arg(metricOrDash(run.bestMetric.at(stage)), stageTitle(stage))
        .arg(run.bestEpoch.contains(stage) ? run.bestEpoch.at(stage) : 0);
}

double bestRecall(const RunRecord& run)
{
    const auto best = run.bestMetric.find(decisiveStage(run));
    return best == run.bestMetric.end() ? notANumber : best->second;
}

double interestCount(const RunRecord& run)
{
    const auto found = run.params.find("interests");
    return found == run.params.end() ? notANumber : QString::fromStdString(found->second).toDouble();
}

double bestEpoch(const RunRecord& run)
{
    const auto best = run.bestEpoch.find(decisiveStage(run));
    return best == run.bestEpoch.end() ? notANumber : static_cast<double>(best->second);
}

/// As RunTableModel::Column has them.
std::vector<RunColumn> firstColumns()
{
    const auto textOf = [](const std::string RunRecord::*member) {
        return [member](const RunRecord& run) { return QString::fromStdString(run.*member); };
    };
    std::vector<RunColumn> columns {
        { "star", 34, true, Qt::AlignCenter, [] { return QStringLiteral("\u2605"); },
          [](const RunRecord& run) { return run.star ? QStringLiteral("\u2605") : QString(); },
          [](const RunRecord& run) { return QVariant(run.star ? 1 : 0); } },
        { "name",
          190,
          true,
          leftSide,
          [] { return RunTableModel::tr("Name"); },
          textOf(&RunRecord::name),
          {},
          [](const RunRecord& run) {
              const QString id = QString::fromStdString(run.id);
              //: %1 is the id of a run, %2 the note a person wrote about it
              return run.note.empty()
                  ? RunTableModel::tr("Run %1").arg(id)
                  : RunTableModel::tr("Run %1\n%2").arg(id, QString::fromStdString(run.note));
          } },
        { "state",
          150,
          true,
          leftSide,
          [] { return RunTableModel::tr("State"); },
          [](const RunRecord& run) {
              //: State of a run that came in a bundle, e.g. "finished, imported"
              return run.imported ? RunTableModel::tr("%1, imported").arg(runStateText(run.state))
                                  : runStateText(run.state);
          },
          {},
          [](const RunRecord& run) {
              return run.imported
                  ? RunTableModel::tr("Imported from a bundle: it can be looked at, tagged and "
                                      "annotated, but neither renamed nor resumed.")
                  : QString::fromStdString(run.error);
          } },
        //: The recommender a run trained
        { "model", 72, true, leftSide, [] { return RunTableModel::tr("Model"); }, textOf(&RunRecord::model) },
        { "data", 130, true, leftSide, [] { return RunTableModel::tr("Data set"); },
          textOf(&RunRecord::datasetName) },
        //: Number of interests of a run
        { "interests", 90, true, rightSide, [] { return RunTableModel::tr("Interests"); },
          [](const RunRecord& run) {
              const auto found = run.params.find("interests");
              return found == run.params.end() ? missingText() : QString::fromStdString(found->second);
          },
          [](const RunRecord& run) { return numberOrNothing(interestCount(run)); } },
        measured(
            "best", true, 118,
            //: Column: best Recall@200 on the validation day
            [] { return RunTableModel::tr("Valid R@200"); },
            [] {
                return RunTableModel::tr(
                    "Best Recall@200 on the validation day, in the last stage that was evaluated "
                    "(higher is better)");
            },
            &bestRecall),
        { "epoch", 112, true, rightSide, [] { return RunTableModel::tr("Best epoch"); },
          [](const RunRecord& run) {
              const double epoch = bestEpoch(run);
              //: Stage and number of the best epoch, e.g. "Fine-tuning 14"
              return std::isnan(epoch)
                  ? missingText()
                  : RunTableModel::tr("%1 %2").arg(stageTitle(decisiveStage(run))).arg(epoch);
          },
          [](const RunRecord& run) { return numberOrNothing(bestEpoch(run)); }, &bestToolTip },
    };
    columns[RunTableModel::BestRecall].toolTip = &bestToolTip;
    return columns;
}

/// The columns of a metric of the test day, one a length of the lists.
void addMetric(std::vector<RunColumn>& columns, const RankingMetric& metric)
{
    constexpr int shortWidth = 74;
    constexpr int longWidth = 104;
    for (const int cutoff : { 50, 100, 200 })
        columns.push_back(measured(
            metricKey({ metric.key, cutoff }), metric.inTables, metric.inTables ? shortWidth : longWidth,
            [&metric, cutoff] {
                // Those that are always there say it in few letters.
                return metric.inTables
                    ? QStringLiteral("%1@%2").arg(QString::fromLatin1(metric.shortName).toUpper()).arg(cutoff)
                    : metricName(metric, cutoff);
            },
            //: %1 is the meaning of a metric
            [&metric] { return RunTableModel::tr("Test day: %1").arg(metricMeaning(metric)); },
            [&metric, cutoff](const RunRecord& run) {
                return run.test ? run.test->at(metric.key, cutoff) : notANumber;
            }));
}

void addMeasure(std::vector<RunColumn>& columns, const InterestMeasure& measure)
{
    const QString title = QString::fromLatin1(measure.title);
    // As wide as what it is called needs.
    const int width = title.size() < 5 ? 74 : title.size() < 13 ? 110 : 130;
    columns.push_back(measured(
        measure.key, measure.shownAtFirst, width, [&measure] { return measureName(measure); },
        [&measure] { return measureMeaning(measure); }, measure.value));
    columns.back().toolTip = [&measure](const RunRecord& run) {
        const ShuffledMeasure* shuffled = measure.shuffled(run);
        if (!shuffled)
            return QString();
        const QString band = RunTableModel::tr("shuffled %1, 95 % from %2 to %3")
                                 .arg(metricOrDash(shuffled->shuffledMean), metricOrDash(shuffled->low),
                                      metricOrDash(shuffled->high));
        return (run.agreement->with == "tags"
                    ? RunTableModel::tr("With the tags of %1 items; %2")
                    : RunTableModel::tr("With the log's spectral groups of %1 items; %2"))
            .arg(countText(run.agreement->items), band);
    };
}

/// THE table of columns: what runs are measured with makes its own.
const std::vector<RunColumn>& runColumns()
{
    static const std::vector<RunColumn> table = [] {
        std::vector<RunColumn> columns = firstColumns();
        for (const RankingMetric& metric : rankingMetrics())
            if (metric.inTables)
                addMetric(columns, metric);
        for (const InterestMeasure& measure : interestMeasures())
            addMeasure(columns, measure);
        columns.push_back(
            { "created", 136, true, leftSide, [] { return RunTableModel::tr("Created"); },
              [](const RunRecord& run) { return dateTimeText(run.createdMs); },
              [](const RunRecord& run) { return QVariant(static_cast<double>(run.createdMs)); } });
        columns.push_back({ "tags",
                            140,
                            true,
                            leftSide,
                            [] { return RunTableModel::tr("Tags"); },
                            &joinedTags,
                            {},
                            &joinedTags });
        for (const RankingMetric& metric : rankingMetrics())
            if (!metric.inTables)
                addMetric(columns, metric);
        return columns;
    }();
    return table;
}

const RunColumn& columnAt(int column)
{
    return runColumns()[static_cast<std::size_t>(column)];
}

bool sameNumber(double first, double second)
{
    return first == second || (std::isnan(first) && std::isnan(second)); // NaN is unequal to itself
}

bool sameRow(const RunRecord& left, const RunRecord& right)
{
    return left.id == right.id && left.name == right.name && left.state == right.state
        && left.stage == right.stage && left.step == right.step && left.seconds == right.seconds
        && left.finishedMs == right.finishedMs && left.bestEpoch == right.bestEpoch
        && left.bestMetric == right.bestMetric && left.tags == right.tags && left.note == right.note
        && left.star == right.star && left.archived == right.archived && left.color == right.color
        && left.error == right.error && left.agreement == right.agreement
        && std::all_of(runColumns().begin(), runColumns().end(), [&](const RunColumn& column) {
               return !column.value || sameNumber(column.value(left), column.value(right));
           });
}

} // namespace

int RunTableModel::columns()
{
    return static_cast<int>(runColumns().size());
}

int RunTableModel::columnOf(std::string_view key)
{
    const auto found = std::find_if(runColumns().begin(), runColumns().end(),
                                    [key](const RunColumn& column) { return column.key == key; });
    return static_cast<int>(found - runColumns().begin());
}

QString RunTableModel::title(int column)
{
    return columnAt(column).title();
}

bool RunTableModel::isShownAtFirst(int column)
{
    return columnAt(column).shownAtFirst;
}

int RunTableModel::widthAtFirst(int column)
{
    return columnAt(column).width;
}

bool RunTableModel::isMeasured(int column)
{
    return columnAt(column).value != nullptr;
}

double RunTableModel::metric(const RunRecord& record, int column)
{
    return columnAt(column).value(record);
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

QVariant RunTableModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    if (isHeading(index.row()))
        return headingData(index, role);
    const RunRecord& record = run(index.row());
    const RunColumn& column = columnAt(index.column());
    switch (role) {
    case Qt::DisplayRole:
        return column.text(record);
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(column.side);
    case Qt::ForegroundRole:
        if (record.archived || column.text(record) == missingText())
            return secondaryTextColor();
        return {};
    case Qt::ToolTipRole:
        return column.toolTip ? column.toolTip(record) : QString();
    case Qt::AccessibleTextRole:
        if (index.column() == Star)
            return record.star ? tr("starred") : tr("not starred");
        return column.text(record);
    case Qt::DecorationRole:
        if (index.column() == Name)
            return runLookSwatch(runLook(record), qGuiApp->devicePixelRatio());
        return {};
    case SortRole: {
        if (column.sortKey)
            return column.sortKey(record);
        const QString shown = column.text(record);
        return shown.isEmpty() ? QVariant() : QVariant(shown.toLower());
    }
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
    const RunColumn& column = columnAt(section);
    switch (role) {
    case Qt::DisplayRole:
        return column.title();
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(section == Star ? Qt::AlignLeft | Qt::AlignVCenter : column.side);
    case Qt::ToolTipRole:
        return column.meaning ? QVariant(column.meaning()) : QVariant();
    default:
        return {};
    }
}

} // namespace opal
