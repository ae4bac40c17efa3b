// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/typedfigures.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/data/fieldparsing.h"
#include "core/data/recordreader.h"
#include "core/results/rankingmetrics.h"

namespace opal {

namespace {

enum class Meaning { Label, Dataset, Interests, Metric, Deviation, Users, Items, Interactions, Ignored };

struct Column
{
    std::string title;
    Meaning meaning = Meaning::Ignored;
    std::string dataset; ///< named in the header
    MetricAt metric;
};

struct Line
{
    std::int64_t number = 0; ///< 1-based
    std::vector<std::string> fields;
};

std::vector<Line> readLines(const std::string& file)
{
    const Delimiter comma;
    BlockReader reader(file, comma);
    LogBlock block;
    std::vector<std::string_view> fields;
    std::vector<Line> lines;
    while (reader.next(block)) {
        const std::string_view text = block.bytes;
        std::int64_t number = block.firstLine;
        for (std::size_t at = 0; at < text.size();) {
            const std::size_t end = recordEnd(text, at, comma, true);
            const std::string_view record = text.substr(at, end - at);
            const std::int64_t first = number;
            number += std::count(record.begin(), record.end(), '\n');
            at = end;
            if (trimmed(record).empty())
                continue;
            splitFields(withoutLineEnd(record), comma, fields);
            // A log may have such texts, a table of figures has a mistake there.
            if (std::any_of(fields.begin(), fields.end(),
                            [](std::string_view field) { return field.starts_with('"'); }))
                throw Error(ErrorCode::InvalidData,
                            file + ", line " + std::to_string(first) + ": a quoted field is never closed");
            lines.push_back({ first, { fields.begin(), fields.end() } });
        }
    }
    return lines;
}

std::optional<Meaning> plainMeaning(const std::string& name)
{
    static const std::map<std::string, Meaning> names {
        { "model", Meaning::Label },        { "models", Meaning::Label },
        { "variant", Meaning::Label },      { "variants", Meaning::Label },
        { "dataset", Meaning::Dataset },    { "datasets", Meaning::Dataset },
        { "data set", Meaning::Dataset },   { "interests", Meaning::Interests },
        { "#i.", Meaning::Interests },      { "#i", Meaning::Interests },
        { "users", Meaning::Users },        { "#users", Meaning::Users },
        { "items", Meaning::Items },        { "#items", Meaning::Items },
        { "micro-videos", Meaning::Items }, { "#micro-videos", Meaning::Items },
        { "density", Meaning::Ignored },    { "interactions", Meaning::Interactions },
        { "", Meaning::Ignored },           { "#interactions", Meaning::Interactions },
    };
    const auto found = names.find(name);
    return found == names.end() ? std::nullopt : std::optional(found->second);
}

/// How people write the metrics, in small letters: key, key with spaces, title and short name; and which
/// metric that is.
std::vector<std::pair<std::string, std::string>> metricSpellings()
{
    std::vector<std::pair<std::string, std::string>> spellings;
    for (const RankingMetric& metric : rankingMetrics()) {
        std::string spaced = metric.key;
        std::replace(spaced.begin(), spaced.end(), '_', ' ');
        for (const std::string& spelling :
             { std::string(metric.key), spaced, lowered(metric.title), std::string(metric.shortName) })
            spellings.emplace_back(spelling, metric.key);
    }
    return spellings;
}

/// "Recall@50" with whatever stands before it; nothing if it is no metric.
std::optional<Column> metricColumn(const std::string& title)
{
    static const std::vector<std::pair<std::string, std::string>> names = metricSpellings();
    Column column;
    column.title = title;
    column.meaning = Meaning::Metric;
    std::string name = lowered(title);
    if (name.ends_with(" sd")) {
        column.meaning = Meaning::Deviation;
        name.resize(name.size() - 3);
    }
    const std::size_t at = name.rfind('@');
    if (at == std::string::npos)
        return std::nullopt;
    const std::string_view digits = trimmed(std::string_view(name).substr(at + 1));
    const auto [end, error]
        = std::from_chars(digits.data(), digits.data() + digits.size(), column.metric.second);
    if (error != std::errc() || end != digits.data() + digits.size() || column.metric.second < 1)
        return std::nullopt;
    const std::string_view before = trimmed(std::string_view(name).substr(0, at));
    for (const auto& [spelling, metric] : names) {
        if (!before.ends_with(spelling))
            continue;
        const std::size_t rest = before.size() - spelling.size();
        if (rest > 0 && before[rest - 1] != ' ')
            continue;
        column.metric.first = metric;
        column.dataset = trimmed(std::string_view(title).substr(0, rest));
        return column;
    }
    return std::nullopt;
}

Column columnOf(const std::string& text, const std::string& place)
{
    const std::string title(trimmed(text));
    const std::string name = lowered(title);
    if (const auto meaning = plainMeaning(name))
        return { title, *meaning, {}, {} };
    if (const auto column = metricColumn(title))
        return *column;
    for (const std::string_view ending : { " #i.", " #i" })
        if (name.ends_with(ending))
            return { title,
                     Meaning::Interests,
                     std::string(trimmed(title.substr(0, title.size() - ending.size()))),
                     {} };
    throw Error(ErrorCode::InvalidData,
                place + ": there is no meaning for the column '" + title
                    + "'; columns are model or variant, dataset, interests, metrics such as recall@50 or "
                      "hit_rate@200, and users, items, interactions");
}

/// Nothing for an empty field and a dash.
std::optional<double> numberOf(const std::string& field, const std::string& place)
{
    const std::string_view text = trimmed(field);
    if (text.empty() || text == "-" || text == "--")
        return std::nullopt;
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value) || value < 0)
        throw Error(ErrorCode::InvalidData, place + ": '" + std::string(text) + "' is no figure");
    return value;
}

bool isReference(const std::string& label, const std::string& reference)
{
    std::string name = lowered(label);
    if (name.starts_with('(')) {
        const std::size_t end = name.find(") ");
        if (end != std::string::npos)
            name.erase(0, end + 2);
    }
    return name == lowered(reference);
}

class Reader
{
public:
    Reader(std::string file, std::string reference)
        : m_file(std::move(file))
        , m_reference(std::move(reference))
    {
    }

    TypedFigures read()
    {
        const std::vector<Line> lines = readLines(m_file);
        if (lines.empty())
            throw Error(ErrorCode::InvalidData, m_file + ": the file is empty; it needs a header line");
        for (const std::string& title : lines.front().fields)
            m_columns.push_back(columnOf(title, m_file + ", line 1"));
        const bool hasLabel = std::any_of(m_columns.begin(), m_columns.end(), [](const Column& column) {
            return column.meaning == Meaning::Label || column.meaning == Meaning::Users;
        });
        if (!hasLabel)
            throw Error(ErrorCode::InvalidData,
                        m_file + ", line 1: there is neither a column 'model' (or 'variant') nor 'users'");
        for (std::size_t line = 1; line < lines.size(); ++line)
            readLine(lines[line]);
        return std::move(m_result);
    }

private:
    std::string place(const Line& line, const Column& column) const
    {
        return m_file + ", line " + std::to_string(line.number) + ", column " + column.title;
    }

    const std::string* field(const Line& line, Meaning meaning) const
    {
        for (std::size_t column = 0; column < m_columns.size(); ++column)
            if (m_columns[column].meaning == meaning)
                return &line.fields[column];
        return nullptr;
    }

    std::int64_t count(const Line& line, Meaning meaning) const
    {
        for (std::size_t column = 0; column < m_columns.size(); ++column) {
            if (m_columns[column].meaning != meaning)
                continue;
            const auto value = numberOf(line.fields[column], place(line, m_columns[column]));
            if (value && *value == std::floor(*value) && *value < 9e15)
                return static_cast<std::int64_t>(*value);
            throw Error(ErrorCode::InvalidData,
                        place(line, m_columns[column]) + ": a whole number is wanted");
        }
        throw Error(ErrorCode::InvalidData,
                    m_file + ": a table of data sets needs the columns users, items and interactions");
    }

    void readLine(const Line& line)
    {
        if (line.fields.size() != m_columns.size())
            throw Error(ErrorCode::InvalidData,
                        m_file + ", line " + std::to_string(line.number) + ": "
                            + std::to_string(line.fields.size()) + " fields where the header has "
                            + std::to_string(m_columns.size()));
        const std::string* datasetField = field(line, Meaning::Dataset);
        const std::string dataset = datasetField ? std::string(trimmed(*datasetField)) : std::string();
        if (field(line, Meaning::Users)) {
            m_result.datasets.push_back({ dataset, count(line, Meaning::Users), count(line, Meaning::Items),
                                          count(line, Meaning::Interactions) });
            return;
        }
        const std::string label(trimmed(*field(line, Meaning::Label)));
        if (label.empty())
            throw Error(ErrorCode::InvalidData,
                        m_file + ", line " + std::to_string(line.number) + ": the model has no name");
        if (lowered(label).starts_with("improv"))
            return;
        for (std::size_t column = 0; column < m_columns.size(); ++column)
            readFigure(line, column, label, dataset);
    }

    void readFigure(const Line& line, std::size_t index, const std::string& label, const std::string& dataset)
    {
        const Column& column = m_columns[index];
        if (column.meaning != Meaning::Interests && column.meaning != Meaning::Metric
            && column.meaning != Meaning::Deviation)
            return;
        const auto value = numberOf(line.fields[index], place(line, column));
        if (!value)
            return;
        TableEntry& entry = entryOf(label, column.dataset.empty() ? dataset : column.dataset);
        if (column.meaning == Meaning::Interests) {
            if (*value != std::floor(*value) || *value < 1 || *value > 1e6)
                throw Error(ErrorCode::InvalidData,
                            place(line, column) + ": the number of interests is a whole number from 1 on");
            entry.interests = static_cast<std::int64_t>(*value);
            return;
        }
        if (*value > 1)
            throw Error(ErrorCode::InvalidData,
                        place(line, column) + ": metrics are shares from 0 to 1, not percent");
        SeedMean& mean = entry.values[column.metric];
        if (column.meaning == Meaning::Deviation) {
            mean.deviation = *value;
            mean.runs = 2; // how many it was is not in the table
            return;
        }
        if (!m_seen.insert({ label, entry.dataset, column.metric }).second)
            throw Error(ErrorCode::InvalidData,
                        place(line, column) + ": a second figure of '" + label + "'"
                            + (entry.dataset.empty() ? "" : " on '" + entry.dataset + "'"));
        mean.mean = *value;
    }

    TableEntry& entryOf(const std::string& label, const std::string& dataset)
    {
        for (TableEntry& entry : m_result.entries)
            if (entry.label == label && entry.dataset == dataset)
                return entry;
        TableEntry entry;
        entry.label = label;
        entry.dataset = dataset;
        entry.reference = isReference(label, m_reference);
        m_result.entries.push_back(std::move(entry));
        return m_result.entries.back();
    }

    std::string m_file;
    std::string m_reference;
    std::vector<Column> m_columns;
    TypedFigures m_result;
    std::set<std::tuple<std::string, std::string, MetricAt>> m_seen; ///< figures read so far
};

} // namespace

TypedFigures readTypedFigures(const std::string& file, const std::string& reference)
{
    return Reader(file, reference).read();
}

} // namespace opal
