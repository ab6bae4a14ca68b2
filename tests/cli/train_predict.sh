#!/usr/bin/env bash
# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT
#
# Training to predict: classes and onsets from label tracks, and what comes next

source "$(dirname "$0")/lib.sh"

dry=$TMP/dry.wav
preset=$TMP/preset.json

# Low, high or quiet tones in turn, with a label track of each kind of label
python '
random.seed(2)
dry, phase, spans, onsets = [], 0.0, [], []
for block in range(128):
  kind = random.choice(["low", "high", "quiet"])
  start = len(dry) / 8000
  for t in range(500):
    phase += {"low": 0.4, "high": 1.5, "quiet": 0.9}[kind]
    level = 0.02 if kind == "quiet" else 0.5
    dry.append(level * math.sin(phase) + random.uniform(-0.01, 0.01))
  if kind != "quiet":
    spans.append((start, len(dry) / 8000, kind))
    onsets.append(start)
write(sys.argv[1], [dry], 8000)
with open(sys.argv[2], "w") as file:
  for span in spans:
    file.write("%.6f\t%.6f\t%s\n\\\t100\t200\n" % span)
with open(sys.argv[3], "w") as file:
  file.write("start,end,what\n" + "".join("%.6f\n" % t for t in onsets))
with open(sys.argv[4], "w") as file:
  file.write("0.5\t1.0\tlow\nearly\t2.0\thigh\n")
with open(sys.argv[5], "w") as file:
  file.write("0.5,1.0,low\n9.5,10.0,high\n")
with open(sys.argv[6], "w") as file:
  file.write("# nothing\n")' \
  "$dry" "$TMP"/{classes,onsets,words,late,none}.txt

train() {
  "$REMANENCE" train --cell gru --hidden 6 --epochs 8 --threads 1 "$@"
}

tells_classes() {
  train "$dry" "$TMP/classes.txt" --labels -o "$preset" \
    --report "$TMP/report" >"$TMP/log" && cat "$TMP/log" &&
    grep -E '^epoch 8/8 .* cross-entropy [0-9.]+, accuracy [0-9.]+%' \
      "$TMP/log" && grep -q 'F-measure 0\.[89]' "$TMP/log" &&
    grep -E '^Classes +(low, high|high, low), none$' "$TMP/report/report.txt"
}

# Its classes have names, and what it states is what it does
classes_are_true() {
  "$REMANENCE" render --quiet "$preset" "$dry" "$TMP/out.wav" && python '
preset = json.load(open(sys.argv[1]))
assert preset["prediction"]["kind"] == "class", preset["prediction"]
names = [output["name"] for output in preset["outputs"]]
assert sorted(names) == ["high", "low", "none"], names
assert preset["training"]["test_accuracy"] > 0.8, preset["training"]' "$preset"
}

# Hop and window are in the preset, and windows begin anew
learns_windows() {
  train "$dry" "$TMP/classes.txt" --labels --hop 100 --window 500 \
    -o "$preset" --epochs 30 && python '
p = json.load(open(sys.argv[1]))["prediction"]
assert (p["hop"], p["window"]) == (100, 500), p
t = json.load(open(sys.argv[1]))["training"]
assert t["test_accuracy"] > 0.9, t' "$preset"
}

tells_onsets() {
  train "$dry" "$TMP/onsets.txt" --labels -o "$preset" >"$TMP/log" &&
    cat "$TMP/log" && grep 'beginnings within 25 ms' "$TMP/log" && python '
preset = json.load(open(sys.argv[1]))
p = preset["prediction"]
assert p["kind"] == "value" and 0 < p["threshold"] < 1, p
assert 0 < p["hysteresis"] <= p["threshold"], p
assert preset["training"]["test_onset_f_measure"] > 0.3' "$preset"
}

# A sine in a little noise can be foreseen as well as linear prediction does
foresees() {
  train "$dry" --predict 2 -o "$preset" --epochs 20 >"$TMP/log" &&
    cat "$TMP/log" && grep -E 'linear prediction of order 32 has' "$TMP/log" &&
    python '
preset = json.load(open(sys.argv[1]))
p, t = preset["prediction"], preset["training"]
assert (p["kind"], p["ahead"]) == ("next-sample", 2), p
assert t["test_gain_db"] > 6 and t["linear_32_gain_db"] > 6, t' "$preset"
}

# What the preset states is what comes out when its last tenth is played
states_true_gain() {
  "$REMANENCE" render --quiet "$preset" "$dry" "$TMP/out.wav" && python '
dry = read(sys.argv[1])[0]
out = read(sys.argv[2])[0]
n = len(dry) - 2
first = n - n // 10
error = sum((dry[t + 2] - out[t]) ** 2 for t in range(first, n))
gain = 10 * math.log10(sum(x * x for x in dry[first + 2:]) / error)
stated = json.load(open(sys.argv[3]))["training"]["test_gain_db"]
assert abs(gain - stated) < 0.05, (gain, stated)' "$dry" "$TMP/out.wav" "$preset"
}

t() { check "train_$1" "${@:2}"; }

refuses_to() { # STATUS MESSAGE OPTION...
  refuses "$1" "$2" train "${@:3}" -o "$TMP/none.json"
}

t tells_classes tells_classes
t classes_are_true classes_are_true
t learns_windows learns_windows
t tells_onsets tells_onsets
t foresees foresees
t states_true_gain states_true_gain
t refuses_words refuses_to 1 \
  'line 2: START, END and TEXT are expected' "$dry" "$TMP/words.txt" --labels
t refuses_late refuses_to 1 \
  'line 2: 9.500 s is past the end of the audio' "$dry" "$TMP/late.txt" --labels
t refuses_no_labels refuses_to 1 'holds no labels' "$dry" "$TMP/none.txt" --labels
t refuses_other_loss refuses_to 1 'tells 3 classes, which --loss mse cannot' \
  "$dry" "$TMP/classes.txt" --labels --loss mse
t refuses_odd_window refuses_to 2 'is no multiple of --hop 300' \
  "$dry" "$TMP/classes.txt" --labels --window 500 --hop 300
t refuses_long_window refuses_to 2 'takes a --truncation' \
  "$dry" "$TMP/classes.txt" --labels --window 500 --truncation 128
t refuses_two_files refuses_to 2 '--predict takes DRY alone' \
  "$dry" "$dry" --predict 1
t refuses_labels_of_next refuses_to 2 'DRY has no labels' \
  "$dry" --predict 1 --labels
