// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include <QByteArray>
#include <QString>

#include "views/shell/figure.h"

namespace opal {

class RunStore;

/// Where an exported figure comes from. It travels inside the file: PDF in the XMP metadata, SVG in
/// <metadata>, PNG in a text chunk. Nothing in it depends on the time of the export.
struct FigureProvenance
{
    QString figure; ///< key of the table of figures
    FigureSubject subject; ///< runs, user, options (shift, K, ...)

    struct Run
    {
        std::string id, name, model, datasetName, datasetHash;
        std::map<std::string, std::string> params;

        bool operator==(const Run&) const = default;
    };

    std::vector<Run> runs; ///< as stored when the figure was made
    QString version; ///< of the program

    QByteArray toJson() const; ///< compact, keys in alphabetical order
    /// Throws Error{InvalidData} for text that is no provenance.
    static FigureProvenance fromJson(const QByteArray& json);
};

/// Fills in the runs of the subject from the store. Not for the GUI thread. Throws Error{NotFound, Database}.
FigureProvenance provenanceOf(const RunStore& store, const QString& figure, const FigureSubject& subject);

/// The provenance inside an exported PDF, SVG or PNG file; nothing if the file carries none. Not for the GUI
/// thread. Throws Error{CannotRead, InvalidData}.
std::optional<FigureProvenance> readProvenance(const QString& file);

/// The same of a file's content; `suffix` is "pdf", "svg" or "png".
std::optional<FigureProvenance> provenanceIn(const QByteArray& content, const QString& suffix);

} // namespace opal
