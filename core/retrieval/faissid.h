// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace opal {

/// Faiss's number of a row: faiss::Index::idx_t up to release 1.7, faiss::idx_t since.
using FaissId = std::int64_t;

} // namespace opal
