// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/params.h"

namespace opal {

/// Parameters that every model accepts, with the paper's defaults. The objective's weights act on OPAL alone,
/// but a configuration that names them is valid for every model, so that one file serves a comparison.
ParamSpecs sharedParams();

/// The same for a model without OPAL's objective: its parameters are accepted, but inert.
ParamSpecs withoutObjective(ParamSpecs specs);

/// OPAL's own parameters: what the paper leaves open or its released code does differently.
ParamSpecs opalParams();

/// `specs` with another default for one key.
ParamSpecs withDefault(ParamSpecs specs, std::string_view key, const ParamValue& value);

/// Rows of the parameter table. `group`, `title` and `help` are marked with QT_TRANSLATE_NOOP("Parameters",
/// ...) by the caller.
struct ParamText
{
    const char* group;
    const char* title;
    const char* help;
};

ParamSpec integerParam(const char* key, std::int64_t value, std::int64_t minimum, std::int64_t maximum,
                       const ParamText& text);
ParamSpec realParam(const char* key, double value, double minimum, double maximum, const ParamText& text);
ParamSpec positiveParam(const char* key, double value, double maximum, const ParamText& text); ///< above 0
ParamSpec flagParam(const char* key, bool value, const ParamText& text);
ParamSpec choiceParam(const char* key, std::vector<std::string> choices,
                      const ParamText& text); ///< the first is the default
ParamSpec textParam(const char* key, const char* value, const ParamText& text);

/// The same row, folded away in the form.
ParamSpec advancedParam(ParamSpec spec);

} // namespace opal
