#!/usr/bin/env bash
# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT
#
# Training from recordings at several settings of the knobs: one preset that
# has them, and what is refused before

source "$(dirname "$0")/lib.sh"

dry=$TMP/dry.wav
preset=$TMP/preset.json

# A clipper driven by a knob from 0 to 10, which then makes it quieter by far;
# the wet files come 20 frames later.  The last two have a dry file of their own
python '
import random
def device(dry, gain):
  drive, y, wet = 8 ** (gain / 10), 0.0, []
  for x in dry:
    y += 0.6 * (math.tanh(drive * x) - y)
    wet.append(0.8 * y / drive)
  return wet
def notes(seed, n):
  random.seed(seed)
  dry, at = [], 0
  for t in range(n):
    if t % 2000 == 0:
      step, level, at = random.uniform(0.05, 0.5), random.uniform(0.1, 0.9), t
    dry.append(level * math.exp((at - t) / 900) * math.sin(step * (t - at)) +
      random.uniform(-0.002, 0.002))
  return dry
folder = sys.argv[1] + "/"
late = [0.0] * 20
dry, other = notes(1, 48000), notes(2, 60000)
write(folder + "dry.wav", [dry + late], 8000)
for gain in [0, 5, 7.5, 10]:
  write(folder + "wet%g.wav" % gain, [late + device(dry, gain)], 8000)
write(folder + "other.wav", [other], 8000)
write(folder + "high.wav", [device(other, 10)], 8000)
write(folder + "fast.wav", [other], 16000)
write(folder + "fast-wet.wav", [device(other, 10)], 16000)' "$TMP"

# Enough units to fill gaps with: with 6, it is a matter of luck
small=(--hidden 12 --threads 1)

train() {
  "$REMANENCE" train "${small[@]}" "$@"
}

# takes GAIN...: a WET for each, in $takes
takes() {
  takes=()
  for gain in "$@"; do
    takes+=(--knobs "Gain=$gain" "$TMP/wet$gain.wav")
  done
}
takes 0 5 10

# refuses_plan TEXT ARGUMENT...: wrong usage, and no preset
refuses_plan() {
  refuses 2 "$1" train "${@:2}" -o "$TMP/none.json" &&
    [ ! -e "$TMP/none.json" ]
}

# preset_holds EXPRESSION FILE
preset_holds() {
  "$REMANENCE" info --json "$2" | python '
info = json.load(sys.stdin)
takes = info["training"].get("takes")
assert eval("(" + sys.argv[1] + ")"), info' "$1"
}

learns() {
  train "$dry" "${takes[@]}" --epochs 60 -o "$preset" >"$TMP/log" &&
    cat "$TMP/log" && preset_holds 'info["self_test"]["passed"] and
      [take["knobs"]["Gain"] for take in takes] == [0, 5, 10] and
      max(take["test_esr"] for take in takes) < 0.01 and
      abs(sum(take["test_esr"] for take in takes) / 3 / info["esr"] - 1) < 1e-4
      ' "$preset"
}

has_knob() {
  preset_holds '[(i["name"], i["minimum"], i["maximum"], i["default"])
    for i in info["inputs"]][1:] == [("Gain", 0, 10, 5)]' "$preset"
}

# esr GAIN [VALUE]: what the last tenth really comes to with the knob there, or
# at another value
esr() {
  "$REMANENCE" render --quiet --param "${2:-$1}" "$preset" "$dry" \
    "$TMP/out.wav" &&
    python '
wet, = read(sys.argv[1])
out, = read(sys.argv[2])
delay = int(sys.argv[3])
n = len(wet) - delay
first = n - n // 10
pairs = list(zip(out[first:], wet[first + delay:]))
print(sum((x - y) ** 2 for x, y in pairs) / sum(y * y for x, y in pairs))' \
      "$TMP/wet$1.wav" "$TMP/out.wav" \
      "$(sed -n 's/^Delay at Gain=0: .* \([0-9]*\) are taken out/\1/p' \
        "$TMP/log")"
}

# What the preset states of each setting is what the engine plays there
states_true_esr() {
  local gain
  for gain in 0 5 10; do
    preset_holds "abs([take['test_esr'] for take in takes
      if take['knobs']['Gain'] == $gain][0] / $(esr "$gain") - 1) < 0.05" \
      "$preset" || return
  done
}

# Nobody recorded this setting: it is closer by far than those around it
fills_the_gaps() {
  python 'here, low, high = map(float, sys.argv[1:])
print(here, low, high)
assert here < low / 2 and here < high / 2' \
    "$(esr 7.5)" "$(esr 7.5 5)" "$(esr 7.5 10)"
}

says_each_setting() {
  grep '^  at Gain=10 .* %, pre-emphasised .* %' "$TMP/log" &&
    [ "$(grep -c ', the worst$' "$TMP/log")" -eq 1 ] &&
    [ "$(grep -c '^Delay at Gain=' "$TMP/log")" -eq 3 ]
}

says_which_files() {
  preset_holds '[(take["knobs"], take["dry"]["file"], take["wet"]["file"])
    for take in info["provenance"]["takes"]] ==
    [({"Gain": gain}, "dry.wav", "wet%d.wav" % gain) for gain in [0, 5, 10]]
    and len({take["wet"]["fnv1a64"]
      for take in info["provenance"]["takes"]}) == 3' "$preset"
}

# The audio of the report is of the setting whose ESR is largest
reports_the_worst() {
  train "$dry" "${takes[@]}" --epochs 2 -o "$TMP/few.json" --quiet \
    --report "$TMP/report" && python '
folder = sys.argv[1] + "/"
wet, difference = [read(folder + name)[0]
  for name in ["wet.wav", "difference.wav"]]
esr = sum(d * d for d in difference) / sum(w * w for w in wet)
takes = json.load(open(sys.argv[2]))["training"]["takes"]
worst = max(takes, key=lambda take: take["test_esr"])
assert abs(worst["test_esr"] / esr - 1) < 1e-3, (esr, takes)
assert len({take["test_esr"] for take in takes}) == 3
text = open(folder + "report.txt").read()
assert text.count("  at Gain=") == 3
line, = [line for line in text.split("\n") if ", the worst" in line]
assert "at Gain=%g " % worst["knobs"]["Gain"] in line' \
    "$TMP/report" "$TMP/few.json"
}

is_deterministic() {
  local n
  for n in 1 2; do
    train "$dry" "${takes[@]}" --epochs 2 --quiet --name x --threads $n \
      -o "$TMP/$n.json" || return
  done
  cmp "$TMP/1.json" "$TMP/2.json"
}

# Another dry file, another length, another delay
takes_own_dry() {
  train --knobs Gain=0 "$dry" "$TMP/wet0.wav" --knobs Gain=10 \
    "$TMP/other.wav" "$TMP/high.wav" --epochs 20 -o "$TMP/own.json" &&
    preset_holds 'max(take["test_esr"] for take in takes) < 0.1 and
      [(take["dry"]["file"], take["delay_frames"] > 9)
        for take in info["provenance"]["takes"]] ==
      [("dry.wav", True), ("other.wav", False)]' "$TMP/own.json"
}

# The second knob changes nothing, but has its name, its range and its default
takes_two_knobs() {
  train "$dry" --knobs Gain=0,Tone=-2 "$TMP/wet0.wav" \
    --knobs Tone=1,Gain=5 "$TMP/wet5.wav" --epochs 1 -o "$TMP/two.json" &&
    preset_holds '[(i["name"], i["minimum"], i["maximum"], i["default"])
      for i in info["inputs"]][1:] ==
      [("Gain", 0, 5, 0), ("Tone", -2, 1, -2)]' "$TMP/two.json"
}

# From where another training ended, one epoch is better than from nothing
goes_on() {
  train "$dry" "${takes[@]}" --start-from "$preset" --epochs 1 --rate 0.0001 \
    -o "$TMP/on.json" --hidden 12 --cell lstm --layers 1 &&
    preset_holds 'max(take["test_esr"] for take in takes) < 0.01' \
      "$TMP/on.json"
}

# refuses_start TEXT ARGUMENT...
refuses_start() {
  refuses 1 "preset.json: $1" "$REMANENCE" train --quiet "${@:2}" \
    --start-from "$preset" -o "$TMP/none.json" && [ ! -e "$TMP/none.json" ]
}

check train_knobs_learns learns
check train_knobs_has_knob has_knob
check train_knobs_states_true_esr states_true_esr
check train_knobs_fills_the_gaps fills_the_gaps
check train_knobs_says_each_setting says_each_setting
check train_knobs_says_which_files says_which_files
check train_knobs_reports_the_worst reports_the_worst
check train_knobs_is_deterministic is_deterministic
check train_knobs_takes_own_dry takes_own_dry
check train_knobs_takes_two takes_two_knobs
check train_knobs_goes_on goes_on

same='give the same in the same order'
check train_knobs_start_needs_knobs refuses_start \
  "its knobs are Gain, but those of --knobs are none: $same" \
  "$dry" "$TMP/wet0.wav"
check train_knobs_start_needs_same_knobs refuses_start \
  "its knobs are Gain, but those of --knobs are Tone: $same" \
  "$dry" --knobs Tone=0 "$TMP/wet0.wav" --knobs Tone=1 "$TMP/wet5.wav"
check train_start_refuses_cell refuses_start 'is no network of --cell gru' \
  "$dry" "${takes[@]}" --cell gru
check train_start_refuses_hidden refuses_start 'has 12 units, not --hidden 7' \
  "$dry" "${takes[@]}" --hidden 7
check train_start_refuses_layers refuses_start \
  'has 1 recurrent layers, not --layers 2' "$dry" "${takes[@]}" --layers 2
check train_start_refuses_no_skip refuses_start \
  'adds the dry audio, against --no-skip' "$dry" "${takes[@]}" --no-skip

check train_knobs_refuses_missing refuses_plan \
  '--knobs Gain=1: has no Tone, which --knobs Gain=0,Tone=1 has' \
  "$dry" --knobs Gain=0,Tone=1 a.wav --knobs Gain=1 b.wav
check train_knobs_refuses_another refuses_plan \
  '--knobs Gain=1,Tone=2: has Tone, which --knobs Gain=0 has not' \
  "$dry" --knobs Gain=0 a.wav --knobs Gain=1,Tone=2 b.wav
check train_knobs_refuses_twice refuses_plan \
  '--knobs Gain=1.0: is the setting of another WET too' \
  "$dry" --knobs Gain=1 a.wav --knobs Gain=1.0 b.wav
check train_knobs_refuses_one_value refuses_plan \
  '--knobs: Tone is 3 for every WET: what is not turned cannot be learned' \
  "$dry" --knobs Gain=0,Tone=3 a.wav --knobs Gain=1,Tone=3 b.wav
check train_knobs_refuses_five refuses_plan \
  '--knobs A=1,B=1,C=1,D=1,E=1: has more knobs than the plugin, which has 4' \
  "$dry" --knobs A=1,B=1,C=1,D=1,E=1 a.wav
check train_knobs_refuses_words refuses_plan \
  '--knobs Gain=high: Gain takes a number' "$dry" --knobs Gain=high a.wav
check train_knobs_refuses_infinity refuses_plan \
  '--knobs Gain=inf: Gain takes a number' "$dry" --knobs Gain=inf a.wav
check train_knobs_refuses_no_value refuses_plan \
  '--knobs Gain: takes NAME=VALUE' "$dry" --knobs Gain a.wav
check train_knobs_refuses_a_name_twice refuses_plan \
  '--knobs Gain=1,Gain=2: has Gain twice' "$dry" --knobs Gain=1,Gain=2 a.wav
check train_knobs_refuses_no_wet refuses_plan \
  '--knobs Gain=1: needs the name of WET after it' \
  "$dry" --knobs Gain=0 a.wav --knobs Gain=1
check train_knobs_refuses_no_dry refuses_plan \
  '--knobs Gain=0: needs a DRY' --knobs Gain=0 a.wav --knobs Gain=1 b.wav
check train_knobs_refuses_late_knobs refuses_plan \
  '--knobs Gain=0: comes after the names of DRY and WET' \
  "$dry" a.wav --knobs Gain=0 b.wav
check train_knobs_refuses_three_names refuses_plan \
  '--knobs Gain=0: has three names' "$dry" --knobs Gain=0 a.wav b.wav c.wav
check train_knobs_refuses_three_names_alone refuses_plan \
  'takes DRY and WET, or' "$dry" a.wav b.wav

check train_knobs_refuses_same_audio refuses 1 \
  'copy.wav: holds the same audio as' train --quiet "$dry" \
  --knobs Gain=0 "$TMP/wet0.wav" --knobs Gain=1 \
  "$(cp "$TMP/wet0.wav" "$TMP/copy.wav" && echo "$TMP/copy.wav")" \
  -o "$TMP/none.json"
check train_knobs_refuses_other_rate refuses 1 \
  "fast-wet.wav: has a rate of 16000 Hz, but $TMP/wet0.wav has 8000 Hz" \
  train --quiet "$dry" --knobs Gain=0 "$TMP/wet0.wav" \
  --knobs Gain=10 "$TMP/fast.wav" "$TMP/fast-wet.wav" -o "$TMP/none.json"
check train_knobs_refuses_other_length refuses 1 \
  "high.wav: lasts 7.50 s, but $dry lasts 6.00 s: are they of one take?" \
  train --quiet "$dry" --knobs Gain=0 "$TMP/wet0.wav" \
  --knobs Gain=10 "$TMP/high.wav" -o "$TMP/none.json"
check train_knobs_keeps_recordings refuses 1 'wet5.wav: is a recording' \
  train --quiet "$dry" "${takes[@]}" -o "$TMP/wet5.wav"
