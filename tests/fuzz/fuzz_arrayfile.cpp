// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/data/arrayfile.h"
#include "tests/fuzz/memoryfile.h"

/// Every number and text of any bytes taken as .npy, .npz or .safetensors: what is wrong with them is an
/// Error.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const opal::fuzz::MemoryFile file("array");
    try {
        opal::ArrayFile arrays(file.hold(opal::fuzz::textOf(data, size)));
        std::vector<std::string> names = arrays.names();
        if (names.empty())
            names.emplace_back();
        for (const std::string& name : names) {
            try {
                const opal::Array array = arrays.array(name);
                if (array.rowSize() > 1'000'000)
                    continue;
                std::vector<float> row(static_cast<std::size_t>(array.rowSize()));
                for (std::int64_t at = 0; at < array.rows(); ++at) {
                    if (!array.isText())
                        array.readRow(at, row);
                    if (array.shape.size() == 1 && array.type < opal::NumberType::F16)
                        array.text(at);
                    else if (array.shape.size() == 1 && array.isText())
                        array.text(at);
                }
            } catch (const opal::Error&) {
                // One array may be damaged and the others not.
            }
        }
    } catch (const opal::Error&) {
        // Refused.
    }
    return 0;
}
