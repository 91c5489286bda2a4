# Sourced by the other scripts: sets up .venv with the locked packages, and Tesseract for scanned pages.
# Quick when there is nothing to do. Works with sh on Debian, Ubuntu and macOS.

set -eu
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*" >&2; }

# May we install system packages: as root, or with a sudo that asks for no password?
as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

may_install() {
    [ "$(id -u)" = 0 ] || { command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; }
}

# install_system WHAT DEBIAN_PACKAGES BREW_PACKAGES: installs them, or says how; status 1 if they are missing.
install_system() {
    if command -v apt-get >/dev/null 2>&1; then
        if may_install; then
            say "Installing $1 ($2) ..."
            as_root apt-get update -qq >&2 || true
            # shellcheck disable=SC2086  # a list of packages
            as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $2 >&2 && return 0
        fi
        say "Missing: $1. Install it with:  sudo apt-get install $2"
    elif command -v brew >/dev/null 2>&1; then
        say "Installing $1 ($3) ..."
        # shellcheck disable=SC2086
        brew install --quiet $3 >&2 && return 0
        say "Missing: $1. Install it with:  brew install $3"
    else
        say "Missing: $1. Install it with your system's package manager (Debian: $2; Homebrew: $3)."
    fi
    return 1
}

# A Python of at least 3.11.
find_python() {
    for name in python3 python3.13 python3.12 python3.11 python3.14; do
        if command -v "$name" >/dev/null 2>&1 &&
            "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return 0
        fi
    done
    return 1
}

python=$(find_python) || {
    install_system "Python 3.11 or newer" "python3.11 python3.11-venv" "python@3.12" || exit 1
    python=$(find_python) || { say "Python 3.11 or newer is not to be found."; exit 1; }
}

stamp=$( { cat requirements.lock pyproject.toml; "$python" -V; pwd; } | cksum)
if [ ! -x .venv/bin/python ] || [ "$(cat .venv/stamp 2>/dev/null || true)" != "$stamp" ]; then
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        install_system "venv for Python $version" "python$version-venv" "python@$version" || exit 1
    fi
    say "Setting up .venv (once; a few minutes) ..."
    "$python" -m venv --clear .venv
    .venv/bin/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --only-binary :all: tesserocr==2.13.0 2>/dev/null ||
        say "Going on without tesserocr, which has no wheel for this machine: scans take some longer."
    printf '%s\n' "$stamp" > .venv/stamp
fi

if ! command -v tesseract >/dev/null 2>&1; then
    install_system "Tesseract" "tesseract-ocr tesseract-ocr-ind" "tesseract tesseract-lang" ||
        say "Going on without it: text PDFs are read, scanned pages may not be."
fi
