#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs clang-tidy over every source of ours that it can parse: clang 14 cannot compile LibTorch 1.13's headers as
# C++20, so files that include them are left to the compiler's warnings. Expects a configured build folder.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
build=${1:-build/dev}
commands=$(mktemp -d)
trap 'rm -rf "$commands"' EXIT
cmake -S . -B "$build" -DCMAKE_EXPORT_COMPILE_COMMANDS=ON >/dev/null
python3 - "$build/compile_commands.json" > "$commands/files" <<'PYTHON'
import json, os, re, subprocess, sys

def includes_torch(command):
    # The compiler's own list of headers; clang-tidy is asked only about files without LibTorch's.
    words = re.sub(r" -o \S+ -c ", " -M ", command["command"])
    listing = subprocess.run(words, shell=True, cwd=command["directory"], capture_output=True, text=True)
    return "/ATen/" in listing.stdout or listing.returncode != 0

root = os.getcwd()
for command in json.load(open(sys.argv[1])):
    name = os.path.relpath(command["file"], root)
    if name.split("/")[0] in ("core", "views", "app") and "autogen" not in name and not includes_torch(command):
        print(name)
PYTHON
[ -s "$commands/files" ]
xargs -P "$(nproc)" -n 4 clang-tidy -p "$build" --quiet < "$commands/files"
