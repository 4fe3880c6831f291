#!/usr/bin/env bash
# Kills the browser again and again while somebody edits, and looks at what is
# left: Chromium 200 times, Firefox 50 times (about half an hour). LAUREATE_SEED
# chooses other moments. With LAUREATE_SITE it takes a site that is built already.
set -euo pipefail
# shellcheck source=scripts/env.sh
source "$(dirname "$0")/env.sh"
cd "$ROOT"

if [[ ! ${LAUREATE_SITE-} ]]; then
  (scripts/build-site.sh dev target/site)
  export LAUREATE_SITE=$ROOT/target/site
fi
failed=0
run() { LAUREATE_KILLS=$2 cargo test --test browser -- --nocapture "torture::in_$1" || failed=1; }
run chromium "${LAUREATE_KILLS:-200}"
[[ ${LAUREATE_FIREFOX-} == off ]] || run firefox 50
exit $failed
