#!/usr/bin/env bash
# Trunk serves the app and makes it again whenever a file changes.
set -euo pipefail
# shellcheck source=scripts/env.sh
source "$(dirname "$0")/env.sh"
cd "$ROOT"
wasm_env
say "Serving on http://127.0.0.1:${TRUNK_SERVE_PORT:-8080} once the first build is done (minutes the first time, then seconds)"
# Trunk's own look for updates has no place in a tool that works offline.
exec trunk serve --skip-version-check "$@"
