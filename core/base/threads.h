// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace opal {

/// How many processor threads OpenMP and the matrix products use from now on; 0: all cores. The products are
/// told apart, because OpenBLAS keeps threads of its own: left alone, a training on one thread would still
/// wake them for every product, wait for them on a busy machine, and give numbers that depend on how many
/// cores there are. Returns the number of threads.
int useThreads(int count);

/// While one lives, numbers too small for a normal float (below 1e-38) are zero in this thread and in
/// OpenMP's threads that work for it. The processor takes some 150 cycles for each of them otherwise, and a
/// softmax over thousands of candidates is full of them once a model has made up its mind: DSSRec's pairs of
/// intentions took seven times as long. Make it after useThreads(), destroy it in the same thread. Does
/// nothing on processors other than x86-64.
class FlushDenormals final
{
public:
    FlushDenormals();
    ~FlushDenormals();
    FlushDenormals(const FlushDenormals&) = delete;
    FlushDenormals& operator=(const FlushDenormals&) = delete;

private:
    bool m_flushedBefore;
};

/// The same for the threads of OpenBLAS, for good: makes them anew. For the beginning of main(), while no
/// other thread multiplies. Does nothing with another library.
void flushDenormalsInMatrixProducts();

} // namespace opal
