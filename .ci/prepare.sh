# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced by run.sh and test.sh: installs what is missing, says clearly what to do where it cannot.
# Expects the repository's root as the working directory.

say() { printf '%s\n' "$*" >&2; }

install_packages() {
    local wanted missing=() package as_root=() system=unknown
    # shellcheck disable=SC2207
    wanted=($(grep -hv '^#' "$@"))
    if [ -r /etc/os-release ]; then
        system=$(. /etc/os-release && printf '%s %s' "${ID:-unknown}" "${VERSION_ID:-}")
    fi
    if [ "$system" != "debian 12" ] && [ "$system" != "debian 13" ]; then
        say "OPAL Studio's scripts install packages on Debian 12 and 13; this system is '$system'."
        say "Install the equivalents of these packages, then run: cmake --preset release && cmake --build --preset release"
        printf '  %s\n' "${wanted[@]}" >&2
        return 1
    fi
    for package in "${wanted[@]}"; do
        [ "$(dpkg-query -W -f='${Status}' "$package" 2>/dev/null)" = "install ok installed" ] || missing+=("$package")
    done
    [ ${#missing[@]} -eq 0 ] && return 0
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || { say "Missing packages, and neither root nor sudo to install them: ${missing[*]}"; return 1; }
        as_root=(sudo)
    fi
    say "Installing ${#missing[@]} packages: ${missing[*]}"
    "${as_root[@]}" apt-get update -qq || say "The package lists could not be refreshed; trying with the present ones."
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2
}

# configure_and_build PRESET TARGET...: configures once, then lets the build tool decide what is out of date.
configure_and_build() {
    local preset=$1
    shift
    if [ ! -f "build/$preset/build.ninja" ]; then
        cmake --preset "$preset" >&2 || return 1
    fi
    cmake --build --preset "$preset" ${1:+--target "$@"} >&2
}
