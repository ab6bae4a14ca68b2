#!/usr/bin/env bash
# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT
#
# Training towards a label: predictors

source "$(dirname "$0")/lib.sh"

dry=$TMP/dry.wav
wet=$TMP/wet.wav
preset=$TMP/preset.json

# Is what sounds high or low?  In the second file, the label is 1 all along the
# last tenth; in the third, it exceeds 1
python '
random.seed(2)
dry, label, phase = [], [], 0.0
for t in range(64000):
  if t % 500 == 0:
    high = random.random() < 0.5
  phase += 1.5 if high else 0.4
  dry.append(0.5 * math.sin(phase) + random.uniform(-0.1, 0.1))
  label.append(1.0 if high else 0.0)
write(sys.argv[1], [dry], 8000)
write(sys.argv[2], [label], 8000)
write(sys.argv[3], [label[:57000] + [1.0] * 7000], 8000)
write(sys.argv[4], [label[:30000] + [1.5] + label[30001:]], 8000)
wet = clipper(64000)
write(sys.argv[5], [wet[0]], 8000)
write(sys.argv[6], [wet[1]], 8000)' \
  "$dry" "$wet" "$TMP"/{ones,beyond,other,audio}.wav

train() {
  "$REMANENCE" train --hidden 4 --epochs 10 --threads 1 "$@"
}

learns() {
  train "$dry" "$wet" --labels -o "$preset" --report "$TMP/report" \
    >"$TMP/log" && cat "$TMP/log" &&
    grep -E '^epoch 10/10 .* BCE [0-9.]+, ROC area [0-9.]+ ' "$TMP/log" &&
    grep 'ROC area .* on audio it never heard. Excellent' "$TMP/log" &&
    ! grep -E 'ESR|Delay' "$TMP/log"
}

# What the preset states is what comes out when its last tenth is played
states_true_figures() {
  "$REMANENCE" render --quiet "$preset" "$dry" "$TMP/out.wav" && python '
label = read(sys.argv[1])[0][57600:]
out = read(sys.argv[2])[0][57600:]
assert all(0 <= y <= 1 for y in out)
stated = json.load(open(sys.argv[3]))["training"]
bce = -sum(math.log(y if q else 1 - y) for y, q in zip(out, label)) / len(out)
rank, area, n_ones = 0, 0, sum(label)
for y, q in sorted(zip(out, label)):
  rank += 1
  area += rank * q
area = (area - n_ones * (n_ones + 1) / 2) / (n_ones * (len(out) - n_ones))
right = sum((y >= stated["threshold"]) == q for y, q in zip(out, label))
print(stated, bce, area, right / len(out))
assert "test_esr" not in stated
assert abs(bce / stated["test_bce"] - 1) < 0.02
assert abs(area - stated["test_roc_area"]) < 1e-3 and area > 0.99
assert abs(right / len(out) - stated["test_accuracy"]) < 1e-3' \
    "$wet" "$TMP/out.wav" "$preset"
}

# The network that was best by cross-entropy was kept
chooses_by_entropy() {
  local best
  best=$(sed -n 's/^epoch .*  BCE \([0-9.]*\),.*/\1/p' "$TMP/log" | sort -n |
    head -n 1)
  python 'training = json.load(open(sys.argv[1]))["training"]
assert abs(training["validation_bce"] - float(sys.argv[2])) < 1e-4, training' \
    "$preset" "$best"
}

info_says_so() {
  "$REMANENCE" info --json "$preset" | python '
info = json.load(sys.stdin)
assert info["outputs"][0]["name"] == "Probability", info
assert info["esr"] is None and info["loudness_db"] is None, info
assert info["self_test"]["passed"], info' &&
    "$REMANENCE" info "$preset" | grep '^Architecture  *LSTM 4 -> dense 1 sigmoid'
}

reports() {
  local name
  grep 'ROC curve  *0\.9' "$TMP/report/report.txt" &&
    ! grep ESR "$TMP/report/report.txt" || return
  for name in dry.wav label.wav model.wav label.png roc.png loss.png; do
    [ -s "$TMP/report/$name" ] || return
  done
  [ ! -e "$TMP/report/transfer.png" ]
}

takes_mse() {
  train "$dry" "$wet" --labels --loss mse -o "$TMP/mse.json" >"$TMP/log" &&
    grep 'ROC area 0.9.* on audio it never heard' "$TMP/log"
}

# loss_means_labels: cross-entropy is of nothing else
loss_means_labels() {
  train "$dry" "$wet" --loss bce --name x -o "$TMP/a.json" &&
    train "$dry" "$wet" --labels --name x -o "$TMP/b.json" &&
    cmp "$TMP/a.json" "$TMP/b.json"
}

goes_on() {
  train "$dry" "$wet" --labels --epochs 1 --rate 1e-5 --start-from "$preset" \
    -o "$TMP/on.json" >"$TMP/log" && grep 'ROC area 0.99' "$TMP/log"
}

takes_delay() {
  train "$dry" "$wet" --labels --epochs 1 --delay 9 -o "$TMP/a.json" >"$TMP/log" &&
    python 'assert json.load(open(sys.argv[1]))["provenance"]["delay_frames"] == 9' \
      "$TMP/a.json"
}

# What waits for 100 frames says so, and is played in time with what it is of
states_latency() {
  train "$dry" "$wet" --labels --latency 100 -o "$TMP/late.json" >"$TMP/log" &&
    "$REMANENCE" info "$TMP/late.json" | tee /dev/stderr |
    grep '^Predicts  *a value every 1 frame .*, late by 100 frames (12.5 ms)$' &&
    "$REMANENCE" render --quiet "$TMP/late.json" "$dry" "$TMP/out.wav" &&
    python '
label = read(sys.argv[1])[0][57600:63000]
out = read(sys.argv[2])[0]
def right(late):
  part = out[57600 + late:63000 + late]
  return sum((y >= 0.5) == q for y, q in zip(part, label)) / len(label)
found = [right(late) for late in (-100, 0, 100)]
print(found)
assert found[1] > 0.97 and max(found[0], found[2]) < 0.93, found
assert json.load(open(sys.argv[3]))["prediction"]["latency"] == 100' \
      "$wet" "$TMP/out.wav" "$TMP/late.json"
}

# A value each window, of all that it holds, is what the plugin gives
pools() {
  train "$dry" "$wet" --labels --window 125 --pool "$1" --epochs 4 \
    -o "$TMP/pooled.json" >"$TMP/log" && cat "$TMP/log" &&
    "$REMANENCE" render --quiet --csv "$TMP/pooled.csv" "$TMP/pooled.json" \
      "$dry" "$TMP/out.wav" && python '
preset = json.load(open(sys.argv[1]))
assert preset["prediction"]["pool"] == sys.argv[4], preset["prediction"]
label = read(sys.argv[2])[0]
rows = [line.split(",") for line in open(sys.argv[3]).read().split("\n")[1:-1]]
values = [float(row[-1]) for row in rows]
n = len(label) // 125 // 10
assert len(values) == len(label) // 125, len(values)
pairs = list(zip(values, label[124::125]))[-n:]
bce = -sum(math.log(y if q else 1 - y) for y, q in pairs) / n
stated = preset["training"]
print(bce, stated)
assert abs(bce - stated["test_bce"]) < 0.01 * bce + 1e-5
assert stated["test_roc_area"] > 0.9' \
    "$TMP/pooled.json" "$wet" "$TMP/pooled.csv" "$1"
}

refuses_label() {
  refuses 1 "$1" train --quiet "${@:2}" -o "$TMP/none.json" &&
    [ ! -e "$TMP/none.json" ]
}

refuses_other_start() {
  train --quiet "$TMP/other.wav" "$TMP/audio.wav" --epochs 1 -o "$TMP/a.json" &&
    refuses_label 'a.json: does not end in a sigmoid' "$dry" "$wet" --labels \
      --start-from "$TMP/a.json"
}

# How loud x and x - x' are, as an integrator remembers it, every so many frames
make_front() {
  cat >"$TMP/front.json" <<END
{"remanence": 1, "rate_hz": 8000, "layers": [
  {"type": "conv1d", "units": 2, "kernel_size": 2, "activation": "relu",
   "W": [[[0], [-1]], [[1], [1]]], "b": [0, 0]},
  {"type": "rnn", "units": 2, "activation": "linear",
   "W": [[0.05, 0], [0, 0.05]], "U": [[0.95, 0], [0, 0.95]], "b": [0, 0]},
  {"type": "conv1d", "units": 2, "period": $1, "W": [[[1, 0], [0, 1]]], "b": [0, 0]}]}
END
}

learns_in_steps() {
  make_front 16
  train "$dry" "$wet" --labels --front "$TMP/front.json" --truncation 32 \
    -o "$TMP/steps.json" >"$TMP/steps.log" && cat "$TMP/steps.log" &&
    grep -E 'ROC area .* on audio it never heard. (Very good|Excellent)' "$TMP/steps.log" &&
    "$REMANENCE" info "$TMP/steps.json" |
    grep 'LSTM 4 every 16 frames -> dense 1 sigmoid every 16 frames$' &&
    train "$dry" "$wet" --labels --start-from "$TMP/steps.json" \
      --epochs 1 --truncation 32 -o "$TMP/more.json" |
    grep -E 'on audio it never heard. (Very good|Excellent)'
}

refuses_memory_in_each_frame() {
  make_front 1
  refuses 1 'layer 2 has a memory of its own, which no front can have whose' \
    train "$dry" "$wet" --labels --front "$TMP/front.json" -o "$TMP/no.json"
}

refuses_hops_of_steps() {
  make_front 16
  refuses 1 'layers step every 16 frames, which goes without --hop' \
    train "$dry" "$wet" --labels --front "$TMP/front.json" --hop 64 \
    -o "$TMP/no.json"
}

refuses_too_few_steps() {
  make_front 128
  refuses 1 'layers step every 128 frames, for which the audio is too short' \
    train "$dry" "$wet" --labels --front "$TMP/front.json" -o "$TMP/no.json"
}

check train_label learns
check train_label_states_true_figures states_true_figures
check train_label_chooses_by_entropy chooses_by_entropy
check train_label_info_says_so info_says_so
check train_label_reports reports
check train_label_learns_in_steps learns_in_steps
check train_label_refuses_memory_in_each_frame refuses_memory_in_each_frame
check train_label_refuses_hops_of_steps refuses_hops_of_steps
check train_label_refuses_too_few_steps refuses_too_few_steps
check train_label_takes_mse takes_mse
check train_label_loss_means_labels loss_means_labels
check train_label_goes_on goes_on
check train_label_takes_delay takes_delay
check train_label_states_latency states_latency
check train_label_refuses_late_windows refuses 2 \
  '--latency: goes with --labels, and not with --window or --pieces' \
  train "$dry" "$wet" --labels --window 128 --latency 8 -o "$TMP/none.json"
check train_label_refuses_windows_from_anywhere refuses 2 \
  '--from-anywhere: goes without --window' \
  train "$dry" "$wet" --labels --window 128 --from-anywhere -o "$TMP/none.json"
check train_label_refuses_late_devices refuses 2 '--latency: goes with --labels' \
  train "$dry" "$wet" --latency 8 -o "$TMP/none.json"
check train_label_refuses_to_be_too_late refuses 1 \
  'has 8000 frames a second, of which --latency 513 is 64.1 ms, but 64 ms can' \
  train "$dry" "$wet" --labels --latency 513 -o "$TMP/none.json"
check train_label_pools_the_mean pools mean
check train_label_pools_the_most pools max
check train_label_refuses_to_pool_frames refuses 2 \
  '--pool: goes with --hop or --window' \
  train "$dry" "$wet" --labels --pool mean -o "$TMP/none.json"
check train_label_refuses_to_pool_parts refuses 2 \
  '--pool: takes a --truncation of the whole window' \
  train "$dry" "$wet" --labels --window 512 --pool max --truncation 128 \
  -o "$TMP/none.json"
check train_label_refuses_audio refuses_label \
  'audio.wav: holds -' "$TMP/other.wav" "$TMP/audio.wav" --loss bce
check train_label_refuses_beyond refuses_label \
  'beyond.wav: holds 1.5 at 3.750 s, but a label is from 0 to 1' \
  "$dry" "$TMP/beyond.wav" --labels
check train_label_refuses_one_kind refuses_label \
  'ones.wav: is never below 0.5 from 7.2 to 8.0 s' \
  "$dry" "$TMP/ones.wav" --labels
check train_label_refuses_other_start refuses_other_start
check train_label_refuses_esr refuses 2 '--labels: goes with --loss bce, cross-entropy or mse' \
  train "$dry" "$wet" --labels --loss esr -o "$TMP/none.json"
check train_label_refuses_target refuses 2 'and not with --target-esr' \
  train "$dry" "$wet" --labels --target-esr 1 -o "$TMP/none.json"
