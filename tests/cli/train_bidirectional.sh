#!/usr/bin/env bash
# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT
#
# Training what hears the future: a device and a detector

source "$(dirname "$0")/lib.sh"

dry=$TMP/dry.wav
wet=$TMP/wet.wav
preset=$TMP/both.json

# A device that hears the future: a low-pass of the sound turned around.  And a
# label that only what comes tells: 4 ms later, a burst begins
python '
random.seed(4)
n = 64000
dry = [random.uniform(-0.5, 0.5) for t in range(n)]
wet = [0.0] * (n + 1)
for t in reversed(range(n)):
  wet[t] = 0.8 * wet[t + 1] + 0.2 * math.tanh(2.0 * dry[t])
write(sys.argv[1], [dry], 8000)
write(sys.argv[2], [wet[:n]], 8000)
gate = []
while len(gate) < n + 32:
  gate += [1.0 - gate[-1] if gate else 0.0] * random.randint(100, 700)
gate = gate[:n + 32]
write(sys.argv[3], [[(0.01 + g) * x for g, x in zip(gate, dry)]], 8000)
write(sys.argv[4], [gate[32:]], 8000)' \
  "$dry" "$wet" "$TMP/bursts.wav" "$TMP/gate.wav"

train() {
  "$REMANENCE" train --delay 0 --hidden 6 --epochs 12 --threads 1 "$@"
}

both=(--bidirectional --look-ahead 64 --truncation 64)

# test_esr FILE
test_esr() {
  python 'print(json.load(open(sys.argv[1]))["training"]["test_esr"])' "$1"
}

learns_what_forward_cannot() {
  train "$dry" "$wet" -o "$TMP/forward.json" >"$TMP/log" &&
    train "$dry" "$wet" "${both[@]}" -o "$preset" --report "$TMP/report" \
      >"$TMP/log" && cat "$TMP/log" &&
    grep '^  with the 20 ms of look-ahead that the plugin has at first: ESR' \
      "$TMP/log" "$TMP/report/report.txt" && python '
forward, both = map(float, sys.argv[1:])
print(forward, both)
assert both < 0.01 and forward > 0.3' \
    "$(test_esr "$TMP/forward.json")" "$(test_esr "$preset")"
}

# What the preset states is what the last tenth is, rendered and in the plugin
states_true_figures() {
  "$REMANENCE" render --quiet "$preset" "$dry" "$TMP/whole.wav" &&
    "$WAVHOST" --model "$preset" --set dc_block=0 --set normalise=0 \
      urn:remanence:effect "$dry" "$TMP/ahead.wav" 2>"$TMP/log" && python '
def esr(y, t):
  pairs = list(zip(y, t))[57600:63000]
  return sum((a - b) ** 2 for a, b in pairs) / sum(b * b for a, b in pairs)
wet = read(sys.argv[1])[0]
late = int(sys.argv[5])
whole, ahead = esr(read(sys.argv[2])[0], wet), esr(read(sys.argv[3])[0][late:], wet)
stated = json.load(open(sys.argv[4]))["training"]
print(stated, whole, ahead, late)
assert stated["look_ahead_ms"] == 20
assert abs(whole / stated["test_esr"] - 1) < 0.1
assert abs(ahead / stated["look_ahead_esr"] - 1) < 0.1' \
    "$wet" "$TMP/whole.wav" "$TMP/ahead.wav" "$preset" \
    "$(sed -n 's/.*latency \([0-9]*\) frames.*/\1/p' "$TMP/log" | head -n 1)"
}

info_says_so() {
  "$REMANENCE" info "$preset" >"$TMP/log" && cat "$TMP/log" &&
    grep 'LSTM 6 + LSTM 6 backward -> dense 1' "$TMP/log" &&
    grep 'Self-test  *passed' "$TMP/log"
}

same_bytes() {
  train --quiet "$dry" "$wet" "${both[@]}" --name both -o "$TMP/again.json" &&
    cmp "$TMP/again.json" "$preset"
}

# Every cell, stacked, with knobs
trains_every_cell() {
  local cell
  for cell in rnn gru lstm-peephole; do
    train "$dry" --knobs Tone=3 "$wet" --knobs Tone=7 "$TMP/gate.wav" --cell "$cell" \
      --layers 2 "${both[@]}" -o "$TMP/cell.json" --epochs 1 >"$TMP/log" &&
      "$REMANENCE" info "$TMP/cell.json" | grep 'backward -> .* backward' ||
      return
  done
}

goes_on() {
  train "$dry" "$wet" --start-from "$preset" --look-ahead 64 --epochs 1 \
    --rate 1e-5 -o "$TMP/on.json" >"$TMP/log" && python '
a, b = map(float, sys.argv[1:])
assert abs(a / b - 1) < 0.1' "$(test_esr "$TMP/on.json")" "$(test_esr "$preset")"
}

teaches() {
  train --teacher "$preset" "$dry" "${both[@]}" -o "$TMP/pupil.json" \
    >"$TMP/log" && python 'assert float(sys.argv[1]) < 0.01' \
    "$(test_esr "$TMP/pupil.json")"
}

# Seen 4 ms before it is there; with the look-ahead, found at the same frames
foresees() {
  train "$TMP/bursts.wav" "$TMP/gate.wav" --labels --hop 8 "${both[@]}" \
    --epochs 8 -o "$TMP/detector.json" >"$TMP/log" && cat "$TMP/log" &&
    grep 'ROC area 0\.9[5-9].* on audio it never heard' "$TMP/log" &&
    grep 'at first: BCE .* ROC area 0\.9[5-9]' "$TMP/log" &&
    "$REMANENCE" predict --csv "$TMP/detector.json" "$TMP/bursts.wav" \
      >"$TMP/events.csv" && python '
gate = read(sys.argv[1])[0]
begins = [t / 8000 for t in range(1, len(gate)) if gate[t] > gate[t - 1]]
lines = open(sys.argv[2]).read().split("\n")[1:-1]
events = [float(line.split(",")[1]) for line in lines]
near = sum(any(abs(e - b) < 0.005 for e in events) for b in begins)
print(len(begins), len(events), near)
assert near > 0.9 * len(begins) and len(events) < 1.2 * len(begins)' \
    "$TMP/gate.wav" "$TMP/events.csv"
}

refuses_train() {
  refuses "$1" "$2" train "${@:3}" -o "$TMP/none.json" &&
    [ ! -e "$TMP/none.json" ]
}

check train_bidirectional_learns_what_forward_cannot learns_what_forward_cannot
check train_bidirectional_states_true_figures states_true_figures
check train_bidirectional_info_says_so info_says_so
check train_bidirectional_gives_the_same_bytes same_bytes
check train_bidirectional_trains_every_cell trains_every_cell
check train_bidirectional_goes_on goes_on
check train_bidirectional_teaches teaches
check train_bidirectional_foresees foresees
check train_bidirectional_refuses_next_sample refuses_train 2 \
  '--bidirectional: goes without --predict, --csv, --window, --latency and' \
  "$dry" --predict 1 --bidirectional
check train_bidirectional_refuses_windows refuses_train 2 \
  'where there is no future to hear' \
  "$dry" "$wet" --labels --window 64 --bidirectional
check train_bidirectional_refuses_start refuses_train 1 \
  'both.json: runs backward, which goes without --predict' \
  "$dry" --predict 1 --start-from "$preset"
check train_bidirectional_refuses_other_start refuses_train 1 \
  'runs forward alone, not --bidirectional' \
  "$dry" "$wet" --bidirectional --start-from "$TMP/forward.json"
check train_bidirectional_refuses_deaf_pupil refuses_train 1 \
  'both.json: runs backward, and only what does can learn it: add --bidirectional' \
  --teacher "$preset" "$dry"
check train_bidirectional_refuses_look_ahead refuses_train 2 \
  '--look-ahead: goes with --bidirectional' "$dry" "$wet" --look-ahead 9
