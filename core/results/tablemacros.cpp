// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/tablemacros.h"

#include <array>
#include <cctype>
#include <set>
#include <utility>

#include "core/results/tabletext.h"

namespace opal {

namespace {

/// The cut-offs that people say in one word; every other number is spelled figure by figure.
std::string numberWord(const std::string& digits)
{
    static const std::pair<const char*, const char*> known[]
        = { { "50", "Fifty" }, { "100", "Hundred" }, { "200", "TwoHundred" } };
    for (const auto& [number, word] : known)
        if (digits == number)
            return word;
    static const std::array<const char*, 10> figures { "Zero", "One", "Two",   "Three", "Four",
                                                       "Five", "Six", "Seven", "Eight", "Nine" };
    std::string word;
    for (const char digit : digits)
        word += figures.at(static_cast<std::size_t>(digit - '0'));
    return word;
}

bool isLetter(char sign)
{
    return (sign >= 'a' && sign <= 'z') || (sign >= 'A' && sign <= 'Z');
}

bool isDigit(char sign)
{
    return sign >= '0' && sign <= '9';
}

/// Letters alone, each word with a capital: all that LaTeX allows in a name.
std::string nameWords(const std::string& text)
{
    std::string words;
    for (std::size_t i = 0; i < text.size();) {
        if (isDigit(text[i])) {
            std::size_t end = i;
            while (end < text.size() && isDigit(text[end]))
                ++end;
            words += numberWord(text.substr(i, end - i));
            i = end;
        } else if (isLetter(text[i])) {
            const bool first = i == 0 || !isLetter(text[i - 1]);
            words += first ? static_cast<char>(std::toupper(static_cast<unsigned char>(text[i]))) : text[i];
            ++i;
        } else {
            words += text[i] == '#' ? "Number" : "";
            ++i;
        }
    }
    return words;
}

std::string tableNumber(const std::string& name)
{
    return name == "table1" ? "I" : name == "table2" ? "II" : name == "table3" ? "III" : nameWords(name);
}

/// Gathers macros and keeps their names apart.
class Macros
{
public:
    void add(std::string name, const std::string& value)
    {
        if (value.empty())
            return;
        const std::string plain = name;
        for (char letter = 'B'; !m_names.insert(name).second; ++letter)
            name = plain + letter;
        std::string escaped;
        for (const char sign : value)
            escaped += sign == '%' ? std::string("\\%") : std::string(1, sign);
        m_text += "\\newcommand{\\" + name + "}{" + escaped + "}\n";
    }

    const std::string& text() const { return m_text; }

private:
    std::set<std::string> m_names;
    std::string m_text;
};

} // namespace

std::string tableMacros(const std::vector<ResultsTable>& tables)
{
    Macros macros;
    for (const ResultsTable& table : tables) {
        const std::string begin = "opal" + tableNumber(table.name);
        for (const TableRow& row : table.rows) {
            std::string label;
            for (std::size_t column = 0; column < table.columns.size(); ++column)
                if (table.columns[column].format == CellFormat::Text)
                    label += nameWords(row.cells[column].text);
            for (std::size_t column = 0; column < table.columns.size(); ++column) {
                const TableColumn& head = table.columns[column];
                if (head.format == CellFormat::Text)
                    continue;
                const std::string name = begin + nameWords(head.group) + label + nameWords(head.title);
                const TableCell& cell = row.cells[column];
                macros.add(name, cellText(cell, head.format));
                macros.add(name + "Sd", deviationText(cell));
            }
        }
        for (std::size_t column = 0; column < table.improvement.size(); ++column)
            macros.add(begin + nameWords(table.columns[column].group) + nameWords(table.columns[column].title)
                           + "Improv",
                       improvementText(table.improvement[column]));
    }
    return macros.text();
}

} // namespace opal
