#!/usr/bin/env bash
# Starts simulator, log, pipeline and dashboard in the background. Variables: see common.sh
set -euo pipefail
# shellcheck source=scripts/automation/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
exec "$souk" up --detach --log "$log" "${create[@]}" --lake "$lake" "${engine[@]}" --rate "$RATE" --listen "$LISTEN" "$@"
