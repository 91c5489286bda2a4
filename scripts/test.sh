#!/bin/sh
# Sets up everything and runs all checks: formatting, linting, types, tests.
# Run it from anywhere:  sh scripts/test.sh [arguments for pytest]

. "$(dirname "$0")/setup.sh"

packages="extract normalize schema batch cli report review api"
say "ruff ..."
.venv/bin/ruff check --quiet .
.venv/bin/ruff format --quiet --check .
say "mypy ..."
mkdir -p build/typing
ln -sfn ../.. build/typing/iki
# shellcheck disable=SC2046  # a list of options
.venv/bin/mypy --no-error-summary $(for name in $packages; do printf -- '-p iki.%s ' "$name"; done)
.venv/bin/mypy --no-error-summary bench docs samples tests
say "pytest ..."
unset PYTHONDONTWRITEBYTECODE # tests start many processes: none should compile the program again
.venv/bin/python -m pytest "$@"
