// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/configfile.h"
#include "core/base/error.h"
#include "tests/fuzz/memoryfile.h"

/// Any text as a configuration of a training (TOML).
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    try {
        for (const opal::ConfigEntry& entry :
             opal::parseConfig(std::string(opal::fuzz::textOf(data, size)), "config"))
            if (entry.line < 1)
                std::abort();
    } catch (const opal::Error&) {
        // Refused.
    }
    return 0;
}
