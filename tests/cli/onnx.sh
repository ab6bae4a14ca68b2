#!/usr/bin/env bash
# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT
#
# ONNX models in the commands, and as the PyTorch of this machine exports them.
# BUILD is the folder of what was built.

source "$(dirname "$0")/lib.sh"

BUILD=${BUILD:-$root/build}
model=$GOLDEN/onnx-gru-half.onnx

python 'write(sys.argv[1], [sine(4800)], 44100)' "$TMP/in.wav"

# The engine by itself and the plugin read and play the same
plugin_plays_the_same() {
  "$REMANENCE" render --quiet "$model" "$TMP/in.wav" "$TMP/engine.wav" &&
    "$WAVHOST" --model "$model" --set dc_block=0 --set normalise=0 \
      urn:remanence:effect "$TMP/in.wav" "$TMP/plugin.wav" &&
    cmp "$TMP/engine.wav" "$TMP/plugin.wav"
}

# Networks of PyTorch, exported here and now, play what PyTorch computes
exports_match() {
  mkdir "$TMP/exports" &&
    PYTHONDONTWRITEBYTECODE=1 /usr/bin/python3 \
      "$root/tests/golden/export_onnx.py" "$TMP/exports" &&
    (cd "$root" && "$BUILD/tests/test_golden" "$TMP"/exports/*.onnx)
}

check onnx_plugin plugin_plays_the_same

if /usr/bin/python3 -c 'import onnx, torch' 2>/dev/null; then
  check onnx_exports_match exports_match
else
  skip onnx_exports_match 'python3-torch and python3-onnx are not installed'
fi
