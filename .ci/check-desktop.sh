#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Fails when the desktop entry, the AppStream metainfo, the MIME types or a man page is not valid,
# or when the man page of the command line misses a command. Expects the program's path if it is built.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

desktop-file-validate resources/desktop/opal-studio.desktop
appstreamcli validate --no-net --pedantic resources/desktop/opal-studio.metainfo.xml

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir -p "$scratch/packages"
cp resources/mime/opal-studio.xml "$scratch/packages/"
XDG_DATA_DIRS=$scratch update-mime-database "$scratch"
grep -q '^application/x-opal-run$' "$scratch/types"
# The desktop entry opens every type of ours.
for type in $(grep '^application/x-opal-' "$scratch/types"); do
    grep -q "^MimeType=.*\b$type;" resources/desktop/opal-studio.desktop \
        || { echo "the desktop entry does not open $type" >&2; exit 1; }
done

for page in resources/man/*.1; do
    warnings=$(LC_ALL=C.UTF-8 MANROFFSEQ='' MANWIDTH=80 man --warnings -E UTF-8 -l -Tutf8 -Z "$page" 2>&1 >/dev/null)
    [ -z "$warnings" ] || { printf '%s: %s\n' "$page" "$warnings" >&2; exit 1; }
done

# Every command and every long option that the program names is in its man page.
program=${1:-}
if [ -n "$program" ]; then
    names() { "$program" "$@" --help | sed -n '/^Subcommands:/,/^$/s/^  \([a-z]\{1,\}\) .*/\1/p'; }
    options() { "$program" "$@" --help | sed -n '/^Options:/,/^$/s/^  .*\(--[a-z-]\{1,\}\).*/\1/p'; }
    page=$(sed 's/\\-/-/g; s/\\f[BIRP]//g' resources/man/opal.1)
    missing=0
    for command in '' $(names); do
        for word in $command $(options $command); do
            grep -qwF -e "$word" <<< "$page" || { echo "opal.1 does not mention '$command $word'" >&2; missing=1; }
        done
    done
    [ "$missing" -eq 0 ]
fi
