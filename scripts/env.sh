# shellcheck shell=bash disable=SC2034
# Where things are and which versions are pinned. Sourced by the other scripts
# from the project's top folder; changes nothing on the disk.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# Everything slow to make lives here, so that a fresh clone finds it again.
CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/laureate

TRUNK_VERSION=0.21.14
GECKODRIVER_VERSION=0.37.1
BINARYEN_VERSION=132.0.0
BINARYEN_SHA256=6543555fb29bb92548f325c7dc18e9ab7dbb1215edda25993d1e3f71d85b8618
# The command-line tool must match the crate exactly, so the lock file decides.
WASM_BINDGEN_VERSION=$(awk '/^name = "wasm-bindgen"$/ { getline; gsub(/version = |"/, ""); print; exit }' "$ROOT/Cargo.lock")

WASM_BINDGEN_DIR=$CACHE/tools/wasm-bindgen-$WASM_BINDGEN_VERSION
TRUNK_DIR=$CACHE/tools/trunk-$TRUNK_VERSION
# Drives Firefox; any that is there already will do.
GECKODRIVER_DIR=$CACHE/tools/geckodriver-$GECKODRIVER_VERSION
BINARYEN_DIR=$CACHE/tools/binaryen-$BINARYEN_VERSION
# The accessibility checks of the browser tests (MPL-2.0; nothing of it is shipped).
AXE_VERSION=4.10.3
AXE_SHA256=0f2b4d7dcdf7d1219df8d1959ad68e565f51d14c3f0d88bb71cd59abeb956292
export LAUREATE_AXE=$CACHE/tools/axe-core-$AXE_VERSION.js
# What the example pages have beside us.
BOOTSTRAP_VERSION=5.3.8
REQUIREJS_VERSION=2.3.7
VENDOR_SUMS='d85327d99c7a3ee1f9b5d0500d1370acea3ad2db39c163c2f51f232baedbdede  bootstrap.min.css
8215b90000b571bd241d28512c83f59855cecc3158db94b79b2d974c9923b5d2  require.js'
VENDOR_DIR=$CACHE/tools/vendor-$BOOTSTRAP_VERSION-$REQUIREJS_VERSION
# Holds the types of the embeddable files to their samples.
TYPESCRIPT_VERSION=5.9.3
TYPESCRIPT_SHA256=10e108c9cf7d5f2879053dff18515fb405abf2ccef63eaaf017d9c571687a1d3
export LAUREATE_TSC=$CACHE/tools/typescript-$TYPESCRIPT_VERSION/lib/tsc.js
# The compiler with a wasm standard library of our own making; it exists only
# where the default toolchain cannot have the wasm target (see setup.sh).
WASM_RUST_DIR=$CACHE/wasm-rust

# Our copies of the tools exist only where the machine had none that fits.
for dir in "$WASM_BINDGEN_DIR/bin" "$TRUNK_DIR/bin" "$BINARYEN_DIR/bin" "$GECKODRIVER_DIR/bin"; do
  if [[ -d $dir && :$PATH: != *":$dir:"* ]]; then PATH=$dir:$PATH; fi
done
export PATH

say() { printf '%s\n' "$*"; }
fail() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

# True where the compiler that `rustc` names can build for wasm by itself.
has_wasm_target() {
  compgen -G "$(rustc --print sysroot)/lib/rustlib/wasm32-unknown-unknown/lib/libstd-*.rlib" >/dev/null
}

# Chooses the compiler for wasm builds. Native builds, clippy and rustfmt keep
# the default toolchain, so only scripts that build wasm call this. A target
# folder of its own keeps two compilers from rebuilding each other's proc macros.
wasm_env() {
  export CARGO_TARGET_DIR=$ROOT/target/wasm
  if [[ -x $WASM_RUST_DIR/bin/rustc ]] && ! has_wasm_target; then
    PATH=$WASM_RUST_DIR/bin:$PATH
    # `cargo` started through rustup puts its own rustc first: name ours.
    export RUSTC=$WASM_RUST_DIR/bin/rustc RUSTDOC=$WASM_RUST_DIR/bin/rustdoc
    export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=wasm-ld-19
  fi
}
