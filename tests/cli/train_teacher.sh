#!/usr/bin/env bash
# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT
#
# Training by a teacher: a network that plays what another one does

source "$(dirname "$0")/lib.sh"

dry=$TMP/dry.wav
teacher=$TMP/teacher.json

# A teacher with two knobs, one that drives a RNN and one that offsets it
python '
import random
random.seed(1)
dry, at = [], 0
for t in range(48000):
  if t % 2000 == 0:
    step, level, at = random.uniform(0.05, 0.5), random.uniform(0.1, 0.9), t
  dry.append(level * math.exp((at - t) / 900) * math.sin(step * (t - at)) +
    random.uniform(-0.002, 0.002))
write(sys.argv[1] + "/dry.wav", [dry], 8000)
write(sys.argv[1] + "/fast.wav", [dry], 16000)
teacher = {"remanence": 1, "rate_hz": 8000,
  "inputs": [{"name": "Audio"},
    {"name": "Bias", "default": 0, "minimum": -1, "maximum": 1},
    {"name": "Cut", "default": 0.5, "minimum": 0, "maximum": 1}],
  "layers": [{"type": "rnn", "units": 1, "W": [[2, 0.3, 0.6]], "U": [[0.2]],
      "b": [-0.3]},
    {"type": "dense", "units": 1, "W": [[0.7]], "b": [0]}],
  "metadata": {"name": "Master", "author": "Teacher", "licence": "CC-BY-4.0",
    "gear": "Thing", "input_level_dbu": 12.5}}
json.dump(teacher, open(sys.argv[1] + "/teacher.json", "w"))
del teacher["metadata"]
json.dump(teacher, open(sys.argv[1] + "/nameless.json", "w"))
teacher["self_test"] = {"input": [[0], [0], [0.5]], "output": [[0.25]]}
json.dump(teacher, open(sys.argv[1] + "/broken.json", "w"))' "$TMP"

train() {
  "$REMANENCE" train --hidden 4 --epochs 20 --threads 1 "$@"
}

# preset_holds EXPRESSION FILE
preset_holds() {
  "$REMANENCE" info --json "$2" | python '
info = json.load(sys.stdin)
knobs = [(i["name"], i["minimum"], i["maximum"], i["default"])
  for i in info["inputs"]][1:]
teacher = info["provenance"]["teacher"]
assert eval("(" + sys.argv[1] + ")"), info' "$1"
}

# compare PRESET VALUE... -- VALUE...: the ESR between preset and teacher over
# all audio, each with its own values of knobs, is below 1%
compare() {
  local preset=$1 pupil=() master=()
  shift
  for (( ; $#; )); do
    [ "$1" = -- ] && shift && break
    pupil+=(--param "$1") && shift
  done
  for value in "$@"; do master+=(--param "$value"); done
  "$REMANENCE" render --quiet "${pupil[@]}" "$preset" "$dry" "$TMP/a.wav" &&
    "$REMANENCE" render --quiet "${master[@]}" "$teacher" "$dry" "$TMP/b.wav" &&
    python '
(a,), (b,) = read(sys.argv[1]), read(sys.argv[2])
esr = sum((x - y) ** 2 for x, y in zip(a, b)) / sum(y * y for y in b)
print(esr)
assert esr < 0.01' "$TMP/a.wav" "$TMP/b.wav"
}

learns_defaults() {
  train --teacher "$teacher" "$dry" -o "$TMP/one.json" >"$TMP/log" &&
    ! grep Delay "$TMP/log" && preset_holds 'knobs == []' "$TMP/one.json" &&
    compare "$TMP/one.json" -- 0 0.5
}

learns_a_setting() {
  train --teacher "$teacher" "$dry" --knobs Cut=1 -o "$TMP/one.json" &&
    preset_holds 'knobs == [] and teacher["knobs"] == {"Cut": 1}' \
      "$TMP/one.json" && compare "$TMP/one.json" -- 0 1
}

# The teacher plays Bias, which is not turned, where it is told to
learns_a_grid() {
  train --teacher "$teacher" --knobs Bias=0.4,Cut=0 --knobs Bias=0.4,Cut=0.5 \
    --knobs Bias=0.4,Cut=1 "$dry" -o "$TMP/grid.json" &&
    preset_holds 'knobs == [("Cut", 0, 1, 0.5)] and
      abs(teacher["knobs"]["Bias"] - 0.4) < 1e-6 and
      [take["knobs"] for take in info["provenance"]["takes"]] ==
        [{"Cut": 0}, {"Cut": 0.5}, {"Cut": 1}]' "$TMP/grid.json" &&
    compare "$TMP/grid.json" 0 -- 0.4 0 && compare "$TMP/grid.json" 1 -- 0.4 1
}

names_its_teacher() {
  preset_holds 'teacher["file"] == "teacher.json" and
    teacher["name"] == "Master" and teacher["author"] == "Teacher" and
    teacher["licence"] == "CC-BY-4.0" and len(teacher["model"]) == 16 and
    info["licence"] == "CC-BY-4.0" and info["name"] == "one" and
    info["author"] is None and info["gear"] == "Thing" and
    info["input_level_dbu"] == 12.5' "$TMP/one.json"
}

few() {
  train --epochs 1 "$@" "$dry" -o "$TMP/few.json"
}

check teacher_learns_defaults learns_defaults
check teacher_learns_a_setting learns_a_setting
check teacher_is_named names_its_teacher
check teacher_learns_a_grid learns_a_grid
check teacher_warns_of_licence warns \
  'teacher.json: warning: its licence, CC-BY-4.0, goes for the preset as well' \
  few --teacher "$teacher"
check teacher_warns_of_no_licence warns \
  'nameless.json: warning: it states no licence' \
  few --teacher "$TMP/nameless.json"
check teacher_warns_of_damage warns \
  'broken.json: warning: it fails its own self-test by' \
  few --teacher "$TMP/broken.json"

check teacher_refuses_wet refuses 2 \
  "--teacher plays WET itself: give it DRY alone, not wet.wav" \
  train --quiet --teacher "$teacher" "$dry" wet.wav -o "$TMP/few.json"
check teacher_refuses_no_dry refuses 2 'needs a DRY' train --quiet \
  --teacher "$teacher" --knobs Cut=0 --knobs Cut=1 -o "$TMP/few.json"
check teacher_refuses_unknown_knob refuses 1 \
  'teacher.json: has no knob Gain, which --knobs turns' \
  few --teacher "$teacher" --knobs Gain=1
check teacher_refuses_range refuses 1 \
  'teacher.json: knows Cut from 0 to 1, but --knobs turns it from 0.5 to 2' \
  few --teacher "$teacher" --knobs Cut=0.5 --knobs Cut=2
check teacher_refuses_rate refuses 1 \
  "teacher.json: was trained at 8000 Hz, but $TMP/fast.wav has 16000 Hz" \
  train --quiet --teacher "$teacher" "$TMP/fast.wav" -o "$TMP/few.json"
check teacher_refuses_missing refuses 1 'none.json: ' \
  few --teacher "$TMP/none.json"
check teacher_is_kept refuses 1 'teacher.json: is a recording or a teacher' \
  train --quiet --teacher "$teacher" "$dry" -o "$teacher"
