#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Gives the fuzz targets RUNS inputs each (default 1000000), beginning with the corpus of the tree; what is new is kept in
# build/fuzz/corpus, an input that a target does not survive in build/fuzz/findings. A crash, a hang of a minute (of the clock: other programs count), two gigabytes or a
# leak end the target. Prints executions and speed; exit code 1 if anything was found.
#
#   cmake --preset fuzz && cmake --build --preset fuzz && .ci/fuzz.sh [RUNS] [TARGET...]     (SECONDS_EACH=N limits the time of a target)
set -u
cd "$(dirname "$0")/.."
runs=${1:-1000000}
shift
declare -A longest=([config]=2048 [expression]=512 [study]=8192)
export ASAN_OPTIONS=detect_leaks=1:allocator_may_return_null=0 UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1 OMP_NUM_THREADS=1
mkdir -p build/fuzz/findings
TMPDIR=$(mktemp -d /dev/shm/fuzz.XXXXXX)
export TMPDIR
trap 'rm -rf "$TMPDIR"' EXIT
found=0
for target in "${@:-arrayfile bundle config dataset expression log sidetable study}"; do
    for name in $target; do
        mkdir -p "build/fuzz/corpus/$name"
        log=build/fuzz/findings/$name.log
        build/fuzz/bin/fuzz_"$name" "build/fuzz/corpus/$name" "tests/fuzz/corpus/$name" -runs="$runs" -max_total_time="${SECONDS_EACH:-0}" \
            -max_len="${longest[$name]:-16384}" -timeout=60 -rss_limit_mb=2048 -print_final_stats=1 \
            -artifact_prefix="build/fuzz/findings/$name-" > "$log" 2>&1 || { found=1; echo "$name: see $log" >&2; }
        sed -n 's/^stat::\(number_of_executed_units\|average_exec_per_sec\|peak_rss_mb\): *//p' "$log" | paste -sd' ' \
            | { read -r units speed memory; echo "$name: $units executions, $speed a second, at most $memory MB"; }
    done
done
exit $found
