#!/usr/bin/env bash
# Stops what runs in the background, with everything that was read committed. Variables: see common.sh
set -euo pipefail
# shellcheck source=scripts/automation/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
exec "$souk" stop --all "$@"
