#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# From nothing to the passed tests on Debian 12 or 13: installs what is missing, builds, runs every test,
# then builds what manages memory with AddressSanitizer and UBSan and runs its fast tests again.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
. .ci/prepare.sh

install_packages .ci/packages.txt .ci/test-packages.txt
export OPAL_TEST_DATA=${OPAL_TEST_DATA:-}
[ -n "$OPAL_TEST_DATA" ] || say "OPAL_TEST_DATA is not set: tests on a real log are skipped, see CONTRIBUTING.md"
. .ci/duckdb.sh

.ci/check-style.sh
configure_and_build dev
.ci/check-desktop.sh build/dev/bin/opal
ctest --preset dev
configure_and_build asan test_engine test_services
ctest --preset asan-memory
