#!/usr/bin/env bash
# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT
#
# Models in the formats of other programs

source "$(dirname "$0")/lib.sh"

model=$GOLDEN/guitarml-lstm.json
preset=$root/presets/overdrive/model.json

python 'write(sys.argv[1], [sine(4800)], 44100)' "$TMP/in.wav"

# becomes FORMAT NAME OPTION...: what a file of this name is
becomes() {
  local format=$1 name=$2
  shift 2
  "$REMANENCE" convert "$@" "$model" "$TMP/$name" &&
    "$REMANENCE" info "$TMP/$name" | grep "^Format *$format"
}

# plays_the_same MODEL NAME: as its copy of this name
plays_the_same() {
  "$REMANENCE" convert "$1" "$TMP/$2" &&
    "$REMANENCE" render --quiet "$1" "$TMP/in.wav" "$TMP/a.wav" &&
    "$REMANENCE" render --quiet "$TMP/$2" "$TMP/in.wav" "$TMP/b.wav" &&
    cmp "$TMP/a.wav" "$TMP/b.wav"
}

# There and back, a preset has everything, down to the last byte
is_there_again() {
  "$REMANENCE" convert "$preset" "$TMP/first.json" &&
    "$REMANENCE" convert "$TMP/first.json" "$TMP/other.$1" &&
    "$REMANENCE" convert "$TMP/other.$1" "$TMP/back.json" &&
    cmp "$TMP/first.json" "$TMP/back.json"
}

check convert_aidax becomes Keras a.aidax
check convert_onnx becomes ONNX a.onnx
check convert_nam plays_the_same "$GOLDEN/nam-lstm.json" a.nam
check convert_keras_json becomes Keras a.keras.json
check convert_guitarml_json becomes PyTorch a.guitarml.json
check convert_json becomes Remanence a.json
check convert_no_extension becomes Remanence a
check convert_to_keras becomes Keras a.json --to keras
check convert_to_any_name becomes PyTorch a.txt --to guitarml
check convert_in_place becomes ONNX a.onnx
for extension in aidax onnx ONNX guitarml.json json; do
  check "convert_plays_the_same_$extension" \
    plays_the_same "$preset" "same.$extension"
  check "convert_there_and_back_$extension" is_there_again "$extension"
done

check convert_unclear_name refuses 2 'the extension of OUTPUT is that of no' \
  "$REMANENCE" convert "$model" "$TMP/a.pt"
check convert_two_minds refuses 2 'name different formats' \
  "$REMANENCE" convert --to keras "$model" "$TMP/a.nam"
check convert_unknown_format refuses 2 '--to takes rmn, keras' \
  "$REMANENCE" convert --to h5 "$model" "$TMP/a"
check convert_no_model refuses 1 "$TMP/none: No such file" \
  "$REMANENCE" convert "$TMP/none" "$TMP/b.json"
check convert_not_expressed refuses 1 "$preset: NAM has no skip connection" \
  "$REMANENCE" convert "$preset" "$TMP/c.nam"
check convert_writes_nothing_then test ! -e "$TMP/c.nam"
check convert_tells_what_is_unseen \
  warns 'pass over: names and defaults of knobs, rest state, loudness' \
  "$REMANENCE" convert "$preset" "$TMP/d.aidax"

# A knob of another range goes where it must be from 0 to 1 if that is wanted
is_rescaled() {
  sed 's/"minimum":0\.0,"maximum":1\.0/"minimum":0,"maximum":10/' \
    "$preset" >"$TMP/wide.json" &&
    refuses 1 '"Drive" goes from 0 to 10: rescale it' \
      "$REMANENCE" convert "$TMP/wide.json" "$TMP/wide.aidax" &&
    "$REMANENCE" convert --rescale-knobs "$TMP/wide.json" "$TMP/wide.aidax" &&
    "$REMANENCE" info "$TMP/wide.aidax" | grep 'Drive, 0 to 1, default 0.05'
}
check convert_rescales_knobs is_rescaled

# A disk that is full leaves the older file, and nothing else
keeps_the_older_file() {
  "$REMANENCE" convert "$GOLDEN/lstm-1.json" "$TMP/e.json" &&
    cp "$TMP/e.json" "$TMP/older" &&
    refuses 1 'cannot be written' with_small_files \
      "$REMANENCE" convert "$preset" "$TMP/e.json" &&
    cmp "$TMP/e.json" "$TMP/older" && [ ! -e "$TMP/e.json.part" ]
}
check convert_keeps_the_older_file keeps_the_older_file

# Write golden networks, presets and those of the data folder as ONNX
write_onnx() {
  local file n=0
  mkdir "$TMP/onnx" || return
  for file in "$GOLDEN"/*.{json,onnx} "$root"/presets/*/model.json \
    "$RMN_DATA"/models/*/*.{json,nam}; do
    local name=$n-$(basename "${file%.*}")
    if "$REMANENCE" convert "$file" "$TMP/onnx/$name.onnx" 2>/dev/null; then
      n=$((n + 1))
      ! [ -e "${file%.*}.f64" ] ||
        cp "${file%.*}.f64" "$TMP/onnx/$name.f64" || return
    fi
  done
  [ $n -gt 45 ]
}

# ONNX's own checker takes them all, and what they compute is PyTorch's
onnx_is_right() {
  local n
  write_onnx && PYTHONDONTWRITEBYTECODE=1 /usr/bin/python3 \
    "$root/tests/cli/run_onnx.py" "$TMP"/onnx/*.onnx >"$TMP/errors" &&
    n=$(wc -l <"$TMP/errors") && [ "$n" -gt 35 ] &&
    echo "$n ONNX models against PyTorch, worst error $(
      grep -o '[0-9.]*e-[0-9]*' "$TMP/errors" | sort -g | tail -1
    )" >&2
}

if /usr/bin/python3 -c 'import onnx' 2>/dev/null; then
  check convert_onnx_is_right onnx_is_right
else
  skip convert_onnx_is_right 'python3-onnx is not installed'
fi
