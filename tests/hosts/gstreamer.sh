#!/usr/bin/env bash
# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT
#
# The plugin in GStreamer, which connects no atom ports and has no worker: it
# plays the default preset, sample by sample as wavhost does.  For GStreamer,
# every switch of any plugin is off by default.

source "$(dirname "$0")/lib.sh"

needs gst-launch-1.0 gst-inspect-1.0
export GST_REGISTRY=$TMP/registry.bin
if ! gst-inspect-1.0 lv2 >/dev/null 2>&1; then
  skip gstreamer "gstreamer1.0-plugins-bad is not installed"
  exit
fi

# matches URI INPUT: whether GStreamer plays as wavhost does
matches() {
  local uri=$1 input=$2
  "$WAVHOST" --quiet --set output_gain=-3 "$uri" "$input" "$TMP/expected.wav" &&
    gst-launch-1.0 -q filesrc location="$input" ! wavparse ! audioconvert ! \
      "${uri//:/-}" enabled=true dc-block=true normalise=true output-gain=-3 ! \
      audioconvert ! audio/x-raw,format=F32LE ! \
      wavenc ! filesink location="$TMP/gst.wav" &&
    same "$TMP/expected.wav" "$TMP/gst.wav"
}

check gstreamer_mono matches "$EFFECT" "$TMP/mono.wav"
check gstreamer_stereo matches "$EFFECT-stereo" "$TMP/stereo.wav"
