#!/usr/bin/env bash
# Builds the fuzz targets and runs each for a while: what crashes, hangs or
# fills the memory is kept and named, and the whole fails.
#
#   scripts/fuzz.sh [SECONDS [TARGET...]]    60 s each; csv xapi scenario project bundle
#
# Needs the stable toolchain alone: no sanitizers, as the program has no unsafe
# code; LLVM's pass counts edges and comparisons for libFuzzer. What was found to
# reach new code stays in target/fuzz/corpus, so that the next run goes on from there.
set -euo pipefail
# shellcheck source=scripts/env.sh
source "$(dirname "$0")/env.sh"
cd "$ROOT"

seconds=${1:-60}
[[ $seconds =~ ^[0-9]+$ ]] || fail "how many seconds? See the head of scripts/fuzz.sh"
shift $(($# > 0))
targets=("$@")
((${#targets[@]})) || targets=(csv xapi scenario project bundle)

FUZZ=$(realpath -m "${CARGO_TARGET_DIR:-target}")/fuzz
host=$(rustc -vV | sed -n 's/^host: //p')
bin=$FUZZ/build/$host/release

build() {
  # The same versions as the program's; Cargo adds libFuzzer's own.
  cp Cargo.lock fuzz/Cargo.lock
  # With a target named, build scripts and macros stay as they are.
  RUSTFLAGS="--cfg fuzzing -Ccodegen-units=1 -Cpasses=sancov-module \
    -Cllvm-args=-sanitizer-coverage-level=4 -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
    -Cllvm-args=-sanitizer-coverage-pc-table -Cllvm-args=-sanitizer-coverage-trace-compares" \
    cargo build --manifest-path fuzz/Cargo.toml --release --target "$host" --target-dir "$FUZZ/build"
}

# from LOG EVENT FIELD: a figure in the last line of that event, `cov: 123`.
from() { grep -aE "^#[0-9]+[[:space:]]+$2 " "$1" | tail -n1 | grep -aoE "$3: [0-9]+" | cut -d' ' -f2; }
# total LOG NAME: a figure of the summary at the end.
total() { sed -n "s/^stat::$2: *//p" "$1" | tail -n1; }

# watch PID LOG END: wait for it. Where libFuzzer hangs in its own alarm (when
# that interrupts an allocation), or goes on for too long, it is killed.
watch() {
  while kill -0 "$1" 2>/dev/null; do
    sleep 1
    if ((SECONDS > $3)) || { tail -c 2000 "$2" | grep -aq '^ALARM' && sleep 5; }; then
      kill -KILL "$1" 2>/dev/null || true
    fi
  done
  wait "$1"
}

# run TARGET
run() {
  local name=$1 input corpus=$FUZZ/corpus/$1 found=$FUZZ/artifacts/$1 log=$FUZZ/log/$1.log status=0 dict length=16384
  [[ -x $bin/$name ]] || fail "there is no target '$name'"
  mkdir -p "$corpus" "$found" "$FUZZ/log"
  FUZZ_SEEDS=$FUZZ/seeds/$name "$bin/$name" >"$log" 2>&1 || fail "$name: its seeds can't be made: see $log"
  dict=fuzz/dictionaries/$name.dict
  [[ -f $dict ]] || dict=$FUZZ/seeds/$name.dict
  case $name in csv | xapi) length=4096 ;; esac
  touch "$FUZZ/started"
  FUZZ_CURRENT=$FUZZ/current-$name "$bin/$name" -max_total_time="$seconds" -timeout=5 -rss_limit_mb=1024 \
    -max_len=$length -dict="$dict" -artifact_prefix="$found/" -print_final_stats=1 \
    "$corpus" "$FUZZ/seeds/$name" >"$log" 2>&1 &
  watch $! "$log" $((SECONDS + seconds + 120)) || status=$?
  printf '%-9s %9s runs, %6s a second; coverage %s -> %s edges, %s features; %s inputs kept; %s MB\n' \
    "$name" "$(total "$log" number_of_executed_units)" "$(total "$log" average_exec_per_sec)" \
    "$(from "$log" INITED cov)" "$(from "$log" '[A-Zpr][A-Za-z]*' cov)" "$(from "$log" '[A-Zpr][A-Za-z]*' ft)" \
    "$(find "$corpus" -type f | wc -l)" "$(total "$log" peak_rss_mb)"
  ((status)) || return 0
  grep -aE -A3 "panicked at|^==.*ERROR|^SUMMARY" "$log" | grep -avE '^--$' >&2 || tail -n 20 "$log" >&2
  # Without an input of libFuzzer's own, the one that was at hand.
  if [[ ! $(find "$found" -type f -newer "$FUZZ/started") ]]; then
    cp "$FUZZ/current-$name" "$found/ended-$(sha256sum <"$FUZZ/current-$name" | cut -c1-16)"
  fi
  while IFS= read -r input; do
    printf 'error: %s: see %s\n  again:   %s %s\n  smaller: %s -minimize_crash=1 -max_total_time=60 %s\n' \
      "$name" "$input" "$bin/$name" "$input" "$bin/$name" "$input" >&2
  done < <(find "$found" -type f -newer "$FUZZ/started")
  return 1
}

mkdir -p "$FUZZ"
build
failed=()
for target in "${targets[@]}"; do
  run "$target" || failed+=("$target")
done
((${#failed[@]} == 0)) || fail "these targets found something: ${failed[*]}"
