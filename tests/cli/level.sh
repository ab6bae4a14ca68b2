#!/usr/bin/env bash
# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT
#
# Loudness and calibration: what is told, what is rendered, what the plugin does

source "$(dirname "$0")/lib.sh"

unset LV2_PATH
effect=urn:remanence:effect
nam=$GOLDEN/nam-lstm.json
out=$TMP/out.wav

python '
def amplifier(name, gain, **metadata):
  layer = {"type": "dense", "units": 1, "W": [[gain]], "b": [0]}
  with open(sys.argv[1] + "/" + name, "w") as file:
    json.dump({"remanence": 1, "layers": [layer], "metadata": metadata}, file)

write(sys.argv[1] + "/in.wav", [sine(9600)])
amplifier("quiet.json", 0.1)
amplifier("loud.json", 10)
amplifier("silent.json", 0)
amplifier("faint.json", 0.01)
amplifier("stated.json", 10, loudness_db=-3, input_level_dbu=18,
          output_level_dbu=4)' "$TMP"
in=$TMP/in.wav

# is_gain DECIBELS COMMAND...: whether the command amplifies the input by that
is_gain() {
  local gain_db=$1
  shift
  "$@" "$in" "$out" && python '
x, y = read(sys.argv[1])[0], read(sys.argv[2])[0]
gain = 10 ** (float(sys.argv[3]) / 20)
assert all(abs(b - gain * a) < 1e-5 * gain for a, b in zip(x, y)), y[:9]' \
    "$in" "$out" "$gain_db"
}
render() {
  "$REMANENCE" render --quiet "$@"
}
says() {
  "$REMANENCE" info "$2" | grep -E "^$1"
}
json() {
  "$REMANENCE" info --json "$2" | python '
info = json.loads(sys.stdin.read())
assert eval(sys.argv[1]), info' "$1"
}

# What is told
# ------------

check level_info says 'Loudness +-6.0 LUFS, normalised by -14.0 dB$' \
  "$TMP/loud.json"
check level_info_stated \
  says 'Loudness +-6.0 LUFS, normalised by -14.0 dB; the file says -3.0 dB$' \
  "$TMP/stated.json"
check level_info_silent says 'Loudness +silent, not normalised$' \
  "$TMP/silent.json"
check level_info_limit says 'Loudness +-66.0 LUFS, normalised by \+36.0 dB, the most there is: it stays 10 dB quieter than others$' \
  "$TMP/faint.json"
check level_info_input says 'Input level +18 dBu$' "$TMP/stated.json"
check level_info_output says 'Output level +4 dBu$' "$TMP/stated.json"
check level_info_no_input \
  says 'Input level +unknown: it cannot be calibrated$' "$TMP/loud.json"
check level_json json '(abs(info["loudness"]["lufs"] + 6) < 0.01 and
  info["loudness"]["normalise_db"] == -14 and info["loudness_db"] == -3 and
  info["input_level_dbu"] == 18)' "$TMP/stated.json"
check level_json_silent json '(info["loudness"]["lufs"] is None and
  info["loudness"]["normalise_db"] == 0)' "$TMP/silent.json"

# What is rendered
# ----------------

check level_render_as_it_is is_gain 20 render "$TMP/loud.json"
check level_render_loud is_gain 6 render --normalise "$TMP/loud.json"
check level_render_quiet is_gain 6 render --normalise "$TMP/quiet.json"
check level_render_calibrated \
  is_gain 14 render --input-level 12 "$TMP/stated.json"
check level_render_both \
  is_gain 6 render --normalise --input-level 12 "$TMP/stated.json"
check level_render_not_calibrated \
  is_gain 20 render --input-level 12 "$TMP/loud.json"
check level_render_warns_of_no_level \
  warns 'warning: it does not say at which level it was made' \
  "$REMANENCE" render --quiet --input-level 12 "$TMP/loud.json" "$in" "$out"
check level_render_warns_of_silence warns 'warning: The model is silent' \
  "$REMANENCE" render --quiet --normalise "$TMP/silent.json" "$in" "$out"
check level_render_warns_of_faint warns 'it stays 10 dB quieter than others' \
  "$REMANENCE" render --quiet --normalise "$TMP/faint.json" "$in" "$out"

for level in 41 -21 nan inf x '12 dBu' ''; do
  check "level_render_refuses_${level// /_}" \
    refuses 2 "--input-level $level: takes a level in dBu from -20 to 40" \
    "$REMANENCE" render --input-level "$level" "$TMP/loud.json" "$in" "$out"
done

# What the plugin does
# --------------------

# plays_as OPTION... -- OPTION...: whether the engine, with the first options
# and MODEL, and the plugin with the others play the same bits
plays_as() {
  local model=$1 options=()
  shift
  until [ "$1" = -- ]; do
    options+=("$1")
    shift
  done
  shift
  render "${options[@]}" "$model" "$in" "$TMP/engine.wav" &&
    "$WAVHOST" --quiet --set dc_block=0 "$@" --model "$model" \
      $effect "$in" "$TMP/plugin.wav" &&
    cmp "$TMP/engine.wav" "$TMP/plugin.wav"
}

for model in "$nam" "$TMP/stated.json" "$TMP/quiet.json"; do
  name=$(basename "$model" .json)
  check "level_plugin_normalises_$name" plays_as "$model" --normalise --
  check "level_plugin_calibrates_$name" plays_as "$model" --input-level 3 -- \
    --set normalise=0 --set calibrate=1 --set input_level=3
  check "level_plugin_does_both_$name" \
    plays_as "$model" --normalise --input-level 30 -- \
    --set calibrate=1 --set input_level=30
done

check level_plugin_block is_gain 6 "$WAVHOST" --quiet --block 7 \
  --set dc_block=0 --model "$TMP/loud.json" $effect
