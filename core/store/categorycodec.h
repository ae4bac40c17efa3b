// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include <QByteArray>

#include "core/results/hypercategory.h"

namespace opal {

/// Blobs of table category_snapshot. Decoders throw Error{Database} on malformed content.

/// Everything but stage, epoch, step (columns of the evaluation) and the items: little-endian numbers.
QByteArray encodeCategorySummary(const CategorySnapshot& snapshot);
CategorySnapshot decodeCategorySummary(const QByteArray& data);

/// The hard category of every item in as few bits as K needs: 158,000 items take 39 kB for K = 4, a
/// thousandth of the checkpoint.
QByteArray encodeItemCategories(const CategorySnapshot& snapshot);
std::vector<std::uint8_t> decodeItemCategories(const QByteArray& data, int categories);

} // namespace opal
