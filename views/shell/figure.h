// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <functional>
#include <initializer_list>
#include <map>
#include <string>
#include <vector>

#include <QByteArray>
#include <QString>
#include <QStringList>

namespace opal {

/// What a figure is about. Everything that changes its numbers is here, so that it can be made again.
struct FigureSubject
{
    std::vector<std::string> runs = {}; ///< ids; the order counts
    std::string user = {}; ///< original id, empty if none
    QString datasetFile = {}; ///< for figures of a data set without a run
    std::map<std::string, std::string> options = {}; ///< by stable key, e.g. "shift"; absent: the default
    std::map<std::string, std::string> params = {}; ///< of the runs that the figure trains where none is
                                                    ///< named; absent: the default

    /// The option, or `fallback` if it is absent.
    std::string option(const std::string& key, const std::string& fallback = {}) const;
};

/// Rows of a table: kept, or made each time they are asked for, as those of a long curve are millions.
class FigureRows final
{
public:
    using Make = std::function<QStringList(std::size_t row)>;

    FigureRows() = default;
    FigureRows(std::initializer_list<QStringList> rows);
    FigureRows(std::size_t count, Make make);

    std::size_t size() const { return m_make ? m_count : m_kept.size(); }

    bool empty() const { return size() == 0; }

    QStringList operator[](std::size_t row) const { return m_make ? m_make(row) : m_kept[row]; }

    QStringList front() const { return (*this)[0]; }

    void push_back(QStringList row); ///< to kept rows

private:
    std::vector<QStringList> m_kept;
    std::size_t m_count = 0;
    Make m_make;
};

/// The numbers behind a figure: one header, rows of the same length.
struct FigureTable
{
    QStringList columns; ///< English, stable: they become the header of a file
    FigureRows rows = {}; ///< numbers with a full stop and as many digits as they have
    QStringList titles = {}; ///< of the columns for people, translated; empty: made from `columns`
    std::vector<double> places = {}; ///< of the rows on the x axis, where the figure is read along it

    /// RFC 4180, UTF-8, lines end in \n.
    QByteArray toCsv() const;
    /// For the clipboard: tabs between cells.
    QString toTsv() const;
};

/// A number for a FigureTable: shortest text that reads back as the same double; empty for NaN.
QString tableNumber(double value);

} // namespace opal
