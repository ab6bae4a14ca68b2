#!/usr/bin/env bash
# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT
#
# Sessions that lilv saves to a folder, as many hosts do, in wavhost: they play
# the same when the folder is moved and the model is gone

source "$(dirname "$0")/lib.sh"

unset LV2_PATH REMANENCE_PATH XDG_DATA_HOME
BUNDLE=${BUNDLE:-$root/build/remanence.lv2}
export HOME=$TMP/home XDG_DATA_DIRS=$TMP/share
effect=urn:remanence:effect
data=$HOME/.local/share/remanence
mkdir -p "$data" "$TMP/models" "$TMP/elsewhere"

python '
x = [0.8 * math.exp(-t / 6000) * math.sin(t / 60) for t in range(9600)]
write(sys.argv[1] + "/in.wav", [x])
write(sys.argv[1] + "/short.wav", [x[:480]])' "$TMP"

wavhost() {
  "$WAVHOST" --quiet "$@"
}

# save DIR OPTION...: save a session, and what it plays as DIR.wav
save() {
  local dir=$1
  shift
  wavhost "$@" --state-save "$TMP/$dir" $effect "$TMP/in.wav" "$TMP/$dir.wav"
}

# plays DIR EXPECTED OPTION...: whether a session plays that file, bit for bit
plays() {
  local dir=$1 expected=$2
  shift 2
  wavhost --state-load "$dir" "$@" $effect "$TMP/in.wav" "$TMP/played.wav" &&
    cmp "$TMP/$expected" "$TMP/played.wav"
}

cp "$GOLDEN/gru-40.json" "$TMP/models/amp.json"
save first --model "$TMP/models/amp.json"
check session_has_a_copy cmp "$TMP/models/amp.json" "$TMP/first"/amp-*.json
mv "$TMP/first" "$TMP/elsewhere/moved"
check session_moved plays "$TMP/elsewhere/moved" first.wav
rm "$TMP/models/amp.json"
check session_moved_without_model plays "$TMP/elsewhere/moved" first.wav

# Another model comes to where the first one was
cp "$GOLDEN/lstm-40.json" "$TMP/models/amp.json"
check session_moved_beside_another plays "$TMP/elsewhere/moved" first.wav
rm "$TMP/models/amp.json"

# Saved again, elsewhere and in place, it still has a file of its own
saved_again() {
  plays "$TMP/elsewhere/moved" first.wav --state-save "$TMP/second" &&
    rm -r "$TMP/elsewhere/moved" &&
    plays "$TMP/second" first.wav --state-save "$TMP/second" &&
    plays "$TMP/second" first.wav &&
    find "$TMP/second" -name 'amp-*.json' -type f | grep . &&
    grep -F "modelOrigin> \"$TMP/models/amp.json\"" "$TMP/second/state.ttl"
}
check session_saved_again saved_again

# The copy itself is chosen as a model, so that a link has the name of a copy
chosen_copy() {
  local copy
  copy=$(echo "$TMP/second"/amp-*.json)
  save third --model "$copy" && rm "$copy" && plays "$TMP/third" first.wav
}
check session_of_a_copy chosen_copy

found_by_hash() {
  rm "$TMP/third"/amp-*.json
  ! plays "$TMP/third" first.wav || return
  cp "$GOLDEN/gru-40.json" "$data/other name"
  plays "$TMP/third" first.wav
}
check session_finds_by_hash found_by_hash
rm "$data"/*

check session_names_what_is_missing refuses 1 '; no file of hash' \
  wavhost --state-load "$TMP/third" $effect "$TMP/in.wav" "$TMP/played.wav"

# A session of the factory preset outlives its bundle, even without a copy
moved_bundle() {
  mkdir "$TMP/old" "$TMP/new"
  cp -r "$BUNDLE" "$TMP/old"
  LV2_PATH=$TMP/old:/usr/lib/lv2 save preset --preset "Diode Clipper" &&
    rm "$TMP/preset"/model-*.json && mv "$TMP/old"/* "$TMP/new" &&
    LV2_PATH=$TMP/new:/usr/lib/lv2 plays "$TMP/preset" preset.wav
}
check session_finds_preset_in_moved_bundle moved_bundle

# A disk without room for the copy has room for the rest
without_room() {
  refuses 1 'cannot have a copy of model' with_small_files "$WAVHOST" --quiet \
    --model "$GOLDEN/gru-40.json" --state-save "$TMP/full" \
    $effect "$TMP/short.wav" "$TMP/played.wav" &&
    ! find "$TMP/full" -name '*gru-40-*' | grep . &&
    wavhost --model "$GOLDEN/gru-40.json" $effect "$TMP/in.wav" \
      "$TMP/full.wav" && plays "$TMP/full" full.wav
}
check session_without_room_for_a_copy without_room
