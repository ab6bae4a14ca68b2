#!/usr/bin/env bash
# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT
#
# Models that run backward: whole files in the command, ahead in the plugin.

source "$(dirname "$0")/lib.sh"

model=$GOLDEN/bidirectional-deep.json
effect=urn:remanence:effect

python '
random.seed(3)
noise = [random.uniform(-0.5, 0.5) for t in range(9600)]
write(sys.argv[1] + "/in.wav", [noise])
write(sys.argv[1] + "/turned.wav", [noise[::-1]])
write(sys.argv[1] + "/44100.wav", [sine(8820, rate=44100)], 44100)
' "$TMP"

# As deep, and wide enough for its inputs to be projected by OpenBLAS
python '
H = 24
def matrix(rows, columns):
    return [[random.uniform(-0.2, 0.2) for c in range(columns)] for r in range(rows)]
def lstm(n_in, **keys):
    return {"type": "lstm", "units": H, "W": matrix(4 * H, n_in),
            "U": matrix(4 * H, H), "b": matrix(1, 4 * H)[0], **keys}
def both(n_in):
    return [lstm(n_in), lstm(n_in, direction="backward", place="beside")]
random.seed(4)
head = {"type": "dense", "units": 1, "W": matrix(1, 2 * H), "b": [0]}
layers = [*both(1), *both(2 * H), *both(2 * H), head]
json.dump({"remanence": 1, "rate_hz": 48000, "layers": layers}, open(sys.argv[1], "w"))
' "$TMP/wide.json"

render() {
  "$REMANENCE" render --quiet "$@"
}
with_wide() {
  local model=$TMP/wide.json
  "$@"
}
wavhost() {
  "$WAVHOST" --model "$model" --set dc_block=0 --set normalise=0 "$@"
}

# What PyTorch computed for a golden network, from its 512 frames of input
renders_what_pytorch_computes() {
  python '
content = open(sys.argv[1], "rb").read()
n = len(content) // 8 // 3
x = struct.unpack(f"<{n}d", content[: 8 * n])
write(sys.argv[2] + "/golden.wav", [x])
' "${model%.json}.f64" "$TMP" &&
    render --start zero "$model" "$TMP/golden.wav" "$TMP/rendered.wav" && python '
content = open(sys.argv[1], "rb").read()
n = len(content) // 8 // 3
wanted = struct.unpack(f"<{2 * n}d", content[8 * n :])
heard = read(sys.argv[2])
worst = max(abs(heard[i % 2][i // 2] - y) for i, y in enumerate(wanted))
assert worst < 1e-6, worst
' "${model%.json}.f64" "$TMP/rendered.wav"
}

splits_alike() {
  local block
  render "$model" "$TMP/in.wav" "$TMP/whole.wav" || return
  for block in 1 7 1000 65536; do
    render --block "$block" "$model" "$TMP/in.wav" "$TMP/block.wav" &&
      cmp "$TMP/whole.wav" "$TMP/block.wav" || return
  done
}

# Another rate is resampled both ways
lasts_as_long() {
  render --output 1 "$model" "$TMP/44100.wav" "$TMP/out.wav" && python '
y = read(sys.argv[1])[0]
assert len(y) == 8820, len(y)
assert max(map(abs, y)) > 0.1' "$TMP/out.wav"
}

spool_leaves_nothing() {
  mkdir "$TMP/alone" && render "$model" "$TMP/in.wav" "$TMP/alone/out.wav" &&
    [ "$(ls "$TMP/alone")" = out.wav ]
}

# The plugin comes to what is rendered, late by its latency
comes_close() {
  local ms=$1 latency=$2
  wavhost --set "look_ahead=$ms" $effect "$TMP/in.wav" "$TMP/ahead.wav" &&
    render --output 1 "$model" "$TMP/in.wav" "$TMP/whole.wav" && python '
late = int(sys.argv[3])
x = read(sys.argv[1])[0]
y = read(sys.argv[2])[0]
worst = max(abs(a - b) for a, b in zip(x[: 9600 - 2 * late], y[late:]))
assert worst < 1e-6, worst
' "$TMP/whole.wav" "$TMP/ahead.wav" "$latency"
}

# So does the dry sound, when it is mixed in
mix_keeps_time() {
  wavhost --set mix=0 $effect "$TMP/in.wav" "$TMP/dry.wav" && python '
x, y = read(sys.argv[1])[0], read(sys.argv[2])[0]
assert max(abs(a - b) for a, b in zip(x[:8000], y[1024:])) < 1e-6
' "$TMP/in.wav" "$TMP/dry.wav"
}

plugin_splits_alike() {
  local block
  wavhost --block 64 $effect "$TMP/in.wav" "$TMP/whole.wav" || return
  for block in 1 17 480 4096; do
    wavhost --block "$block" $effect "$TMP/in.wav" "$TMP/block.wav" &&
      cmp "$TMP/whole.wav" "$TMP/block.wav" || return
  done
}

# A setting like others: it fades to a player that looks further
changes_while_playing() {
  wavhost --at 1000 set look_ahead=40 $effect "$TMP/in.wav" \
    "$TMP/changed.wav" 2>&1 | grep 'latency 1920 frames' && python '
y = read(sys.argv[1])[0]
assert all(math.isfinite(v) and abs(v) < 1.0 for v in y)
assert max(map(abs, y[-500:])) > 0.01' "$TMP/changed.wav"
}

tells_look_aheads() {
  "$REMANENCE" info "$model" >"$TMP/info" &&
    grep -q 'LSTM 8 + LSTM 8 backward -> GRU 5' "$TMP/info" &&
    grep -q '^Look-ahead .*5 ms: -[0-9.]* dB, .*100 ms: -' "$TMP/info" &&
    "$REMANENCE" info --json "$GOLDEN/lstm-40.json" | grep -q '"look_ahead":null'
}

refuses() {
  local text=$1
  shift
  ! "$@" >"$TMP/said" 2>&1 && grep -q "$text" "$TMP/said"
}

check bidirectional_renders_what_pytorch_computes renders_what_pytorch_computes
check bidirectional_splits_alike splits_alike
check bidirectional_splits_alike_when_wide with_wide splits_alike
check bidirectional_resampled_lasts_as_long lasts_as_long
check bidirectional_spool_leaves_nothing spool_leaves_nothing
check bidirectional_plugin_is_close_at_20_ms comes_close 20 1024
check bidirectional_plugin_is_close_at_5_ms comes_close 5 256
check bidirectional_plugin_is_close_when_wide with_wide comes_close 80 3840
check bidirectional_mix_keeps_time mix_keeps_time
check bidirectional_plugin_splits_alike plugin_splits_alike
check bidirectional_changes_while_playing changes_while_playing
check bidirectional_look_aheads_are_told tells_look_aheads
check bidirectional_is_not_timed refuses 'only what runs forward is timed' \
  "$REMANENCE" bench --model "$model"
check bidirectional_of_two_kinds_is_not_written_as_onnx \
  refuses 'one kind and size, .* layer 5' \
  "$REMANENCE" convert "$GOLDEN/bidirectional-mixed.json" "$TMP/out.onnx"
check bidirectional_is_not_written_for_others \
  refuses 'GuitarML has no layers like layer 2' "$REMANENCE" convert "$model" "$TMP/out.json" --to guitarml
