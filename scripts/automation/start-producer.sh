#!/usr/bin/env bash
# Writes simulated transactions into the log until Ctrl-C, or as many as --count says. Variables: see common.sh
set -euo pipefail
# shellcheck source=scripts/automation/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
exec "$souk" produce --to "$log" "${create[@]}" --rate "$RATE" "$@"
