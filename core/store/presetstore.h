// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <vector>

#include <QString>

#include "core/store/database.h"

namespace opal {

/// A set of parameter values that a person gave a name.
struct UserPreset
{
    std::string model; ///< key of the model registry
    std::string name; ///< unique within the model
    std::map<std::string, std::string> params; ///< what differs from the model's defaults, as texts

    bool operator==(const UserPreset&) const = default;
};

/// The presets that people made in a workspace, kept in its database. Throws what Database throws.
class PresetStore final
{
public:
    /// `databaseFile` as of RunStore.
    explicit PresetStore(const QString& databaseFile);

    /// Of one model, by name.
    std::vector<UserPreset> presets(const std::string& model) const;
    /// Adds a preset or replaces the one of the same model and name. Throws Error{InvalidArgument} without a
    /// name.
    void save(const UserPreset& preset);
    void remove(const std::string& model, const std::string& name);

private:
    Database m_database;
};

} // namespace opal
