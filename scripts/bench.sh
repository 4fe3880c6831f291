#!/usr/bin/env bash
# The benchmarks, native and in Chromium, as one table: printed, and kept in
# target/bench.md.
set -euo pipefail
# shellcheck source=scripts/env.sh
source "$(dirname "$0")/env.sh"
cd "$ROOT"

scripts/build-site.sh dist target/site-dist
# Beside the table all else goes to standard error.
cargo bench --bench certificate --bench rules >&2
# Only drives the browser: nothing in it is measured.
LAUREATE_SITE=$ROOT/target/site-dist cargo bench --profile dev --bench browser
