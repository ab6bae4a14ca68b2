#!/usr/bin/env bash
# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT
#
# The bundle's Turtle is valid, hosts find all plugins and their presets, and
# every folder of presets is in the manifest.  BUNDLE is the bundle.

source "$(dirname "$0")/lib.sh"

BUNDLE=${BUNDLE:-$root/build/remanence.lv2}
mkdir "$TMP/lv2"
ln -s "$BUNDLE" "$TMP/lv2/remanence.lv2"
export LV2_PATH=$TMP/lv2:/usr/lib/lv2
ttl=("$BUNDLE"/*.ttl "$BUNDLE"/presets/*/*.ttl)
vocabulary=$root/tests/modgui.ttl

is_syntax_right() {
  local file
  for file in "${ttl[@]}"; do
    serdi -q -o turtle "$file" >/dev/null || return 1
  done
}

# The validator succeeds whatever it finds
is_valid() {
  lv2_validate "${ttl[@]}" "$vocabulary" 2>&1 | grep -q '^Found 0 errors'
}

is_listed() {
  lv2ls | grep -qx "$1"
}

is_described() {
  local description
  description=$(lv2info "$1" 2>&1) && [[ $description != *error* ]]
}

has_every_preset() {
  local folder
  for folder in "$root"/presets/*/; do
    folder=presets/$(basename "$folder")/preset.ttl
    [ "$(grep -c "rdfs:seeAlso <$folder>" "$BUNDLE/manifest.ttl")" -eq 2 ] &&
      [ -e "$BUNDLE/$folder" ] || return 1
  done
}

# Every file that the web pedal is made of is there
has_every_resource() {
  local files file
  mapfile -t files < <(grep -o '<modgui/[^>]*>' "$BUNDLE/modgui.ttl" | tr -d '<>')
  printf '%s\n' "${files[@]}"
  for file in "${files[@]}"; do
    [ -s "$BUNDLE/$file" ] || return 1
  done
  [ "${#files[@]}" -eq 24 ] # Six of each of four plugins
}

# What is installed has them too
is_installed() {
  make -s -C "$root" install BUILD="$(dirname "$BUNDLE")" DESTDIR="$TMP/at" \
    LV2DIR=/lv2 &&
    BUNDLE=$TMP/at/lv2/remanence.lv2 has_every_resource
}

for tool in serdi lv2_validate lv2ls lv2info; do
  if ! command -v "$tool" >/dev/null; then
    skip ttl "$tool is not installed"
    exit
  fi
done

check ttl-syntax is_syntax_right
check ttl-validate is_valid
check ttl-list-mono is_listed urn:remanence:effect
check ttl-list-stereo is_listed urn:remanence:effect-stereo
check ttl-list-predict is_listed urn:remanence:predict
check ttl-info-mono is_described urn:remanence:effect
check ttl-info-stereo is_described urn:remanence:effect-stereo
check ttl-list-predict-midi is_listed urn:remanence:predict-midi
check ttl-info-predict-midi is_described urn:remanence:predict-midi
check ttl-info-predict is_described urn:remanence:predict
check ttl-presets has_every_preset
check ttl-modgui has_every_resource
check ttl-install is_installed
