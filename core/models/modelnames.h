// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace opal {

struct ModelName
{
    const char* key;
    const char* title;
    bool scorer = false; ///< as in ModelInfo
};

/// The models in the order of modelTable(), for those who only name them: tables are made and runs are listed
/// without loading what trains them. A test holds the two together.
inline constexpr ModelName modelNames[] {
    { "opal", "OPAL" },
    { "mind", "MIND" },
    { "comirec-dr", "ComiRec-DR" },
    { "comirec-sa", "ComiRec-SA" },
    { "octopus", "Octopus" },
    { "dssrec", "DSSRec" },
    { "re4", "Re4" },
    { "popularity", "Popularity", true },
    { "recent-popularity", "Recent popularity", true },
    { "item-knn", "Item-kNN", true },
    { "ease", "EASE", true },
};

} // namespace opal
