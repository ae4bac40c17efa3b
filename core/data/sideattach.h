// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <stop_token>
#include <string>

#include "core/data/dataset.h"

namespace opal {

/// The data set `data` with the titles, tags and covers of a side table; what the table does not have stays
/// as it was. `coversFolder` as in readSideTable().
///
/// The interactions, the numbers of the items and the hash stay: the hash names the data set as it was
/// imported, so that its runs find it. Titles and tags that an import reads are part of that hash; what is
/// attached afterwards is not, and what they were is kept beside (Dataset::Storage::importedSide).
/// Throws as readSideTable(), Error{InvalidData} if no item of the data set is in the table.
std::shared_ptr<const Dataset> attachSide(const std::shared_ptr<const Dataset>& data,
                                          const std::string& sideFile, const std::string& coversFolder,
                                          const std::stop_token& stop);

} // namespace opal
