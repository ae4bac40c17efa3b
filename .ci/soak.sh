#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Keeps the real window busy for MINUTES (default 120), under Xvfb where that is installed: trainings of all models one after the
# other, paused and resumed, every panel and page, themes and languages, runs opened and closed, figures exported, dialogs. Every
# minute it prints memory, threads, open files, database connections and how late the event loop came, and at the end whether
# memory grew by 5 % after the first quarter of an hour, anything else grew at all, and the 99th percentile stayed below 50 ms;
# exit code 1 if not. Other work on the machine makes the event loop late: the last column tells how long the window had to wait
# for a processor.
#
#   cmake --build --preset dev --target soak_program && .ci/soak.sh [MINUTES] [FOLDER OF studio-soak]     (default: build/dev/tests)
set -u
minutes=${1:-120}
program=$(realpath "${2:-$(dirname "$0")/../build/dev/tests}")/studio-soak
export LC_ALL=C.UTF-8 OMP_WAIT_POLICY=passive
if command -v xvfb-run > /dev/null; then
    export QT_QPA_PLATFORM=xcb
    exec xvfb-run --auto-servernum --server-args="-screen 0 1600x1000x24" "$program" "$minutes"
fi
echo "no Xvfb: offscreen"
export QT_QPA_PLATFORM=offscreen
exec "$program" "$minutes"
