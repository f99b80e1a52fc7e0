#!/usr/bin/env bash
# Prints the analysis report of the lake; --format html --out report.html makes a page. Variables: see common.sh
set -euo pipefail
# shellcheck source=scripts/automation/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
exec "$souk" report --lake "$lake" "$@"
