// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/presetstore.h"

#include "core/base/error.h"
#include "core/store/runcodec.h"

namespace opal {

PresetStore::PresetStore(const QString& databaseFile)
    : m_database(databaseFile)
{
}

std::vector<UserPreset> PresetStore::presets(const std::string& model) const
{
    Query query(m_database, QStringLiteral("SELECT name, params FROM preset WHERE model=? ORDER BY name"));
    query.run({ variant(model) });
    std::vector<UserPreset> result;
    while (query.next())
        result.push_back({ model, query.text(0), decodeParams(query.text(1)) });
    return result;
}

void PresetStore::save(const UserPreset& preset)
{
    if (preset.name.find_first_not_of(" \t\r\n") == std::string::npos)
        throw Error(ErrorCode::InvalidArgument, "a preset needs a name; type at least one letter.");
    Query(m_database, QStringLiteral("INSERT OR REPLACE INTO preset(model, name, params) VALUES (?, ?, ?)"))
        .run({ variant(preset.model), variant(preset.name), variant(encodeParams(preset.params)) });
}

void PresetStore::remove(const std::string& model, const std::string& name)
{
    Query(m_database, QStringLiteral("DELETE FROM preset WHERE model=? AND name=?"))
        .run({ variant(model), variant(name) });
}

} // namespace opal
