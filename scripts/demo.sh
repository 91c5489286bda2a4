#!/bin/sh
# Sets up everything, converts the sample decrees and says where the results are.
# Run it from anywhere:  sh scripts/demo.sh

. "$(dirname "$0")/setup.sh"

status=0
.venv/bin/iki convert samples/decrees --out out/samples || status=$?
say ""
say "Results: $(pwd)/out/samples"
say "  decrees/         one JSON file per decree"
say "  table.csv        all indicators in one table (and eight more tables)"
[ ! -f out/samples/report.html ] || say "  report.html      quality report; open it in a browser"
say "To use the command iki in this shell:  . .venv/bin/activate"
exit "$status"
