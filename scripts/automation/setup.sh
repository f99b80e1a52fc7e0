#!/usr/bin/env bash
# Installs what is missing, builds Souk, and checks that this machine has all it needs.
set -euo pipefail
repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
make -C "$repository" build
exec "$repository/.build/release/souk" doctor "$@"
