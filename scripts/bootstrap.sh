# Shared by scripts/demo and scripts/test: makes the environment that both need, and does nothing where it is there.
# Everything goes into git-ignored folders of the checkout (.venv, .tools, node_modules). Debian packages are
# installed only for what is missing, and only by root or where sudo asks for no password.
# shellcheck shell=bash

set -euo pipefail

uv_version=0.13.9
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"

say() { printf '%s\n' "$*" >&2; }

stop() {
    say "${0##*/}: $*"
    exit 1
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
        sudo -n "$@"
    else
        return 1
    fi
}

# debian PACKAGE...: false, without a word, on a machine that cannot install Debian's packages.
debian() {
    command -v apt-get >/dev/null && as_root true || return 1
    say "Installing Debian packages: $*"
    mkdir -p "$root/.tools"
    if ! {
        as_root apt-get update -qq &&
            as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"
    } >"$root/.tools/apt.log" 2>&1; then
        tail -n 20 "$root/.tools/apt.log" >&2
        return 1
    fi
}

# The first Python that is recent enough; with "venv" as argument, one that can also make an environment.
find_python() {
    local name need=${1:-sys}
    [ "$need" = venv ] && need=ensurepip,venv
    for name in python3 /usr/bin/python3 python3.14 python3.13 python3.12 python3.11; do
        if command -v "$name" >/dev/null &&
            "$name" -c "import sys, $need; sys.exit(sys.version_info < (3, 11))" 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    return 1
}

find_uv() {
    local local_uv=$root/.tools/uv/bin/uv python
    if command -v uv >/dev/null; then
        command -v uv
        return
    fi
    if ! "$local_uv" --version >/dev/null 2>&1; then
        if ! python=$(find_python venv); then
            debian python3 python3-venv && python=$(find_python venv) ||
                stop "needs either uv (https://docs.astral.sh/uv/) on PATH, or Python 3.11 or later with its venv" \
                    "module (Debian and Ubuntu: apt-get install python3-venv)"
        fi
        say "Installing uv $uv_version into .tools/"
        rm -rf "$root/.tools/uv"
        "$python" -m venv "$root/.tools/uv" &&
            "$root/.tools/uv/bin/python" -m pip install --quiet --disable-pip-version-check "uv==$uv_version" >&2 ||
            stop "could not install uv $uv_version into .tools/ (the lines above say why)"
    fi
    printf '%s\n' "$local_uv"
}

sync_environment() {
    local uv
    uv=$(find_uv)
    [ -d .venv ] || say "Making .venv from uv.lock"
    "$uv" sync --frozen --quiet
}

# A browser for the tests: Debian's, or the one that ADR_TEST_BROWSER names. Playwright downloads none.
find_browser() {
    local name
    for name in "${ADR_TEST_BROWSER:-}" chromium chromium-browser google-chrome-stable google-chrome; do
        if [ -n "$name" ] && command -v "$name" >/dev/null; then
            command -v "$name"
            return
        fi
    done
    return 1
}

# What tests run besides the browser. On Debian and Ubuntu all that is missing is installed in one go. strace, with which
# tests/trust kills the program at each thing that it does to the disk, has to be there on Linux; without a shell or
# Graphviz the tests that ask them skip and say so.
need_programs() {
    local program missing=()
    for program in strace zsh fish dot; do
        command -v "$program" >/dev/null || missing+=("${program/#dot/graphviz}")
    done
    find_browser >/dev/null || missing+=(chromium)
    command -v node >/dev/null || missing+=(nodejs npm)
    [ "${#missing[@]}" = 0 ] || debian "${missing[@]}" || true
    [ "$(uname)" != Linux ] || command -v strace >/dev/null || stop "needs strace (Debian: apt-get install strace)"
}

need_browser() {
    ADR_TEST_BROWSER=$(find_browser) ||
        { debian chromium && ADR_TEST_BROWSER=$(find_browser); } ||
        stop "needs Chromium for the browser tests (Debian: apt-get install chromium)," \
            "or the path of one in ADR_TEST_BROWSER"
    export ADR_TEST_BROWSER
    driver_runs 2>/dev/null || { debian libatomic1 && driver_runs; } ||
        stop "Playwright's driver does not start: $(driver_runs 2>&1) (Debian: apt-get install libatomic1)"
}

driver_runs() {
    local driver
    for driver in .venv/lib/python*/site-packages/playwright/driver/node; do
        "$driver" --version >/dev/null || return 1
    done
}

has_node() { command -v npm >/dev/null && node -e 'process.exit(parseInt(process.versions.node) < 18 ? 1 : 0)' 2>/dev/null; }

need_node_tools() {
    local stamp=node_modules/.package-lock.copy
    cmp -s package-lock.json "$stamp" && command -v node >/dev/null && return
    has_node || { debian nodejs npm && has_node; } ||
        stop "needs Node.js 18 or later with npm for axe-core and html-validate, which check the pages" \
            "(Debian: apt-get install nodejs npm)"
    say "Installing the page checkers into node_modules/"
    npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2
    cp package-lock.json "$stamp"
}
