#!/usr/bin/env bash
# Starts the pipeline from the log into the lake, with its dashboard, in the background. Variables: see common.sh
set -euo pipefail
# shellcheck source=scripts/automation/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
exec "$souk" run --detach --from "$log" --lake "$lake" "${engine[@]}" --listen "$LISTEN" "$@"
