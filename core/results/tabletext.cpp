// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/tabletext.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "core/base/csvfield.h"
#include "core/base/error.h"

namespace opal {

namespace {

std::string fixed(double value, int places)
{
    char text[64];
    std::snprintf(text, sizeof text, "%.*f", places, value);
    return text;
}

/// A name may hold line ends, a cell of LaTeX or Markdown may not.
std::string inOneLine(std::string text)
{
    std::replace_if(
        text.begin(), text.end(), [](char sign) { return static_cast<unsigned char>(sign) < ' '; }, ' ');
    return text;
}

std::string escapedMarkdown(const std::string& text)
{
    std::string result;
    for (const char sign : inOneLine(text)) {
        if (sign == '|' || sign == '*' || sign == '`' || sign == '\\')
            result += '\\';
        result += sign;
    }
    return result;
}

/// First column of the run of columns with the same heading, and how many they are.
struct Span
{
    std::string title;
    std::size_t first = 0;
    std::size_t count = 0;
};

std::vector<Span> headingSpans(const ResultsTable& table)
{
    std::vector<Span> spans;
    for (std::size_t column = 0; column < table.columns.size(); ++column) {
        if (spans.empty() || spans.back().title != table.columns[column].group)
            spans.push_back({ table.columns[column].group, column, 0 });
        ++spans.back().count;
    }
    return spans;
}

bool hasHeadings(const ResultsTable& table)
{
    return std::any_of(table.columns.begin(), table.columns.end(),
                       [](const TableColumn& column) { return !column.group.empty(); });
}

std::string joined(const std::vector<std::string>& cells, const char* between)
{
    std::string line;
    for (std::size_t i = 0; i < cells.size(); ++i)
        line += (i ? between : "") + cells[i];
    return line;
}

// LaTeX

std::string latexCell(const TableCell& cell, CellFormat format)
{
    std::string text = escapedLatex(cellText(cell, format));
    if (text.empty())
        return format == CellFormat::Text ? std::string() : std::string("--");
    if (cell.best)
        text = "\\textbf{" + text + "}";
    else if (cell.second)
        text = "\\underline{" + text + "}";
    if (cell.significant)
        text += "$^{\\dagger}$";
    if (cell.seeds > 1)
        text += "\\,{\\scriptsize$\\pm$" + deviationText(cell) + "}";
    return text;
}

std::string latexHeadings(const ResultsTable& table)
{
    if (!hasHeadings(table))
        return {};
    std::vector<std::string> cells;
    std::string rules;
    for (const Span& span : headingSpans(table)) {
        if (span.title.empty()) {
            cells.insert(cells.end(), span.count, "");
            continue;
        }
        cells.push_back("\\multicolumn{" + std::to_string(span.count) + "}{c}{" + escapedLatex(span.title)
                        + "}");
        rules += "\\cmidrule(lr){" + std::to_string(span.first + 1) + "-"
            + std::to_string(span.first + span.count) + "}";
    }
    return joined(cells, " & ") + " \\\\\n" + rules + "\n";
}

/// The row that a rule sets apart from the models above it.
bool beginsScorers(const ResultsTable& table, std::size_t row)
{
    return row > 0 && table.rows[row].scorer && !table.rows[row - 1].scorer;
}

std::string latexText(const ResultsTable& table)
{
    std::string text = "% needs \\usepackage{booktabs}\n\\begin{tabular}{";
    for (const TableColumn& column : table.columns)
        text += column.format == CellFormat::Text ? 'l' : 'r';
    text += "}\n\\toprule\n" + latexHeadings(table);
    std::vector<std::string> cells;
    for (const TableColumn& column : table.columns)
        cells.push_back(escapedLatex(column.title));
    text += joined(cells, " & ") + " \\\\\n\\midrule\n";
    std::string group;
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
        const TableRow& line = table.rows[row];
        const bool newGroup = row > 0 && line.group != group;
        if (newGroup || beginsScorers(table, row))
            text += "\\midrule\n";
        cells.clear();
        for (std::size_t column = 0; column < table.columns.size(); ++column) {
            // The group is named once, in its first row.
            const bool repeated = column == 0 && row > 0 && !line.group.empty() && !newGroup;
            cells.push_back(repeated ? "" : latexCell(line.cells[column], table.columns[column].format));
        }
        text += joined(cells, " & ") + " \\\\\n";
        group = line.group;
    }
    if (!table.improvement.empty()) {
        cells.assign(1, "Improv.\\ (\\%)");
        for (std::size_t column = 1; column < table.columns.size(); ++column)
            cells.push_back(improvementText(table.improvement[column]));
        text += "\\midrule\n" + joined(cells, " & ") + " \\\\\n";
    }
    text += "\\bottomrule\n\\end{tabular}\n";
    for (const std::string& note : table.notes)
        text += "% " + note + "\n";
    return text;
}

// CSV

std::string csvText(const ResultsTable& table)
{
    std::vector<bool> withDeviation(table.columns.size(), false);
    for (std::size_t column = 0; column < table.columns.size(); ++column)
        for (const TableRow& row : table.rows)
            if (row.cells[column].seeds > 1)
                withDeviation[column] = true;
    std::vector<std::string> cells;
    for (std::size_t column = 0; column < table.columns.size(); ++column) {
        const TableColumn& head = table.columns[column];
        const std::string title = (head.group.empty() ? "" : head.group + " ") + head.title;
        cells.push_back(csvField(title));
        if (withDeviation[column])
            cells.push_back(csvField(title + " sd"));
    }
    std::string text = joined(cells, ",") + "\n";
    for (const TableRow& row : table.rows) {
        cells.clear();
        for (std::size_t column = 0; column < table.columns.size(); ++column) {
            const TableCell& cell = row.cells[column];
            cells.push_back(csvField(cellText(cell, table.columns[column].format)));
            if (withDeviation[column])
                cells.push_back(deviationText(cell));
        }
        text += joined(cells, ",") + "\n";
    }
    if (!table.improvement.empty()) {
        cells.assign(1, "Improv. (%)");
        for (std::size_t column = 1; column < table.columns.size(); ++column) {
            cells.push_back(improvementText(table.improvement[column]));
            if (withDeviation[column])
                cells.emplace_back();
        }
        text += joined(cells, ",") + "\n";
    }
    return text;
}

// Markdown

std::string markdownCell(const TableCell& cell, CellFormat format)
{
    std::string text = escapedMarkdown(cellText(cell, format));
    if (cell.best)
        text = "**" + text + "**";
    else if (cell.second)
        text = "<u>" + text + "</u>";
    if (cell.significant)
        text += "†";
    if (cell.seeds > 1)
        text += " ± " + deviationText(cell);
    return text;
}

std::string markdownText(const ResultsTable& table)
{
    std::string text = "|";
    for (const TableColumn& column : table.columns)
        text += " " + escapedMarkdown((column.group.empty() ? "" : column.group + " ") + column.title) + " |";
    text += "\n|";
    for (const TableColumn& column : table.columns)
        text += column.format == CellFormat::Text ? " --- |" : " ---: |";
    text += "\n";
    for (std::size_t line = 0; line < table.rows.size(); ++line) {
        const TableRow& row = table.rows[line];
        if (beginsScorers(table, line)) {
            // Markdown has no rules within a table: a row with a heading stands for one.
            text += "| *Reference recommenders* |";
            for (std::size_t column = 1; column < table.columns.size(); ++column)
                text += " |";
            text += "\n";
        }
        text += "|";
        for (std::size_t column = 0; column < table.columns.size(); ++column)
            text += " " + markdownCell(row.cells[column], table.columns[column].format) + " |";
        text += "\n";
    }
    if (!table.improvement.empty()) {
        text += "| Improv. (%) |";
        for (std::size_t column = 1; column < table.columns.size(); ++column)
            text += " " + improvementText(table.improvement[column]) + " |";
        text += "\n";
    }
    for (const std::string& note : table.notes)
        text += "\n" + escapedMarkdown(note) + "\n";
    return text;
}

} // namespace

std::string escapedLatex(const std::string& text)
{
    std::string result;
    for (const char sign : inOneLine(text)) {
        // At the beginning of a row these two would belong to the line end before it.
        if (result.empty() && (sign == '[' || sign == '*')) {
            result = std::string("{") + sign + "}";
            continue;
        }
        switch (sign) {
        case '&':
        case '%':
        case '$':
        case '#':
        case '_':
        case '{':
        case '}':
            result += '\\';
            result += sign;
            break;
        case '\\':
            result += "\\textbackslash{}";
            break;
        case '~':
            result += "\\textasciitilde{}";
            break;
        case '^':
            result += "\\textasciicircum{}";
            break;
        default:
            result += sign;
        }
    }
    return result;
}

TableFormat tableFormatFromName(std::string_view name)
{
    if (name == "latex")
        return TableFormat::Latex;
    if (name == "csv")
        return TableFormat::Csv;
    if (name == "markdown")
        return TableFormat::Markdown;
    throw Error(ErrorCode::InvalidArgument,
                "a table is written as latex, csv or markdown, not as '" + std::string(name) + "'");
}

std::string tableText(const ResultsTable& table, TableFormat format)
{
    switch (format) {
    case TableFormat::Latex:
        return latexText(table);
    case TableFormat::Csv:
        return csvText(table);
    case TableFormat::Markdown:
        return markdownText(table);
    }
    return {};
}

std::string cellText(const TableCell& cell, CellFormat format)
{
    if (format == CellFormat::Text)
        return cell.text;
    if (!cell.value)
        return {};
    switch (format) {
    case CellFormat::Count:
        return fixed(*cell.value, 0);
    case CellFormat::Share:
        return fixed(*cell.value * 100, 2) + "%";
    default:
        return fixed(*cell.value, 4);
    }
}

std::string deviationText(const TableCell& cell)
{
    return cell.seeds > 1 ? fixed(cell.deviation, 4) : std::string();
}

std::string improvementText(const std::optional<double>& percent)
{
    return percent ? fixed(*percent, 2) : std::string();
}

} // namespace opal
