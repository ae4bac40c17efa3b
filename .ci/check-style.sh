#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Fails when a source file is not formatted as .clang-format says or does not name its licence.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
git ls-files '*.cpp' '*.h' | xargs clang-format --dry-run --Werror
if unmarked=$(git ls-files '*.cpp' '*.h' '*.sh' '*.cmake' '*CMakeLists.txt' '*.qss' | xargs grep -L '^[#/* ]*SPDX-License-Identifier: GPL-3.0-or-later'); [ -n "$unmarked" ]; then
    printf 'No SPDX line in:\n%s\n' "$unmarked" >&2
    exit 1
fi
