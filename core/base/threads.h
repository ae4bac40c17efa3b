#pragma once

namespace opal {

/// How many processor threads OpenMP and the matrix products use from now on; 0: all cores. The products are
/// told apart, because OpenBLAS keeps threads of its own: left alone, a training on one thread would still
/// wake them for every product, wait for them on a busy machine, and give numbers that depend on how many
/// cores there are. Returns the number of threads.
int useThreads(int count);

} // namespace opal
