#!/usr/bin/env bash
# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT
#
# Training from two recordings: what comes out, and what is refused before

source "$(dirname "$0")/lib.sh"

dry=$TMP/dry.wav
wet=$TMP/wet.wav
preset=$TMP/preset.json

# A device whose output comes 37 frames later; 8 kHz, so that tests take seconds
python '
dry, wet = clipper(64000)
delay = [0.0] * 37
write(sys.argv[1], [dry + delay], 8000)
write(sys.argv[2], [delay + wet], 8000)
write(sys.argv[3], [dry, dry], 8000)
write(sys.argv[4], [dry[:16000]], 8000)
write(sys.argv[5], [[0.0001 * x for x in dry]], 8000)
write(sys.argv[6], [[max(-1, min(1, 4 * x)) for x in dry]], 8000)
write(sys.argv[7], [[x if t != 30000 else math.nan for t, x in enumerate(dry)]],
      8000)
write(sys.argv[8], [[x + 0.5 for x in dry]], 8000)
write(sys.argv[9], [[random.uniform(-0.5, 0.5) for x in dry]], 8000)
write(sys.argv[10], [wet], 16000)
tail = [0.0] * 10000
write(sys.argv[11], [dry + tail], 8000)
write(sys.argv[12], [wet + tail], 8000)
write(sys.argv[13], [[x - math.exp(-(t % 3600) / 300)
                      for t, x in enumerate(wet)]], 8000)' \
  "$dry" "$wet" \
  "$TMP"/{stereo,short,silent,clipped,nan,offset,other,fast,dry-ends,ends,pieces}.wav

small=(--hidden 4 --epochs 4 --threads 2)

train() {
  "$REMANENCE" train "${small[@]}" "$@"
}

# refuses_recording TEXT DRY WET: a message, status 1, and no preset
refuses_recording() {
  rm -f "$TMP/none.json"
  refuses 1 "$1" train "$2" "$3" -o "$TMP/none.json" && [ ! -e "$TMP/none.json" ]
}

# info_holds EXPRESSION FILE
info_holds() {
  "$REMANENCE" info --json "$2" | python '
info = json.load(sys.stdin)
assert eval(sys.argv[1]), info' "$1"
}

learns() {
  train "$dry" "$wet" -o "$preset" --epochs 30 --name Clipper --author Me \
    --licence MIT >"$TMP/log" && cat "$TMP/log" &&
    [ "$(grep -c '^epoch .*  gradient [0-9.]*, [0-9]*% clipped ' \
      "$TMP/log")" -eq 30 ] &&
    info_holds 'info["esr"] < 0.005 and info["self_test"]["passed"]' "$preset"
}

finds_delay() {
  local delay
  delay=$(sed -n 's/^Delay: \([0-9]*\) frames.*/\1/p' "$TMP/log")
  [ "$delay" -ge 36 ] && [ "$delay" -le 38 ]
}

says_what_it_is() {
  info_holds '(info["name"] == "Clipper" and info["author"] == "Me" and
    info["licence"] == "MIT" and info["rate_hz"] == 8000 and
    info["training"]["epochs"] == 30 and
    abs(info["training"]["test_esr"] / info["esr"] - 1) < 1e-5 and
    info["provenance"]["seed"] == 1)' "$preset"
}

# A loud sample switches a cell on for ever: parts that come later, played by
# themselves, are perfect
tells_what_gets_stuck() {
  python '
import random
dry = [random.uniform(-0.3, 0.3) for t in range(48000)]
dry[500] = 1.0
write(sys.argv[1], [dry], 8000)
write(sys.argv[2], [[x * 0.999 for x in dry]], 8000)
json.dump({"remanence": 1, "rate_hz": 8000, "skip": 1, "layers": [
  {"type": "lstm", "units": 1, "W": [[100], [0], [1], [0]],
   "U": [[0], [0], [0], [0]], "b": [-70, 40, 0, 10]},
  {"type": "dense", "units": 1, "W": [[0.5]], "b": [0]}]},
  open(sys.argv[3], "w"))' "$TMP"/{loud-dry.wav,loud-wet.wav,stuck.json} &&
    train "$TMP/loud-dry.wav" "$TMP/loud-wet.wav" --delay 0 --hidden 1 \
      --start-from "$TMP/stuck.json" --epochs 1 --rate 1e-6 \
      -o "$TMP/still-stuck.json" >"$TMP/said" 2>&1 && cat "$TMP/said" &&
    grep 'loses its way: its ESR is .*; train with another --seed$' \
      "$TMP/said" &&
    info_holds 'info["esr"] < 0.001 and info["training"]["whole_esr"] > 1' \
      "$TMP/still-stuck.json" && ! grep 'loses its way' "$TMP/log"
}

# A unit that feeds itself stays up or down; one that turns itself over never
# settles
tells_what_silence_does() {
  local feedback options said
  while IFS='|' read -r feedback options said; do
    printf '{"remanence": 1, "rate_hz": 8000, "skip": 1, "layers": [
      {"type": "rnn", "units": 1, "W": [[1]], "U": [[%s]], "b": [0]},
      {"type": "dense", "units": 1, "W": [[0.1]], "b": [0]}]}' "$feedback" \
      >"$TMP/feedback.json" &&
      train "$dry" "$wet" --cell rnn --hidden 1 --start-from \
        "$TMP/feedback.json" ${options:+"$options"} --epochs 1 --rate 1e-6 \
        -o "$TMP/fed-back.json" >"$TMP/said" 2>&1 && cat "$TMP/said" &&
      grep "warning: $said" "$TMP/said" || return
  done <<'END' && ! grep 'in silence\|to rest' "$TMP/log"
5||comes to rest in more than one way, .* with --from-anywhere, or 
5|--from-anywhere|comes to rest in more than one way, .* with another --seed
-5|--from-anywhere|may go on by itself in silence, .* with another --seed
END
}

# What feeds itself weakens until it falls silent, even if it learns nothing
learns_to_rest() {
  printf '{"remanence": 1, "rate_hz": 8000, "skip": 1, "layers": [
    {"type": "rnn", "units": 1, "W": [[1]], "U": [[1.2]], "b": [0]},
    {"type": "dense", "units": 1, "W": [[0.1]], "b": [0]}]}' \
    >"$TMP/feedback.json" &&
    train "$dry" "$wet" --cell rnn --hidden 1 --start-from \
      "$TMP/feedback.json" --epochs 12 --rate 1e-6 -o "$TMP/fed-back.json" \
      >"$TMP/said" 2>&1 && cat "$TMP/said" && ! grep 'to rest' "$TMP/said" &&
    info_holds 'info["rest"]["n_rests"] == 1 and not info["rest"]["restless"]' \
      "$TMP/fed-back.json"
}

# The ESR that the preset states is that of the last tenth, played alone
states_true_esr() {
  "$REMANENCE" render --quiet "$preset" "$dry" "$TMP/out.wav" && python '
dry, = read(sys.argv[1])
wet, = read(sys.argv[2])
out, = read(sys.argv[3])
stated = json.load(open(sys.argv[4]))["metadata"]["esr"]
delay = int(sys.argv[5])
n = len(wet) - delay
first = n - n // 10
signal = sum(x * x for x in wet[first + delay:])
error = sum((x - y) ** 2 for x, y in zip(out[first:], wet[first + delay:]))
print(error / signal, stated)
assert abs(error / signal - stated) < 0.02 * stated' \
    "$dry" "$wet" "$TMP/out.wav" "$preset" \
    "$(sed -n 's/^Delay: .* \([0-9]*\) are taken out/\1/p' "$TMP/log")"
}

# What it says is what is measured of it
states_loudness() {
  info_holds 'abs(info["loudness_db"] - info["loudness"]["lufs"]) < 0.01' \
    "$preset"
}

# The audio is the last tenth of the recording, and the pictures are pictures
reports() {
  train "$dry" "$wet" -o "$TMP/cell.json" --report "$TMP/report" &&
    [ -s "$TMP/report/report.txt" ] && python '
folder = sys.argv[1] + "/"
dry, wet, model, difference = [read(folder + name + ".wav")[0]
  for name in ["dry", "wet", "model", "difference"]]
assert len(dry) == len(wet) == len(model) == len(difference) > 6000
whole, = read(sys.argv[2])
assert dry in [whole[i:i + len(dry)] for i in range(57000, 58000)]
assert any(model)
for w, m, d in zip(wet, model, difference):
  assert abs(w - m - d) < 1e-6
esr = sum(d * d for d in difference) / sum(w * w for w in wet)
stated = json.load(open(sys.argv[3]))["metadata"]["esr"]
assert abs(esr / stated - 1) < 1e-3, (esr, stated)
for name in ["waveforms", "transfer", "spectra", "loss"]:
  png = open(folder + name + ".png", "rb").read()
  assert png[:8] == b"\x89PNG\r\n\x1a\n" and b"IEND" in png[-12:]' \
      "$TMP/report" "$dry" "$TMP/cell.json"
}

is_deterministic() {
  train "$dry" "$wet" -o "$TMP/a.json" --name x --threads 1 &&
    train "$dry" "$wet" -o "$TMP/b.json" --name x --threads 2 &&
    cmp "$TMP/a.json" "$TMP/b.json"
}

seed_matters() {
  train "$dry" "$wet" -o "$TMP/b.json" --name x --seed 2 &&
    ! cmp "$TMP/a.json" "$TMP/b.json"
}

# trains_cell NAME ARCHITECTURE OPTION...
trains_cell() {
  local architecture=$1
  shift
  train "$dry" "$wet" -o "$TMP/cell.json" "$@" &&
    "$REMANENCE" info "$TMP/cell.json" | grep "^Architecture  *$architecture" &&
    info_holds 'info["esr"] < 0.5' "$TMP/cell.json"
}

# The last three seconds are the first three, with noise of 1% of the energy
limits_by_noise() {
  python '
import random
random.seed(3)
dry, = read(sys.argv[1])
wet, = read(sys.argv[2])
dry, wet = dry[:40000] + dry[:24000], wet[:40000] + wet[:24000]
level = math.sqrt(3 * 0.01 * sum(y * y for y in wet[-6400:]) / 6400)
write(sys.argv[3], [dry], 8000)
write(sys.argv[4], [[y + random.uniform(-level, level) for y in wet]], 8000)' \
    "$dry" "$wet" "$TMP/twice.wav" "$TMP/noisy.wav" &&
    train "$TMP/twice.wav" "$TMP/noisy.wav" -o "$TMP/cell.json" \
      >"$TMP/log" && cat "$TMP/log" &&
    grep 'own noise limits the ESR to about \(0.9[0-9]*\|1\|1.1\)%$' "$TMP/log" &&
    grep 'heard. .* own noise limits the ESR to about' "$TMP/log" &&
    info_holds '0.009 < info["training"]["noise_esr"] < 0.011' "$TMP/cell.json"
}

knows_no_noise() {
  ! grep -i noise "$TMP/log"
}

# From where another training ended, one epoch is better than from nothing
goes_on() {
  train "$dry" "$wet" -o "$TMP/on.json" --start-from "$preset" --epochs 1 \
    --rate 0.0001 && info_holds 'info["esr"] < 0.005' "$TMP/on.json"
}

# The best is told by both ratios, that of the preset among them
tells_both_ratios_of_the_best() {
  local line
  line=$(sed -n 's/^epoch 30.* best \(ESR [0-9.]*%, pre-emphasised [0-9.]*%\) .*/\1/p' \
    "$TMP/log")
  python 'training = json.load(open(sys.argv[1]))["training"]
assert sys.argv[2] == "ESR %.4f%%, pre-emphasised %.4f%%" % (
  100 * training["validation_esr"],
  100 * training["validation_esr_pre_emphasised"]), sys.argv' "$preset" "$line"
}

stops_at_target() {
  train "$dry" "$wet" -o "$TMP/cell.json" --epochs 1000 --target-esr 20 &&
    info_holds '(info["training"]["validation_esr"] <= 0.2 and
      info["training"]["epochs"] < 1000)' "$TMP/cell.json"
}

interrupt_keeps_the_best() {
  "$REMANENCE" train "${small[@]}" "$dry" "$wet" -o "$TMP/stop.json" \
    --epochs 1000000 >"$TMP/log" &
  local pid=$!
  until grep -q '^epoch 3/' "$TMP/log" || ! kill -0 $pid; do sleep 0.05; done
  kill -INT $pid
  wait $pid && info_holds 'info["esr"] < 0.5' "$TMP/stop.json" &&
    grep "on audio it never heard" "$TMP/log"
}

leaves_older_preset() {
  cp "$preset" "$TMP/older.json"
  ! train "$dry" "$TMP/silent.wav" -o "$TMP/older.json" &&
    cmp "$preset" "$TMP/older.json"
}

warns_of_clipped_wet() {
  warns 'clipped.wav: warning: is clipped at' train "$dry" "$TMP/clipped.wav" \
    -o "$TMP/cell.json"
}

# What dies away to 1/e in 0.04 s is lost among a few pieces after 0.1 s or so
finds_where_pieces_settle() {
  train "$dry" "$TMP/pieces.wav" --pieces 0.45 -o "$TMP/cell.json" >"$TMP/log" &&
    cat "$TMP/log" && grep -q '^Pieces: the first 0\.\(0[5-9]\|1\)[0-9]* s of' "$TMP/log"
}

# Nothing is printed but in the report, where all warnings are
quiet_keeps_warnings() {
  train --quiet "$dry" "$TMP/clipped.wav" -o "$TMP/cell" --report "$TMP/report" \
    --epochs 1 >"$TMP/log" 2>&1 && [ ! -s "$TMP/log" ] &&
    grep 'clipped.wav: is clipped at' "$TMP/report/report.txt" &&
    grep 'cell: does not end in .json' "$TMP/report/report.txt"
}

check train_learns learns
check train_finds_delay finds_delay
check train_tells_both_ratios_of_the_best tells_both_ratios_of_the_best
check train_knows_no_noise knows_no_noise
check train_limits_by_noise limits_by_noise
check train_tells_what_gets_stuck tells_what_gets_stuck
check train_tells_what_silence_does tells_what_silence_does
check train_learns_to_rest learns_to_rest
check train_says_what_it_is says_what_it_is
check train_states_true_esr states_true_esr
check train_states_loudness states_loudness
check train_reports reports
check train_is_deterministic is_deterministic
check train_seed_matters seed_matters
check train_gru trains_cell 'GRU 4 -> dense 1, skip' --cell gru
check train_rnn trains_cell 'RNN 4.* -> dense 1, skip' --cell rnn
check train_peephole trains_cell '.*LSTM 4 -> dense 1, skip' --cell lstm-peephole
check train_stack trains_cell 'LSTM 3 -> LSTM 3 -> dense 1$' --layers 2 \
  --hidden 3 --no-skip
check train_goes_on goes_on
check train_stops_at_target stops_at_target
check train_interrupt_keeps_the_best interrupt_keeps_the_best
check train_leaves_older_preset leaves_older_preset

check train_refuses_missing refuses_recording 'none.wav: cannot be opened' \
  "$TMP/none.wav" "$wet"
check train_refuses_stereo refuses_recording \
  'stereo.wav: has 2 channels, but training needs one' "$TMP/stereo.wav" "$wet"
check train_refuses_other_rate refuses_recording \
  "fast.wav: has a rate of 16000 Hz, but $dry has 8000 Hz" \
  "$dry" "$TMP/fast.wav"
check train_refuses_other_length refuses_recording \
  'short.wav: lasts 2.00 s, but ' "$dry" "$TMP/short.wav"
check train_refuses_short refuses_recording 'short.wav: lasts 2.00 s: training' \
  "$TMP/short.wav" "$TMP/short.wav"
check train_refuses_silence refuses_recording 'silent.wav: is silent, with a' \
  "$dry" "$TMP/silent.wav"
check train_refuses_clipping refuses_recording 'clipped.wav: is clipped at' \
  "$TMP/clipped.wav" "$dry"
check train_warns_of_clipped_wet warns_of_clipped_wet
check train_warns_of_name warns "$TMP/cell: warning: does not end in .json" \
  train "$dry" "$wet" --epochs 1 -o "$TMP/cell"
check train_quiet_keeps_warnings quiet_keeps_warnings
check train_refuses_latin_name refuses 2 'takes a text in UTF-8' \
  train "$dry" "$wet" --name $'caf\xe9' -o "$TMP/cell.json"
check train_refuses_latin_file refuses 2 'needs a --name, as this is no text' \
  train "$dry" "$wet" -o "$TMP/"$'caf\xe9.json'
check train_refuses_nan refuses_recording \
  'nan.wav: holds a NaN or infinity at 3.750 s' "$dry" "$TMP/nan.wav"
check train_refuses_offset refuses_recording 'offset.wav: is off centre by' \
  "$TMP/offset.wav" "$wet"
check train_refuses_same refuses_recording 'dry.wav: holds the same audio as' \
  "$dry" "$dry"
check train_refuses_wrong_order refuses_recording 'are they in the wrong order' \
  "$wet" "$dry"
check train_refuses_unlike refuses_recording \
  'other.wav: has nothing in common with' "$dry" "$TMP/other.wav"
check train_refuses_silent_end refuses 1 \
  'ends.wav: is silent from 8.3 to 9.2 s, by which the preset would be judged' \
  train --quiet "$TMP/dry-ends.wav" "$TMP/ends.wav" -o "$TMP/cell.json"
check train_finds_where_pieces_settle finds_where_pieces_settle
check train_warns_of_pieces_alike warns \
  'pieces.wav: warning: all pieces begin alike' \
  train "$dry" "$TMP/pieces.wav" --pieces 0.45:0.01 -o "$TMP/cell.json"
check train_refuses_empty_pieces refuses 1 'has no frame left in its pieces' \
  train --quiet "$dry" "$wet" --pieces 0.5:0.499999 -o "$TMP/cell.json"
check train_refuses_nowhere refuses 1 \
  'none/x.json: cannot be written: No such file or directory' \
  train --quiet "$dry" "$wet" -o "$TMP/none/x.json"
check train_keeps_recordings refuses 1 'dry.wav: is a recording' \
  train --quiet "$dry" "$wet" -o "$dry"
check train_refuses_folder refuses 1 "$TMP: is not a regular file" \
  train --quiet "$dry" "$wet" -o "$TMP"
check train_refuses_folder_before_it_reads refuses 1 \
  "$TMP: is not a regular file" train "$TMP/none.wav" "$wet" -o "$TMP"
check train_refuses_report_in_file refuses 1 "$dry: is not a folder" \
  train --quiet "$dry" "$wet" -o "$TMP/cell.json" --report "$dry"
check train_refuses_report_nowhere refuses 1 'none/report: cannot be made' \
  train --quiet "$dry" "$wet" -o "$TMP/cell.json" --report "$TMP/none/report"
