// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QRgb>
#include <QString>
#include <QStringList>

namespace opal {

/// A sequential colour map that stays ordered in grey and for colour-blind readers. Ten published stops
/// (viridis, magma: Smith, van der Walt and Firing, CC0; cividis: Nunez, Anderton and Renslow 2018; blues:
/// after ColorBrewer's, Brewer, Harrower and Penn State University, up to white), straight lines between
/// them.
class ColourMap final
{
public:
    /// One of names() from its dark end, or from its light end with "_r" behind it; anything else is viridis.
    explicit ColourMap(const QString& name);

    static QStringList names();

    /// `fraction` is held to 0..1.
    QRgb at(double fraction) const;

private:
    const unsigned* m_stops;
    bool m_reversed;
};

} // namespace opal
