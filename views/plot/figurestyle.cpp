// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plot/figurestyle.h"

#include <QColor>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "core/base/error.h"
#include "core/jobs/savefile.h"
#include "views/plot/colourmap.h"

namespace opal {

namespace {

[[noreturn]] void refuse(const QString& key, const QString& why)
{
    throw Error(ErrorCode::InvalidConfiguration,
                "the figure style's '" + key.toStdString() + "' " + why.toStdString());
}

double numberIn(const QJsonValue& value, const QString& key, double low, double high)
{
    const double number = value.toDouble(-1);
    if (!value.isDouble() || number < low || number > high)
        refuse(key, QStringLiteral("must be a number from %1 to %2").arg(low).arg(high));
    return number;
}

void take(FigureStyle& style, const QString& key, const QJsonValue& value)
{
    constexpr double smallest = 7;
    constexpr double largest = 24;
    if (key == QLatin1String("name")) {
        style.name = value.toString();
    } else if (key == QLatin1String("font")) {
        if (value.toString().isEmpty())
            refuse(key, QStringLiteral("must be the name of a font"));
        style.font = value.toString();
    } else if (key == QLatin1String("font_size")) {
        style.fontSize = static_cast<int>(numberIn(value, key, smallest, largest));
    } else if (key == QLatin1String("small_font_size")) {
        style.smallFontSize = static_cast<int>(numberIn(value, key, smallest, largest));
    } else if (key == QLatin1String("line_width")) {
        style.lineWidth = numberIn(value, key, 0.25, 6);
    } else if (key == QLatin1String("strong_line_width")) {
        style.strongLineWidth = numberIn(value, key, 0.25, 6);
    } else if (key == QLatin1String("series")) {
        for (const auto& colour : value.toArray()) {
            if (!QColor(colour.toString()).isValid())
                refuse(key, QStringLiteral("has '%1', which is no colour").arg(colour.toString()));
            style.series << colour.toString();
        }
    } else if (key == QLatin1String("colour_map")) {
        if (!ColourMap::names().contains(value.toString()))
            refuse(key, QStringLiteral("must be viridis or cividis"));
        style.colourMap = value.toString();
    } else {
        refuse(key,
               QStringLiteral("is unknown; known are name, font, font_size, small_font_size, line_width, "
                              "strong_line_width, series and colour_map"));
    }
}

} // namespace

PlotTheme FigureStyle::theme() const
{
    PlotTheme theme = PlotTheme::paper();
    theme.font.setFamily(font);
    theme.font.setPixelSize(fontSize);
    theme.smallFont.setFamily(font);
    theme.smallFont.setPixelSize(smallFontSize);
    theme.lineWidth = lineWidth;
    theme.strongLineWidth = strongLineWidth;
    for (const QString& colour : series)
        theme.series << QColor(colour);
    theme.colourMap = colourMap;
    return theme;
}

QByteArray FigureStyle::toJson() const
{
    return QJsonDocument(QJsonObject { { QStringLiteral("name"), name },
                                       { QStringLiteral("font"), font },
                                       { QStringLiteral("font_size"), fontSize },
                                       { QStringLiteral("small_font_size"), smallFontSize },
                                       { QStringLiteral("line_width"), lineWidth },
                                       { QStringLiteral("strong_line_width"), strongLineWidth },
                                       { QStringLiteral("series"), QJsonArray::fromStringList(series) },
                                       { QStringLiteral("colour_map"), colourMap } })
        .toJson();
}

FigureStyle FigureStyle::fromJson(const QByteArray& json)
{
    QJsonParseError failure {};
    const QJsonDocument document = QJsonDocument::fromJson(json, &failure);
    if (!document.isObject())
        throw Error(ErrorCode::InvalidConfiguration,
                    "the figure style is no JSON object: " + failure.errorString().toStdString()
                        + " at character " + std::to_string(failure.offset));
    FigureStyle style;
    const QJsonObject object = document.object();
    for (auto entry = object.begin(); entry != object.end(); ++entry)
        take(style, entry.key(), entry.value());
    return style;
}

FigureStyle readFigureStyle(const QString& file)
{
    QFile source(file);
    if (!source.open(QIODevice::ReadOnly))
        throw Error(ErrorCode::CannotRead,
                    "cannot read the style file " + file.toStdString() + ": "
                        + source.errorString().toStdString());
    FigureStyle style = FigureStyle::fromJson(source.readAll());
    style.name = QFileInfo(file).completeBaseName();
    return style;
}

void writeFigureStyle(const QString& file, const FigureStyle& style)
{
    QDir().mkpath(QFileInfo(file).path());
    saveFile(file, style.toJson());
}

QString figureStyleFile(const QString& figureFolder, const QString& name)
{
    return figureFolder % QStringLiteral("/styles/") % name % QStringLiteral(".json");
}

QVector<FigureStyle> figureStyles(const QString& figureFolder)
{
    QVector<FigureStyle> styles { FigureStyle {} };
    const QDir folder(figureFolder + QStringLiteral("/styles"));
    for (const QString& file : folder.entryList({ QStringLiteral("*.json") }, QDir::Files, QDir::Name))
        styles << readFigureStyle(folder.filePath(file));
    return styles;
}

} // namespace opal
