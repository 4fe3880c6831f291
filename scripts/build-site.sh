#!/usr/bin/env bash
# The one way the site is made: for `make serve`, the browser tests and `make dist`.
#
#   scripts/build-site.sh dev|dist FOLDER
#
# FOLDER gets index.html, the icon and what is in www/site/, and FOLDER/embed/ gets all that
# an integrator needs: our own page loads the same files. What did not change is
# not made again. As Trunk's hook (with TRUNK_STAGING_DIR set) it adds to a folder
# in which Trunk has already written index.html.
set -euo pipefail
# shellcheck source=scripts/env.sh
source "$(dirname "$0")/env.sh"
cd "$ROOT"
wasm_env

case ${1-} in
dev) page_profile=wasm-dev export_profile=wasm-dev ;;
dist) page_profile=page export_profile=release ;;
*) fail "usage: scripts/build-site.sh dev|dist FOLDER" ;;
esac
kind=$1
out=${2:?usage: scripts/build-site.sh dev|dist FOLDER}
made=$CARGO_TARGET_DIR/site-$kind
mkdir -p "$made"

compiler=$(rustc -vV)

# current NAME: true if nothing that the module was made from is newer. Cargo
# can't be asked: the modules share a file name, so it always finds the
# other one's and compiles again.
current() {
  local mine=$made/$1 input inputs
  [[ -f $mine/done && $(<"$mine/done") == "$compiler" ]] || return 1
  # Cargo's list of the files that were read: "target: file file ...".
  read -ra inputs <"$mine/inputs"
  for input in "${inputs[@]:1}" Cargo.toml Cargo.lock .cargo/config.toml "${BASH_SOURCE[0]}"; do
    [[ -e $input && ! $input -nt $mine/start ]] || return 1
  done
}

# module NAME FEATURES PROFILE OPTIMISATION: one wasm module and its glue, in $made.
module() {
  local name=$1 features=$2 profile=$3 optimisation=$4 start=$SECONDS
  local mine=$made/$name built=$CARGO_TARGET_DIR/wasm32-unknown-unknown/$profile/laureate
  local wasm=$mine/glue/laureate_${name}_bg.wasm
  if ! current "$name"; then
    say "Module $name: features $features, profile $profile"
    rm -rf "$mine"
    mkdir -p "$mine"
    : >"$mine/start"
    # The modules share this file: what another one left must not be taken for ours.
    rm -f "$built.d"
    cargo build --lib --target wasm32-unknown-unknown --no-default-features --features "$features" --profile "$profile"
    cp "$built.d" "$mine/inputs"
    wasm-bindgen --target web --out-name "laureate_$name" --out-dir "$mine/glue" "$built.wasm"
    trust "$mine/glue/laureate_$name.js"
    if [[ $optimisation ]]; then optimise "$wasm" "$optimisation"; fi
    printf '%s' "$compiler" >"$mine/done"
  fi
  say "Module $name: $(($(stat -c %s "$wasm") / 1024)) KB, $((SECONDS - start)) s"
}

# trust GLUE: has markup of ours pass through our own policy (www/trusted.js), so that
# the page works where Trusted Types are enforced.
trust() {
  sed -i -E 's/\.innerHTML = (getStringFromWasm0\([^()]*\));/.innerHTML = trustedHtml(\1);/' "$1"
  if grep -q '\.innerHTML = ' "$1"; then
    if grep '\.innerHTML = ' "$1" | grep -qv trustedHtml; then fail "$1: markup that is not trusted"; fi
    sed -i "1i import { trustedHtml } from './trusted.js'" "$1"
  fi
}

optimise() {
  # The features are those of every browser since 2023; naming them here keeps
  # older versions of wasm-opt from refusing what the compiler used.
  wasm-opt "$2" --enable-simd --enable-bulk-memory --enable-nontrapping-float-to-int --enable-sign-ext \
    --enable-mutable-globals --enable-reference-types --enable-multivalue \
    --strip-debug --strip-producers "$1" -o "$1.opt"
  mv "$1.opt" "$1"
}

if [[ $kind == dist ]]; then
  module page ui "$page_profile" -Os
  module room room "$page_profile" -Os
  module view view "$page_profile" -Os
  module export export,bindings "$export_profile" -O3
  module rules simulate,bindings "$export_profile" -O3
else
  module page ui "$page_profile" ''
  module room room "$page_profile" ''
  module view view "$export_profile" ''
  module export export,bindings "$export_profile" ''
  module rules simulate,bindings "$export_profile" ''
fi

# ---------------------------------------------------------------- the folder

# Assembled beside the old one and then exchanged, so that no stale file stays.
if [[ ${TRUNK_STAGING_DIR-} ]]; then
  new=$out
  # Trunk's own markers mean nothing to a browser.
  sed -i '/data-trunk/d' "$new/index.html"
else
  new=$out.new
  rm -rf "$new"
  mkdir -p "$new"
  sed '/data-trunk/d' index.html >"$new/index.html"
fi
embed=$new/embed
mkdir -p "$embed/fonts"

find www -maxdepth 1 -type f -name '*.svg' -exec cp {} "$new/" \;
if [[ -d www/site ]]; then cp -R www/site/. "$new/"; fi
cp style.css "$embed/laureate.css"
cp room.css "$embed/room.css"
if [[ -d www/styles ]]; then cp www/styles/*.css "$embed/"; fi
mkdir -p "$embed/locales" "$embed/schema"
cp www/locales/*.json "$embed/locales/"
cp schema/*.schema.json "$embed/schema/"
cp "$made"/{page,room,view,export,rules}/glue/* "$embed/"
find www -maxdepth 1 -type f \( -name '*.js' -o -name '*.d.ts' -o -name 'custom-elements.json' -o -name 'frame.html' \) -exec cp {} "$embed/" \;
cp -R www/examples "$new/"
if [[ -d $VENDOR_DIR ]]; then cp -R "$VENDOR_DIR" "$new/examples/vendor"; fi
if [[ -d www/backgrounds ]]; then cp -R www/backgrounds "$embed/"; fi
cp -R www/fonts/LICENSES "$embed/fonts/"
# Linked where the disk allows it: 28 MB that are never written to.
cp -l www/fonts/*.ttf "$embed/fonts/" 2>/dev/null || cp -f www/fonts/*.ttf "$embed/fonts/"

# What the service worker keeps. Under Trunk, whose pages change as one types, nothing is kept.
node scripts/offline-list.mjs "$new" ${TRUNK_STAGING_DIR:+--none}

if [[ $new != "$out" ]]; then
  rm -rf "$out"
  mv "$new" "$out"
fi
say "Site: $out"
