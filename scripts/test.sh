#!/usr/bin/env bash
# shellcheck disable=SC2317  # the checks are functions, called through check()
# Every check there is, each announced and timed. A failing one does not hide
# the others; the summary at the end names it and the whole fails.
set -euo pipefail
# shellcheck source=scripts/env.sh
source "$(dirname "$0")/env.sh"
cd "$ROOT"

summary=()
failed=0

# check NAME COMMAND...
check() {
  local name=$1 start=$SECONDS result=ok
  shift
  printf '\n==> %s\n' "$name"
  # In the background, because `set -e` is off inside an `if`.
  (set -e && "$@") &
  if ! wait $!; then
    result=FAILED
    failed=1
  fi
  summary+=("$(printf '%-6s %5d s  %s' $result $((SECONDS - start)) "$name")")
  printf '==> %s: %s after %d s\n' "$name" $result $((SECONDS - start))
  [[ $result == ok ]]
}

docs() { RUSTDOCFLAGS=-Dwarnings cargo doc --no-deps --features ui,room; }

native_tests() {
  # Every test but those of the browser, which need the site first.
  local targets=(--lib) file
  for file in tests/*.rs; do
    file=$(basename "$file" .rs)
    case $file in browser | embed | wasm) ;; *) targets+=(--test "$file") ;; esac
  done
  cargo test --no-fail-fast "${targets[@]}"
  cargo test --doc
}

wasm_tests() {
  wasm_env
  cargo test --target wasm32-unknown-unknown \
    --no-default-features --features ui,export,simulate --profile wasm-dev --test wasm
}

# Node, a worker and TypeScript first: they take seconds.
embed_tests() { LAUREATE_SITE=$ROOT/target/site cargo test --test embed; }
browser_tests() { LAUREATE_SITE=$ROOT/target/site cargo test --test browser; }

check "format" cargo fmt --check || true
check "clippy" cargo clippy --all-targets --features ui,room -- -D warnings || true
check "documentation" docs || true
check "languages" node scripts/texts.mjs --check || true
check "native tests" native_tests || true
check "wasm tests in Chromium" wasm_tests || true
if check "site" scripts/build-site.sh dev target/site; then
  check "embeddable files" embed_tests || true
  check "browser tests" browser_tests || true
else
  summary+=("skipped          embeddable files, browser tests")
fi

printf '\nSummary, %d s in all\n' "$SECONDS"
printf '  %s\n' "${summary[@]}"
exit $failed
