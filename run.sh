#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# From nothing to the running studio on Debian 12 or 13: installs what is missing, builds, opens the built-in demo.
# Without a display it trains the demo on the command line and says where the results are.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
. .ci/prepare.sh

install_packages .ci/packages.txt
configure_and_build release opal opal-studio

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    exec build/release/bin/opal-studio --demo "$@"
fi
exec .ci/demo-without-display.sh build/release/bin "$@"
