// SPDX-License-Identifier: GPL-3.0-or-later
#include <QComboBox>
#include <QJsonDocument>
#include <QJsonObject>

#include "core/store/runstore.h"
#include "views/figures/mapfigure.h"
#include "views/panels/map/mapcontrols.h"
#include "views/panels/map/mappanel.h"
#include "views/shell/backgroundqueries.h"

namespace opal {

namespace {

/// Under which the workspace remembers what was last chosen.
constexpr char choiceKey[] = "map.choice";

std::string choiceText(const MapParams& params, const QString& colour)
{
    const QJsonObject choice { { QStringLiteral("projection"), QLatin1String(mapMethodName(params.method)) },
                               { QStringLiteral("first_category"), params.firstCategory },
                               { QStringLiteral("second_category"), params.secondCategory },
                               { QStringLiteral("neighbours"), params.neighbours },
                               { QStringLiteral("seed"), static_cast<qint64>(params.seed) },
                               { QStringLiteral("colour"), colour } };
    return QJsonDocument(choice).toJson(QJsonDocument::Compact).toStdString();
}

} // namespace

void MapPanel::keepChoice()
{
    m_choiceMade = true;
    m_context.queries.runVoid(
        this,
        [&store = m_context.store, text = choiceText(m_controls->choice(), m_wantedColour)] {
            store.setViewState(choiceKey, text);
        },
        {}, [this](ErrorCode code, const QString& detail) { reportError(code, detail); });
}

void MapPanel::recallChoice()
{
    m_context.queries.run(
        this, [&store = m_context.store] { return store.viewState(choiceKey); },
        [this](const std::string& text) {
            // What was chosen since the question counts more.
            const QJsonObject choice = QJsonDocument::fromJson(QByteArray::fromStdString(text)).object();
            if (m_choiceMade || choice.isEmpty())
                return;
            const auto number = [&choice](const char* key, int fallback) {
                return choice.value(QLatin1String(key)).toInt(fallback);
            };
            MapParams params;
            params.method
                = mapMethodFromName(choice.value(QLatin1String("projection")).toString().toStdString())
                      .value_or(params.method);
            params.firstCategory = number("first_category", params.firstCategory);
            params.secondCategory = number("second_category", params.secondCategory);
            params.neighbours = number("neighbours", params.neighbours);
            params.seed = static_cast<std::uint64_t>(number("seed", 1));
            m_wantedColour = choice.value(QStringLiteral("colour")).toString();
            m_controls->setChoice(params);
            if (m_items) {
                fillColours();
                chooseColour();
            }
            if (!m_run.isEmpty())
                request();
        },
        [this](ErrorCode code, const QString& detail) { reportError(code, detail); });
}

} // namespace opal
