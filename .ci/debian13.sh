#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Proves Debian 13 (trixie): installs it into a folder by debootstrap, clones the last commit there, runs ./run.sh as a
# newcomer without a display does, then builds the tests with the same release build and runs the fast ones.
# As root, with the package debootstrap: .ci/debian13.sh [FOLDER]. A folder made before is used again.
# MIRROR names another mirror of Debian. Not part of ./test.sh: it takes as long as a first build and more.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
root=${1:-build/debian13}
[ "$(id -u)" -eq 0 ] || { echo "A chroot needs root: sudo $0" >&2; exit 2; }
command -v debootstrap >/dev/null || { echo "debootstrap is missing: apt-get install debootstrap" >&2; exit 2; }

mkdir -p "$root"
root=$(realpath "$root")
[ -e "$root/etc/debian_version" ] || debootstrap --variant=minbase trixie "$root" "${MIRROR:-http://deb.debian.org/debian}"
checkout=$root/root/opal-studio
if [ -d "$checkout" ]; then
    git -C "$checkout" fetch --quiet "$PWD" HEAD
    git -C "$checkout" reset --quiet --hard FETCH_HEAD
else
    git clone --quiet . "$checkout"
fi
cp -L /etc/resolv.conf "$root/etc/resolv.conf"

# A mount namespace of its own: /proc of the chroot is gone with the last process.
exec unshare --mount --pid --fork chroot "$root" /usr/bin/env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 \
    QT_QPA_PLATFORM=offscreen bash -euc '
    mount -t proc proc /proc
    apt-get update -qq && apt-get install -y -qq --no-install-recommends git ca-certificates
    cd ~/opal-studio
    git config --global --add safe.directory "$PWD"
    ./run.sh
    . .ci/prepare.sh
    install_packages .ci/test-packages.txt
    configure_and_build release
    ctest --preset release -L fast'
