// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shell/figure.h"

#include <cmath>
#include <utility>

#include <QLocale>

namespace opal {

namespace {

QString csvCell(const QString& cell)
{
    const bool quote = cell.contains(QLatin1Char(',')) || cell.contains(QLatin1Char('"'))
        || cell.contains(QLatin1Char('\n')) || cell.contains(QLatin1Char('\r'));
    if (!quote)
        return cell;
    return QLatin1Char('"') % QString(cell).replace(QLatin1Char('"'), QStringLiteral("\"\""))
        % QLatin1Char('"');
}

QString tsvCell(QString cell)
{
    return cell.replace(QLatin1Char('\t'), QLatin1Char(' ')).replace(QLatin1Char('\n'), QLatin1Char(' '));
}

template <typename Cell> QString joined(const FigureTable& table, QChar separator, Cell cellText)
{
    QString text;
    const auto add = [&](const QStringList& row) {
        for (qsizetype column = 0; column < row.size(); ++column) {
            if (column > 0)
                text += separator;
            text += cellText(row[column]);
        }
        text += QLatin1Char('\n');
    };
    add(table.columns);
    for (std::size_t row = 0; row < table.rows.size(); ++row)
        add(table.rows[row]);
    return text;
}

} // namespace

std::string FigureSubject::option(const std::string& key, const std::string& fallback) const
{
    const auto found = options.find(key);
    return found == options.end() ? fallback : found->second;
}

FigureRows::FigureRows(std::initializer_list<QStringList> rows)
    : m_kept(rows)
{
}

FigureRows::FigureRows(std::size_t count, Make make)
    : m_count(count)
    , m_make(std::move(make))
{
}

void FigureRows::push_back(QStringList row)
{
    m_kept.push_back(std::move(row));
}

QByteArray FigureTable::toCsv() const
{
    return joined(*this, QLatin1Char(','), csvCell).toUtf8();
}

QString FigureTable::toTsv() const
{
    return joined(*this, QLatin1Char('\t'), tsvCell);
}

QString tableNumber(double value)
{
    return std::isnan(value) ? QString() : QString::number(value, 'g', QLocale::FloatingPointShortest);
}

} // namespace opal
