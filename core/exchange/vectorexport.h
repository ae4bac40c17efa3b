// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "core/data/dataset.h"
#include "core/retrieval/historyrule.h"

namespace opal {

class VectorModel;

/// What of a trained model is to leave the program.
struct VectorExport
{
    const Dataset& data;
    VectorModel& model;
    HistoryRule rule; ///< of the run
    std::string run; ///< what the README calls it
    int k = 200; ///< length of the recall lists
    bool perInterest = false; ///< one list an interest instead of the merged one
    std::string indexSpec = "Flat"; ///< of the Faiss index file
};

/// One form in which vectors leave.
struct VectorFormat
{
    const char* name; ///< "npz"
    std::vector<std::string> (*write)(const VectorExport& what, const std::string& folder,
                                      const std::function<void(double fraction)>& progress,
                                      std::stop_token stop);
};

/// THE table of forms: npz, safetensors, csv, faiss, torchscript. Each writes its files and a README.md with
/// ten lines of Python that load them into `folder`, which is created if needed, and returns their names; a
/// file is there whole or not at all.
///
/// Users and items stand in the order of the data set. The interests are those before the test day, those
/// before the validation day beside them; a user without a history has no valid interest and an empty list.
/// Throws Error{CannotWrite, InvalidArgument, Unsupported, InvalidData} and Cancelled.
const std::vector<VectorFormat>& vectorFormats();

} // namespace opal
