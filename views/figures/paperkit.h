// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include <QByteArray>
#include <QString>
#include <QStringList>

#include "core/jobs/storedtable.h"
#include "views/plot/provenance.h"
#include "views/shell/figure.h"

class QCustomPlot;

namespace opal {

struct FigureAccess;
struct PlotTheme;

/// Which runs a paper is written about.
struct PaperKitRequest
{
    StoredTableQuery runs; ///< its `name` is ignored
    std::string user; ///< of Fig. 4, original id; empty: the typical one, or without two
                      ///< runs the first of the test day
};

/// A figure whose numbers are ready to be drawn.
struct PaperKitFigure
{
    QString name; ///< of its files, without suffix
    QString caption; ///< LaTeX
    FigureProvenance provenance;
    std::function<void(QCustomPlot&, const PlotTheme&)> draw; ///< on an empty plot
};

/// Everything that goes into the folder: files that are text already, and figures.
struct PaperKit
{
    std::map<QString, QByteArray> files;
    std::vector<PaperKitFigure> figures;
    QStringList missing; ///< English sentences: what could not be made, and why
};

/// Tables I to III (.tex .csv .md), the macros of their figures, the numbers of Figs. 3 and 4 (.csv) and a
/// README with commands, seeds and hashes, as far as the runs go. Fig. 4 wants the weights of a run of OPAL.
/// Not for the GUI thread. Throws Error{NotFound} if there is no table at all, Cancelled.
PaperKit gatherPaperKit(const PaperKitRequest& request, const FigureAccess& access);

/// The file of a figure; `suffix` is "pdf", "svg" or "png". GUI thread.
QByteArray renderKitFigure(const PaperKitFigure& figure, const QString& suffix);

/// All suffixes of renderKitFigure().
const QStringList& kitFigureSuffixes();

/// Puts the files into a folder that appears all at once: they are written beside it and the folder is
/// renamed. Only a folder that is empty or an older paper kit is replaced. Not for the GUI thread. Throws
/// Error{CannotWrite, InvalidArgument}.
void writePaperKit(const QString& folder, const std::map<QString, QByteArray>& files);

} // namespace opal
