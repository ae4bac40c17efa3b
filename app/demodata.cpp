// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demodata.h"

#include <array>
#include <map>

#include <QDir>
#include <QImage>
#include <QLinearGradient>
#include <QPainter>
#include <QSaveFile>
#include <QSvgRenderer>

#include "app/studioresources.h"
#include "core/base/error.h"
#include "core/data/synthcovers.h"
#include "core/jobs/jobs.h"

namespace opal {

namespace {

constexpr int coverWidth = 180;
constexpr int coverHeight = 320;
constexpr double glyphSize = 108;

QColor coverColour(const SynthTopic& topic)
{
    constexpr std::array hues { 152, 22, 208, 280 };

    struct Shade
    {
        int turn; ///< of the hue, degrees
        int saturation;
        int lightness;
    };

    constexpr std::array<Shade, 3> shades { { { 0, 150, 96 }, { -14, 165, 124 }, { 16, 135, 78 } } };
    const Shade& shade = shades[static_cast<std::size_t>(topic.place) % shades.size()];
    const int hue = hues[static_cast<std::size_t>(topic.worldIndex) % hues.size()];
    return QColor::fromHsl((hue + shade.turn + 360) % 360, shade.saturation, shade.lightness);
}

/// What is behind the glyph.
void drawStyle(QPainter& painter, int style)
{
    constexpr QPointF middle(coverWidth / 2.0, coverHeight / 2.0);
    const QColor veil(255, 255, 255, 38);
    const double shift
        = style / 4 % 2 == 0 ? 1 : -1; // the second four are the first ones from the other side
    painter.save();
    painter.translate(middle);
    painter.scale(shift, 1);
    painter.setBrush(veil);
    painter.setPen(Qt::NoPen);
    switch (style % 4) {
    case 0: // two discs
        painter.drawEllipse(QPointF(-62, -104), 92, 92);
        painter.drawEllipse(QPointF(70, 120), 70, 70);
        break;
    case 1: // a band
        painter.rotate(-32);
        painter.drawRect(QRectF(-260, -64, 520, 128));
        break;
    case 2: // rings
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(veil, 12));
        for (int ring = 1; ring <= 4; ++ring)
            painter.drawEllipse(QPointF(-90, 160), 56.0 * ring, 56.0 * ring);
        break;
    default: // dots
        for (int row = -4; row <= 4; ++row)
            for (int column = -3; column <= 3; ++column)
                painter.drawEllipse(QPointF(column * 36 + (row % 2 == 0 ? 0 : 18), row * 36), 7, 7);
    }
    painter.restore();
}

/// The pictures of the demo's items and the side table that names them.
class DemoCovers final
{
public:
    DemoCovers(const SynthParams& params, QString folder)
        : m_params(params)
        , m_folder(std::move(folder))
    {
    }

    /// Draws what is not there and returns the side table.
    QString draw(JobContext& context) const
    {
        const std::vector<SynthTopic> topics = synthTopics(m_params);
        if (!QDir().mkpath(m_folder))
            throw Error(ErrorCode::CannotWrite, "the folder " + m_folder.toStdString() + " cannot be made");
        std::map<std::string, SynthCover> pictures;
        QByteArray rows("item_id,cover\n");
        std::int64_t item = 0;
        for (const SynthCover& cover : synthCovers(m_params)) {
            pictures.emplace(cover.file, cover);
            rows += QByteArray::number(++item) + ',' + QByteArray::fromStdString(cover.file) + '\n';
        }
        for (const auto& [file, cover] : pictures) {
            if (context.stopToken().stop_requested())
                throw Cancelled();
            drawOne(topics[static_cast<std::size_t>(cover.topic)], cover);
        }
        const QString table = m_folder + QStringLiteral("/covers.csv");
        QSaveFile out(table);
        if (!out.open(QIODevice::WriteOnly) || out.write(rows) != rows.size() || !out.commit())
            throw Error(ErrorCode::CannotWrite, table.toStdString() + " cannot be written");
        return table;
    }

private:
    void drawOne(const SynthTopic& topic, const SynthCover& cover) const
    {
        const QString name = QString::fromStdString(cover.file);
        QSvgRenderer glyph(studioResource(QStringLiteral("covers/%1.svg").arg(name.section(u'-', 0, -2))));
        if (!glyph.isValid())
            throw Error(ErrorCode::InvalidArgument, "there is no glyph for the topic " + topic.name);
        QSaveFile out(m_folder + u'/' + name);
        if (!out.open(QIODevice::WriteOnly)
            || !drawCover(topic, static_cast<int>(cover.style), glyph).save(&out, "PNG") || !out.commit())
            throw Error(ErrorCode::CannotWrite, out.fileName().toStdString() + " cannot be written");
    }

    const SynthParams& m_params;
    QString m_folder;
};

} // namespace

QImage drawCover(const SynthTopic& topic, int style, QSvgRenderer& glyph)
{
    QImage image(coverWidth, coverHeight, QImage::Format_RGB32);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor colour = coverColour(topic);
    QLinearGradient fill(0, 0, coverWidth, coverHeight);
    fill.setColorAt(0, colour.lighter(122));
    fill.setColorAt(1, colour.darker(128));
    painter.fillRect(image.rect(), fill);
    drawStyle(painter, style);
    painter.translate(coverWidth / 2.0, coverHeight / 2.0);
    painter.rotate(style % 3 * 8 - 8);
    glyph.render(&painter, QRectF(-glyphSize / 2, -glyphSize / 2, glyphSize, glyphSize));
    return image;
}

Job<DatasetResult> makeDemoDataJob(RunStore& store, const WorkspacePaths& paths, SynthParams params)
{
    return {
        { QStringLiteral("synthesise"), QStringLiteral("demo") },
        [&store, folder = QString(paths.datasets() + QStringLiteral("/demo-covers")),
         file = QString(paths.datasets() + QStringLiteral("/demo.opaldata")),
         params = std::move(params)](JobContext& context) {
            makeSynthesiseJob(store, params, file).run(context);
            const QString table = DemoCovers(params, folder).draw(context);
            return makeAttachSideJob(store, file, table.toStdString(), folder.toStdString()).run(context);
        }
    };
}

} // namespace opal
