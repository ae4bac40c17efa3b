// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

namespace opal {

/// Large tensors are used again and again while a training lasts.
///
/// The C library hands blocks of more than 32 MB back to the system at once, which clears every page anew for
/// the next step: with eight interests that is a fifth of DSSRec's time. LibTorch has a remedy for graphics
/// cards only.

/// Makes LibTorch take its memory from here; where there is none left it throws std::bad_alloc. For the
/// beginning of main(), before there are tensors; calls after the first do nothing.
void installTensorMemory();

/// While one of these lives, freed blocks of a megabyte and more are kept for the next tensor of their size,
/// up to a gigabyte; with the last one all of them go back to the system. Does nothing where
/// installTensorMemory() was not called. May be made and destroyed in any thread.
class TensorMemoryReuse final
{
public:
    TensorMemoryReuse();
    ~TensorMemoryReuse();
    TensorMemoryReuse(const TensorMemoryReuse&) = delete;
    TensorMemoryReuse& operator=(const TensorMemoryReuse&) = delete;
};

/// Bytes that wait for a tensor at this moment.
std::size_t keptTensorMemory();

} // namespace opal
