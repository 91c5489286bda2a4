#!/bin/sh
# writes requirements.lock again: the newest versions that pyproject.toml allows, with all extras.
# Run it after changing dependencies:  sh scripts/lock.sh

set -eu
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check --upgrade pip setuptools
"$folder/venv/bin/python" -m pip install --quiet --editable '.[all,dev]'
"$folder/venv/bin/python" -m pip freeze --exclude-editable --all | grep -v '^pip==' > requirements.lock
