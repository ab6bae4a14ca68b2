#!/usr/bin/env bash
# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT
#
# The plugin in ffmpeg, which has no worker and knows no presets: it plays the
# default preset, sample by sample as wavhost does

source "$(dirname "$0")/lib.sh"

needs ffmpeg
if ! ffmpeg -v error -filters | grep -qw lv2; then
  skip ffmpeg "this ffmpeg is built without LV2"
  exit
fi

# matches N URI INPUT: whether ffmpeg plays as wavhost does, N frames at a time
matches() {
  local n=$1 uri=$2 input=$3
  "$WAVHOST" --quiet --set input_gain=3 --set mix=80 "$uri" "$input" \
    "$TMP/expected.wav" &&
    ffmpeg -v error -y -i "$input" -c:a pcm_f32le -af \
      "asetnsamples=n=$n:p=0,lv2=p=${uri//:/\\\\:}:c=input_gain=3|mix=80" \
      "$TMP/ffmpeg.wav" </dev/null &&
    same "$TMP/expected.wav" "$TMP/ffmpeg.wav"
}

for n in 37 64 1024; do
  check "ffmpeg_block_$n" matches $n "$EFFECT" "$TMP/mono.wav"
done
check ffmpeg_stereo matches 64 "$EFFECT-stereo" "$TMP/stereo.wav"
