// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>

#include <QString>

#include "core/results/hypercategory.h"

namespace opal {

/// Names of the categories of another run that fit categories of this one.
struct CarriedNames
{
    std::map<int, std::string> names; ///< by category of this run
    QString message; ///< translated: how many there are, how alike the runs are, what found no place
};

/// `names` are by category of the other run, the rows of the matching.
CarriedNames carriedNames(const CategoryMatching& matching, const std::map<int, std::string>& names);

} // namespace opal
