#!/usr/bin/env bash
# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT
#
# `remanence render` at rates that are not the model's

source "$(dirname "$0")/lib.sh"

model=$GOLDEN/keras-lstm.json # Of 48 kHz
rates='22050 24000 32000 44100 48000 88200 96000 176400 192000 352800 384000'

render() {
  "$REMANENCE" render --quiet "$@"
}

# A wire that has a state, made for 48 kHz, and audio of every rate
python '
layers = [
    {"type": "rnn", "activation": "relu", "units": 1,
     "W": [[1]], "U": [[0]], "b": [4], "h0": [4]},
    {"type": "dense", "units": 1, "W": [[1]], "b": [-4]},
]
wire = {"remanence": 1, "layers": layers, "rate_hz": 48000}
with open(sys.argv[1] + "/wire.json", "w") as file:
    json.dump(wire, file)
for rate in map(int, sys.argv[2].split()):
    x = sine(rate // 5, 1000.0, 0.5, rate)
    write(f"{sys.argv[1]}/{rate}.wav", [x, [-0.5 * v for v in x]], rate)
' "$TMP" "$rates"

# keeps_time RATE OPTION...: whether the wire gives what it takes, in time, and
# as long as it was
keeps_time() {
  local rate=$1
  shift
  render "$@" "$TMP/wire.json" "$TMP/$rate.wav" "$TMP/out.wav" && python '
x, y = read(sys.argv[1]), read(sys.argv[2])
assert len(x) == len(y) == 2 and len(x[0]) == len(y[0]), len(y[0])
edge = len(x[0]) // 8
for a, b in zip(x, y):
    worst = max(abs(p - q) for p, q in zip(a[edge:-edge], b[edge:-edge]))
    assert worst < 1e-4, worst' "$TMP/$rate.wav" "$TMP/out.wav"
}

for rate in $rates; do
  for mode in native delay resample; do
    check "rate_${mode}_keeps_time_at_$rate" keeps_time "$rate" --rate $mode
  done
  check "rate_oversampled_keeps_time_at_$rate" \
    keeps_time "$rate" --oversample 2
done

# Blocks
# ------

splits_alike() {
  local block
  render "$@" "$TMP/whole.wav" || return
  for block in 1 7 64 9999 65536; do
    render --block "$block" "$@" "$TMP/block.wav" &&
      cmp "$TMP/whole.wav" "$TMP/block.wav" || return
  done
}

for mode in native delay resample; do
  for times in 1 2 4; do
    check "rate_${mode}_${times}_splits_alike" splits_alike \
      --rate $mode --oversample $times "$model" "$TMP/88200.wav"
  done
done

# shorter than the latency
check rate_short_audio python '
write(sys.argv[1] + "/short.wav", [[0.5] * 10], 44100)' "$TMP"
lasts_10_frames() {
  render --rate resample "$model" "$TMP/short.wav" "$TMP/out.wav" && python '
y = read(sys.argv[1])
assert len(y[0]) == 10, y' "$TMP/out.wav"
}
check rate_short_audio_stays_short lasts_10_frames

# What is chosen, and said
# ------------------------

chooses() {
  local text=$1
  shift
  warns "$text" "$REMANENCE" render "$@" "$TMP/out.wav"
}

check rate_auto_native chooses ', at its own rate,' "$model" "$TMP/48000.wav"
check rate_auto_delay chooses ', state delayed,' "$model" "$TMP/96000.wav"
check rate_auto_resample chooses ', resampled,' "$model" "$TMP/44100.wav"
check rate_delay_too_low chooses 'does not work at 44100 Hz: the audio is resampled' \
  --rate delay "$model" "$TMP/44100.wav"
check rate_delay_oversampled chooses ', state delayed,' \
  --rate delay --oversample 2 "$model" "$TMP/44100.wav"
check rate_assumed_is_said chooses 'as if it was made for 44100 Hz' \
  "$GOLDEN/guitarml-lstm.json" "$TMP/48000.wav"

is_quiet() {
  [ -z "$(render "$@" "$TMP/out.wav" 2>&1)" ]
}
for mode in auto native resample; do
  check "rate_${mode}_is_quiet" is_quiet --rate $mode "$model" "$TMP/44100.wav"
done
