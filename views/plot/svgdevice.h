// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include <QByteArray>
#include <QPaintDevice>
#include <QSize>
#include <QStringList>

namespace opal {

class SvgPaintEngine;

/// Paints into SVG text. Qt's own generator writes neither clip paths nor names; this one puts every clipped
/// layer into a group of its own with a clip path, keeps all coordinates inside the view box and writes text
/// as text. Equal painting gives equal bytes.
class SvgDevice final : public QPaintDevice
{
public:
    /// `size` is the view box in points. `names` are ids of the groups, in the order in which a plot sets the
    /// clip of its layers.
    SvgDevice(const QSize& size, QStringList names);
    ~SvgDevice() override;

    QPaintEngine* paintEngine() const override;

    /// The groups so far, without the svg element.
    QByteArray body() const;
    /// Clip paths that the groups refer to.
    QByteArray definitions() const;
    /// Clips seen so far: must equal the number of names at the end.
    int groupsSeen() const;

protected:
    int metric(PaintDeviceMetric metric) const override;

private:
    QSize m_size;
    std::unique_ptr<SvgPaintEngine> m_engine;
};

} // namespace opal
