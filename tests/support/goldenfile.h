// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>

/// The golden file `name` of tests/data/golden, parsed. Throws if it is missing or broken.
inline nlohmann::json goldenFile(const std::string& name)
{
    std::ifstream stream(std::string(OPAL_SOURCE_DIR) + "/tests/data/golden/" + name);
    if (!stream)
        throw std::runtime_error("tests/data/golden/" + name + " is missing");
    return nlohmann::json::parse(stream);
}
