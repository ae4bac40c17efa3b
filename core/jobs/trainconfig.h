// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "core/base/params.h"

namespace opal {

/// A training as a configuration file sets it up; `opal train --config` and the studio read and write the
/// same files.
struct TrainConfig
{
    std::string model = "opal";
    std::string dataset = {}; ///< data-set file; empty: the configuration names none
    std::map<std::string, std::string> params = {}; ///< valid for the model; only what is named
};

/// Reads a TOML file of `key = value` lines: `model`, `dataset` (relative to the file's own folder) and the
/// parameters of the model. `model`, if not empty, is taken in place of the file's.
/// Throws Error{InvalidConfiguration, UnknownKey} naming file and line.
TrainConfig readTrainConfig(const std::string& file, const std::string& model = {});

/// The file that readTrainConfig() gives back as the same configuration.
std::string trainConfigText(const TrainConfig& config);

/// Not for the GUI thread. Throws Error{CannotWrite}.
void writeTrainConfig(const std::string& file, const TrainConfig& config);

/// The row of `key`. Throws Error{UnknownKey} naming the nearest key, `model` among them.
const ParamSpec& findTrainSetting(const ParamSpecs& specs, std::string_view key);

} // namespace opal
