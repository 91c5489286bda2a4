#!/bin/sh
# Runs tests with the oldest packages that pyproject.toml allows, and without any extra, in an environment of its own:
#   sh scripts/lowest.sh [arguments for pytest]
# Takes some minutes and needs a package index, so it is not part of scripts/test.sh. uv finds the versions.

set -eu
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/uv"
"$folder/uv/bin/python" -m pip install --quiet --disable-pip-version-check uv
uv="$folder/uv/bin/uv"
"$uv" venv --quiet --python 3.11 "$folder/venv" 2>/dev/null || "$uv" venv --quiet "$folder/venv"
python="$folder/venv/bin/python"
"$uv" pip compile --quiet --python "$python" --resolution lowest-direct --only-binary :all: pyproject.toml \
    --output-file "$folder/lowest.txt"
"$uv" pip install --quiet --python "$python" --requirement "$folder/lowest.txt" \
    pytest hypothesis jsonschema python-docx reportlab setuptools
"$uv" pip install --quiet --python "$python" --no-deps --editable .
"$python" -m iki.cli.main --version
if [ $# -eq 0 ]; then
    # Reading, records, tables, report, command line, one line of a scan.
    set -- tests/test_document_reader.py tests/test_engines.py tests/test_table_agreement.py tests/test_ruled_grid.py tests/test_batch.py \
        tests/test_report.py tests/test_cli.py tests/test_export.py tests/test_positions.py tests/test_source.py tests/test_scan_models.py
fi
IKI_CI='' "$python" -m pytest -p no:cacheprovider "$@"
