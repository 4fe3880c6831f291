#!/usr/bin/env bash
# Installs or builds whatever is missing, and says so; what is there is reused.
#
#   scripts/setup.sh PART...
#
# Parts: packages firefox geckodriver wasm-target wasm-bindgen trunk wasm-opt axe typescript vendor fonts
# or the sets: test, serve, dist, all. Running it again takes about a second.
set -euo pipefail
# shellcheck source=scripts/env.sh
source "$(dirname "$0")/env.sh"

# ---------------------------------------------------------------- small helpers

# step NAME EXPECTED COMMAND...: run something slow, its output kept in a log.
step() {
  local name=$1 expected=$2 start=$SECONDS log=$CACHE/log/$1.log
  shift 2
  printf '  %-12s %s ... ' "$name" "$expected"
  # In the background, because `set -e` is off inside an `if`; without the lock.
  (set -e && "$@") >"$log" 2>&1 </dev/null 9>&- &
  if wait $!; then
    printf 'done in %d s\n' $((SECONDS - start))
  else
    printf 'failed after %d s\n' $((SECONDS - start))
    tail -n 25 "$log" >&2
    fail "$name: the whole log is in $log"
  fi
}

ready() { printf '  %-12s ready: %s\n' "$1" "$2"; }

has() { command -v "$1" >/dev/null 2>&1; }

sha_is() { [[ -f $1 && $(sha256sum <"$1") == "$2  -" ]]; }

# Each part is a function `set_up_PART`.

# ---------------------------------------------------------------- system packages

# want COMMAND PACKAGE...: note the packages if the command is not there.
missing=()
want() {
  local command=$1
  shift
  has "$command" || missing+=("$@")
}

install_missing() {
  ((${#missing[@]})) || return 0
  if ! has apt-get; then
    fail "please install: ${missing[*]} (these are Debian's names for them)"
  elif ((EUID != 0)) && ! { has sudo && sudo -n true 2>/dev/null; }; then
    fail "packages are missing and this is not root. Run: sudo apt-get update && sudo apt-get install -y --no-install-recommends ${missing[*]}"
  fi
  step packages "installing ${missing[*]} (a minute or two)" apt_install "${missing[@]}"
  hash -r
  missing=()
}

apt_install() {
  local root=()
  ((EUID == 0)) || root=(sudo -n)
  "${root[@]}" apt-get update -q
  "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"
}

set_up_packages() {
  has cargo || fail "Rust is missing: install rustup (https://rustup.rs) and start again"
  want cc build-essential
  want node nodejs
  want npm npm
  want flock util-linux
  if ((for_tests)); then
    # Any Chromium with the ChromeDriver that belongs to it will do.
    want chromedriver chromium chromium-driver
    want pdftotext poppler-utils
    want qpdf qpdf
  fi
  install_missing
  local tool
  for tool in fmt clippy; do
    cargo $tool --version >/dev/null 2>&1 && continue
    has rustup || fail "cargo $tool is missing, and no rustup to get it with (https://rustup.rs)"
    step "cargo-$tool" "asking rustup for it" rustup component add "${tool/fmt/rustfmt}"
  done
  ready packages "$(rustc --version | cut -d' ' -f1-2), node $(node --version)"
}

# ---------------------------------------------------------------- Firefox

# What is stored is tested in Firefox too. Where it cannot be had, the tests run
# with LAUREATE_FIREFOX=off, and then nothing of it is wanted here either.
without_firefox() {
  [[ ${LAUREATE_FIREFOX-} == off ]] || return 1
  ready "$1" "not wanted: LAUREATE_FIREFOX=off"
}

set_up_firefox() {
  without_firefox firefox && return
  # Any Firefox will do; Debian's is called firefox-esr.
  has firefox || want firefox-esr firefox-esr
  install_missing
  ready firefox "$("$(command -v firefox-esr || command -v firefox)" --version 2>/dev/null)"
}

set_up_geckodriver() {
  without_firefox geckodriver && return
  if has geckodriver; then
    ready geckodriver "$(geckodriver --version | awk 'NR == 1 { print $2 }')"
    return
  fi
  crate_tool geckodriver geckodriver "$GECKODRIVER_VERSION" "$GECKODRIVER_DIR" "one to three minutes, once" --locked
}

# ---------------------------------------------------------------- the wasm target

# Debian's own recent compiler, which its browsers are built with.
debian_rustc=/usr/bin/rustc
debian_cargo=/usr/bin/cargo

set_up_wasm_target() {
  if has_wasm_target; then
    ready wasm-target "$(rustc --version | cut -d' ' -f1-2)"
    return
  fi
  # The compiler's version is the stamp: a new one needs a new library.
  if [[ -x $debian_rustc && -f $WASM_RUST_DIR/version ]] &&
    [[ $("$debian_rustc" -vV) == "$(<"$WASM_RUST_DIR/version")" ]] && has wasm-ld-19; then
    ready wasm-target "$(head -n1 "$WASM_RUST_DIR/version" | cut -d' ' -f1-2), with a standard library built here"
    return
  fi
  if has rustup; then
    say "  wasm-target  asking rustup for it"
    if timeout 300 rustup target add wasm32-unknown-unknown >"$CACHE/log/rustup.log" 2>&1 && has_wasm_target; then
      ready wasm-target "$(rustc --version | cut -d' ' -f1-2)"
      return
    fi
    say "  wasm-target  rustup cannot fetch it here: building the standard library with Debian's compiler"
  fi
  dpkg -s rustc-web cargo-web rust-web-src >/dev/null 2>&1 || missing+=(rustc-web cargo-web rust-web-src)
  want wasm-ld-19 lld-19
  install_missing
  step wasm-target "building the standard library for wasm (about a minute)" build_wasm_std
}

# Makes a sysroot of our own rather than writing into the compiler's: this needs
# no root and changes nothing for anyone else. It holds links to the compiler's
# host library, the wasm library built here, and wrappers that point there.
build_wasm_std() {
  local work=$CACHE/wasm-rust.build lib host
  rm -rf "$work" "$WASM_RUST_DIR"
  mkdir -p "$work/empty"
  printf '[package]\nname = "empty"\nversion = "0.0.0"\nedition = "2024"\n[lib]\npath = "lib.rs"\n' >"$work/empty/Cargo.toml"
  : >"$work/empty/lib.rs"
  # -Zbuild-std is unstable, hence RUSTC_BOOTSTRAP; without embedded bitcode a
  # later build with `lto` finds no bitcode to link.
  (
    cd "$work/empty"
    env -u RUSTC_WRAPPER -u CARGO_BUILD_TARGET RUSTC=$debian_rustc CARGO_TARGET_DIR="$work/target" \
      RUSTC_BOOTSTRAP=1 RUSTFLAGS=-Cembed-bitcode=yes \
      $debian_cargo build --release --target wasm32-unknown-unknown -Zbuild-std=std,panic_abort,test
  )
  lib=$work/lib/rustlib/wasm32-unknown-unknown/lib
  mkdir -p "$lib" "$work/bin"
  find "$work/target/wasm32-unknown-unknown/release/deps" -name '*.rlib' ! -name 'libempty-*' -exec cp {} "$lib" \;
  host=$("$debian_rustc" -vV | sed -n 's/^host: //p')
  ln -s "$("$debian_rustc" --print sysroot)/lib/rustlib/$host" "$work/lib/rustlib/$host"
  local tool
  for tool in rustc rustdoc; do
    printf '#!/bin/sh\nexec %s --sysroot "%s" "$@"\n' "${debian_rustc%rustc}$tool" "$WASM_RUST_DIR" >"$work/bin/$tool"
    chmod +x "$work/bin/$tool"
  done
  ln -s $debian_cargo "$work/bin/cargo"
  rm -rf "$work/target" "$work/empty"
  "$debian_rustc" -vV >"$work/version"
  mv "$work" "$WASM_RUST_DIR"
  # Cargo does not notice that the standard library is a new one.
  rm -rf "$ROOT/target/wasm"
}

# ---------------------------------------------------------------- tools from crates

# crate_tool COMMAND CRATE VERSION FOLDER EXPECTED [cargo install options]
crate_tool() {
  local command=$1 crate=$2 version=$3 dir=$4 expected=$5 found
  shift 5
  if has "$command"; then
    found=$("$command" --version)
    if [[ ${found##* } == "$version" ]]; then
      ready "$command" "$version"
      return
    fi
  fi
  # A ready-made build where the machine can get one, else from source. A debug
  # build compiles in half the time and is fast enough.
  if has cargo-binstall; then
    say "  $command  asking cargo-binstall for a ready-made $version"
    if timeout 300 cargo binstall --no-confirm --disable-strategies compile --root "$dir" \
      --version "=$version" "$crate" >"$CACHE/log/binstall.log" 2>&1; then
      ready "$command" "$version"
      return
    fi
  fi
  step "$command" "building $version ($expected)" \
    env -u CARGO_BUILD_TARGET CARGO_TARGET_DIR="$CACHE/build" CARGO_PROFILE_DEV_DEBUG=0 \
    cargo install --debug --root "$dir" --version "=$version" "$@" "$crate"
  rm -rf "${CACHE:?}/build"
}

set_up_wasm_bindgen() {
  [[ $WASM_BINDGEN_VERSION ]] || fail "Cargo.lock names no wasm-bindgen"
  # Without --locked: one dependency in its lock file has been withdrawn.
  crate_tool wasm-bindgen wasm-bindgen-cli "$WASM_BINDGEN_VERSION" "$WASM_BINDGEN_DIR" "two to four minutes, once"
}

set_up_trunk() {
  crate_tool trunk trunk "$TRUNK_VERSION" "$TRUNK_DIR" "three to seven minutes, once" --locked
}

# ---------------------------------------------------------------- npm packages

# npm_pack PACKAGE VERSION FOLDER: fetch a package as one archive, print its path.
npm_pack() {
  local package=$1 version=$2 into=$3 name
  name=$(cd "$into" && npm pack --silent "$package@$version" 2>/dev/null | tail -n1) ||
    fail "npm could not fetch $package@$version"
  printf '%s/%s' "$into" "$name"
}

set_up_wasm_opt() {
  if [[ -x $BINARYEN_DIR/bin/wasm-opt ]]; then
    ready wasm-opt "binaryen $BINARYEN_VERSION"
  else
    step wasm-opt "fetching binaryen $BINARYEN_VERSION (some seconds)" fetch_binaryen
  fi
}

fetch_binaryen() {
  local work archive
  work=$(mktemp -d "$CACHE/binaryen.XXXXXX")
  archive=$(npm_pack binaryen "$BINARYEN_VERSION" "$work")
  sha_is "$archive" "$BINARYEN_SHA256" || fail "binaryen $BINARYEN_VERSION is not the file it was when it was pinned"
  tar xzf "$archive" -C "$work" package/bin/wasm-opt package/bin/package.json package/LICENSE
  rm -rf "$BINARYEN_DIR"
  mkdir -p "${BINARYEN_DIR%/*}"
  mv "$work/package" "$BINARYEN_DIR"
  rm -rf "$work"
}

set_up_axe() {
  if [[ -s $LAUREATE_AXE ]]; then
    ready axe "axe-core $AXE_VERSION"
  else
    step axe "fetching axe-core $AXE_VERSION (some seconds)" fetch_axe
  fi
}

fetch_axe() {
  local work archive
  work=$(mktemp -d "$CACHE/axe.XXXXXX")
  archive=$(npm_pack axe-core "$AXE_VERSION" "$work")
  sha_is "$archive" "$AXE_SHA256" || fail "axe-core $AXE_VERSION is not the file it was when it was pinned"
  tar xzOf "$archive" package/axe.min.js >"$work/axe.js"
  mv "$work/axe.js" "$LAUREATE_AXE"
  rm -rf "$work"
}

set_up_typescript() {
  if [[ -s $LAUREATE_TSC ]]; then
    ready typescript "$TYPESCRIPT_VERSION"
  else
    step typescript "fetching typescript $TYPESCRIPT_VERSION (some seconds)" fetch_typescript
  fi
}

fetch_typescript() {
  local work archive folder=${LAUREATE_TSC%/lib/tsc.js}
  work=$(mktemp -d "$CACHE/typescript.XXXXXX")
  archive=$(npm_pack typescript "$TYPESCRIPT_VERSION" "$work")
  sha_is "$archive" "$TYPESCRIPT_SHA256" || fail "typescript $TYPESCRIPT_VERSION is not the file it was when it was pinned"
  tar xzf "$archive" -C "$work"
  rm -rf "$folder"
  mv "$work/package" "$folder"
  rm -rf "$work"
}

# For the example pages: what a host page may have beside ours. Not ours, and not
# part of the embeddable files.
set_up_vendor() {
  if (cd "$VENDOR_DIR" 2>/dev/null && sha256sum --check --status <<<"$VENDOR_SUMS"); then
    ready vendor "bootstrap $BOOTSTRAP_VERSION, requirejs $REQUIREJS_VERSION"
  else
    step vendor "fetching bootstrap $BOOTSTRAP_VERSION and requirejs $REQUIREJS_VERSION (some seconds)" fetch_vendor
  fi
}

fetch_vendor() {
  local work
  work=$(mktemp -d "$CACHE/vendor.XXXXXX")
  tar xzOf "$(npm_pack bootstrap "$BOOTSTRAP_VERSION" "$work")" package/dist/css/bootstrap.min.css >"$work/bootstrap.min.css"
  tar xzOf "$(npm_pack requirejs "$REQUIREJS_VERSION" "$work")" package/require.js >"$work/require.js"
  (cd "$work" && sha256sum --check --status <<<"$VENDOR_SUMS") || fail "bootstrap or requirejs is not the file it was when it was pinned"
  mkdir -p "$VENDOR_DIR"
  mv "$work"/{bootstrap.min.css,require.js} "$VENDOR_DIR/"
  rm -rf "$work"
}

# The faces are listed with their origin and digest in www/fonts/fonts.tsv; the
# files themselves are not in the tree.
set_up_fonts() {
  local table=$ROOT/www/fonts/fonts.tsv
  if (cd "$ROOT/www/fonts" && font_sums | sha256sum --check --status 2>/dev/null); then
    ready fonts "$(($(wc -l <"$table") - 1)) faces"
    return
  fi
  step fonts "fetching (up to a minute the first time)" fetch_fonts
}

font_sums() { awk -F '\t' 'NR > 1 { print $9 "  " $1 }' "$ROOT/www/fonts/fonts.tsv"; }

fetch_fonts() {
  local work store=$CACHE/fonts package version file path sha got archive
  work=$(mktemp -d "$CACHE/fonts.XXXXXX")
  mkdir -p "$store"
  while IFS=$'\t' read -r file package version path sha; do
    if ! sha_is "$store/$sha.ttf" "$sha"; then
      archive=$work/${package//\//_}-$version
      if [[ ! -f $archive ]]; then
        say "fetching $package@$version"
        mv "$(npm_pack "$package" "$version" "$work")" "$archive"
      fi
      tar xzOf "$archive" "package/$path" >"$work/face"
      got=$(sha256sum <"$work/face")
      [[ $got == "$sha  -" ]] ||
        fail "$file: $path in $package@$version has the digest ${got%% *}, but www/fonts/fonts.tsv lists $sha"
      mv "$work/face" "$store/$sha.ttf"
    fi
    # A link where the disk allows one: the CJK faces weigh 22 MB.
    ln -f "$store/$sha.ttf" "$ROOT/www/fonts/$file" 2>/dev/null || cp -f "$store/$sha.ttf" "$ROOT/www/fonts/$file"
  done < <(awk -F '\t' -v OFS='\t' 'NR > 1 { print $1, $6, $7, $8, $9 }' "$ROOT/www/fonts/fonts.tsv")
  rm -rf "$work"
}

# ---------------------------------------------------------------- which parts

for_tests=0
parts=()
for arg in "$@"; do
  case $arg in
  test) for_tests=1 parts+=(packages firefox geckodriver wasm_target wasm_bindgen axe typescript vendor fonts) ;;
  serve) parts+=(packages wasm_target wasm_bindgen trunk vendor fonts) ;;
  dist) parts+=(packages wasm_target wasm_bindgen wasm_opt vendor fonts) ;;
  all) for_tests=1 parts+=(packages firefox geckodriver wasm_target wasm_bindgen trunk wasm_opt axe typescript vendor fonts) ;;
  packages | firefox | geckodriver | trunk | axe | typescript | vendor | fonts) parts+=("$arg") ;;
  wasm-target | wasm-bindgen | wasm-opt) parts+=("${arg//-/_}") ;;
  *) fail "unknown part '$arg': see the head of scripts/setup.sh" ;;
  esac
done
((${#parts[@]})) || fail "name the parts to set up: see the head of scripts/setup.sh"

mkdir -p "$CACHE/log" "$CACHE/tools"
say "Set-up"
# Two set-ups at once would build the same tools twice.
if has flock; then
  exec 9>"$CACHE/lock"
  flock --nonblock 9 || { say "  another set-up is running: waiting for it" && flock 9; }
fi
done_parts=' '
for part in "${parts[@]}"; do
  [[ $done_parts == *" $part "* ]] && continue
  done_parts+="$part "
  "set_up_$part"
done
