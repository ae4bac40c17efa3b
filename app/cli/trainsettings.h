// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "app/cli/command.h"

namespace opal {

/// Model and parameters of a training, gathered from a configuration file, `--set` and the options of their
/// own.
struct TrainSettings
{
    std::string model;
    std::string dataset; ///< what the file names; may be empty
    std::map<std::string, std::string> params; ///< validated, only what was given
};

/// Later sources win: preset, file, then `--set`, then `--model`, `--seed` and `--threads`.
/// Throws Error{InvalidConfiguration, UnknownKey} naming file and line, or the option; an unknown preset
/// names the known ones.
TrainSettings gatherTrainSettings(const std::string& preset, const std::string& configFile,
                                  const std::vector<std::string>& settings, const std::string& model,
                                  const GlobalOptions& options);

/// The parameters that all points of a sweep share, from the same sources. They may belong to any model, so
/// they are checked where the sweep is expanded. Throws Error{InvalidConfiguration} for `model`, which a
/// sweep takes from its own option.
std::map<std::string, std::string> gatherSweepSettings(const std::string& preset,
                                                       const std::string& configFile,
                                                       const std::vector<std::string>& settings,
                                                       const GlobalOptions& options);

/// Key and text of one `--set`. Throws Error{InvalidConfiguration}.
std::pair<std::string, std::string> splitSetting(const std::string& pair);

/// The parameters of a model with defaults and ranges, as the help shows them.
std::string parameterHelp(const std::string& model);

} // namespace opal
