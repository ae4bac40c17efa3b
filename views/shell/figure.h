// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

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

/// The numbers behind a figure: one header, rows of the same length.
struct FigureTable
{
    QStringList columns; ///< English, stable: they become the header of a file
    std::vector<QStringList> rows; ///< numbers with a full stop and as many digits as they have

    /// RFC 4180, UTF-8, lines end in \n.
    QByteArray toCsv() const;
    /// For the clipboard: tabs between cells.
    QString toTsv() const;
};

/// A number for a FigureTable: shortest text that reads back as the same double; empty for NaN.
QString tableNumber(double value);

} // namespace opal
