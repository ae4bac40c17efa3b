#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Fails when a source file is not formatted as .clang-format says or does not name its licence.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# Other versions of clang-format break lines elsewhere; the one of Debian 12 is the judge.
if clang-format --version | grep -q 'version 14\.'; then
    git ls-files '*.cpp' '*.h' | xargs clang-format --dry-run --Werror
else
    echo "Formatting is not checked: $(clang-format --version) is not version 14." >&2
fi
if unmarked=$(git ls-files '*.cpp' '*.h' '*.sh' '*.cmake' '*CMakeLists.txt' '*.qss' | xargs grep -L '^[#/* ]*SPDX-License-Identifier: GPL-3.0-or-later'); [ -n "$unmarked" ]; then
    printf 'No SPDX line in:\n%s\n' "$unmarked" >&2
    exit 1
fi
