// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/map/mapchoice.h"

#include <QJsonDocument>
#include <QJsonObject>

#include "views/shell/literals.h"

namespace opal {

std::string mapChoiceText(const MapChoice& choice)
{
    const MapParams& params = choice.params;
    const QJsonObject object { { u"projection"_s, QLatin1String(mapMethodName(params.method)) },
                               { u"first_category"_s, params.firstCategory },
                               { u"second_category"_s, params.secondCategory },
                               { u"neighbours"_s, params.neighbours },
                               { u"seed"_s, static_cast<qint64>(params.seed) },
                               { u"colour"_s, choice.colour } };
    return QJsonDocument(object).toJson(QJsonDocument::Compact).toStdString();
}

MapChoice mapChoiceFrom(const std::string& text)
{
    const QJsonObject object = QJsonDocument::fromJson(QByteArray::fromStdString(text)).object();
    const auto number = [&object](const char* key, int fallback) {
        return object.value(QLatin1String(key)).toInt(fallback);
    };
    MapChoice choice;
    MapParams& params = choice.params;
    params.method
        = mapMethodFromName(object.value(u"projection"_s).toString().toStdString()).value_or(params.method);
    params.firstCategory = number("first_category", params.firstCategory);
    params.secondCategory = number("second_category", params.secondCategory);
    params.neighbours = number("neighbours", params.neighbours);
    params.seed = static_cast<std::uint64_t>(number("seed", 1));
    choice.colour = object.value(u"colour"_s).toString();
    return choice;
}

} // namespace opal
