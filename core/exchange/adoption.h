// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/data/dataset.h"

namespace opal {

/// Interests of all users before one day, each "FILE" or "FILE:ARRAY".
struct InterestFiles
{
    std::string vectors; ///< [U, K, d], or [U, d] for one interest
    std::string valid; ///< [U, K] of truth values or numbers; empty: all are
    std::string weights; ///< [U, K] share of the user's past; empty: unknown
};

/// Vectors that another program made for a data set.
struct AdoptionRequest
{
    std::string items; ///< [N, d], "FILE" or "FILE:ARRAY"
    std::string itemIds; ///< the item of every row: an array of texts or whole numbers, or a text file with
                         ///< one id a line; empty: the rows are in the order of the data set
    std::string userIds; ///< the same for users
    InterestFiles test; ///< before the test day
    InterestFiles
        validation; ///< before the validation day; without vectors those of the test day serve it, too
    bool cosine = false; ///< scores are cosines: every vector is brought to length 1
    bool allowMissingItems = false; ///< items without a row get a zero vector: score 0 under every interest
    bool allowMissingUsers = false; ///< users without a row get no interest: an empty list
};

/// How the rows of the files meet the data set.
struct RowMatch
{
    std::int64_t rows = 0; ///< of the file
    std::int64_t matched = 0; ///< of them in the data set
    std::int64_t missing = 0; ///< of the data set, without a row
    std::vector<std::string> examples; ///< the first of those
};

struct AdoptionReport
{
    RowMatch items;
    RowMatch users;
    int interests = 0; ///< K
    int dim = 0; ///< d
    bool hasWeights = false;
    bool hasValidation = false; ///< vectors of their own for the validation day
    std::vector<std::string> files; ///< that were read, each once
};

/// Looks at the files without reading their numbers: types, shapes and ids. Throws Error{NotFound,
/// CannotRead, InvalidData} naming file and array.
AdoptionReport inspectVectors(const Dataset& data, const AdoptionRequest& request);

/// Checks every number and writes `file` for External (models/external.h), rows in the order of the data set.
/// Reads row by row: the arrays may be larger than the memory. Atomic. Throws as inspectVectors(),
/// Error{InvalidData} for numbers that are not finite or rows that are missing, Error{CannotWrite},
/// Cancelled.
AdoptionReport adoptVectors(const Dataset& data, const AdoptionRequest& request, const std::string& file,
                            const std::function<void(double fraction)>& progress,
                            const std::stop_token& stop);

} // namespace opal
