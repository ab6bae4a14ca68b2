#!/usr/bin/env bash
# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT
#
# The built plugin in wavhost: the same sound as `remanence render`, however it
# is cut into blocks; swaps without a gap; sessions; refusals

source "$(dirname "$0")/lib.sh"

unset LV2_PATH
effect=urn:remanence:effect
stereo=$effect-stereo
a=$GOLDEN/keras-lstm.json
b=$GOLDEN/lstm-40.json
knobs=$GOLDEN/lstm-3-in.json
out=$TMP/folder/out.wav
mkdir "$TMP/folder"

wavhost() {
  "$WAVHOST" --quiet "$@"
}

# plays EXPECTED OPTION... URI INPUT: whether that gives the file EXPECTED, bit
# for bit
plays() {
  local expected=$1
  shift
  wavhost "$@" "$TMP/played.wav" && cmp "$expected" "$TMP/played.wav"
}

# plays_like EXPRESSION OPTION... URI INPUT: whether it holds for the channels
# `x` of the input and `y` of what comes out
plays_like() {
  local expression=$1
  shift
  wavhost "$@" "$TMP/played.wav" && python '
x, y = read(sys.argv[1]), read(sys.argv[2])
assert eval(sys.argv[3]), [c[:5] for c in y]' \
    "${!#}" "$TMP/played.wav" "$expression"
}

python '
def guitar(frames, seed):
    """Return strings that are plucked twice a second."""
    y = []
    for t in range(frames):
        decay = 0.8 * math.exp(-(t % 24000) / 6000)
        y.append(decay * math.sin(t * seed / 60) * math.cos(t * seed / 200))
    return y
x = guitar(96000, 1)
write(sys.argv[1] + "/mono.wav", [x])
write(sys.argv[1] + "/short.wav", [x[:9600]])
write(sys.argv[1] + "/stereo.wav", [x[:9600], guitar(9600, 1.5)])
write(sys.argv[1] + "/three.wav", [x[:960]] * 3)
write(sys.argv[1] + "/long.wav", [x * 10])
write(sys.argv[1] + "/silence.wav", [[0.0] * 9600])
write(sys.argv[1] + "/zero.wav", [[]])
write(sys.argv[1] + "/nan.wav", [x[:1000] + [math.nan, math.inf] + x[:1000]])
' "$TMP"
echo 'this is no audio' >"$TMP/text.wav"
echo 'this is no model' >"$TMP/text.json"

# The same as the engine
# ----------------------

# matches MODEL OPTION...: whether the plugin and the engine play it alike
matches() {
  local model=$1
  shift
  "$REMANENCE" render --quiet --output 1 "$model" "$TMP/short.wav" \
    "$TMP/engine.wav" &&
    plays "$TMP/engine.wav" --set dc_block=0 --set normalise=0 \
      --model "$model" "$@" "$effect" "$TMP/short.wav"
}

# What hears the future is held to the engine by bidirectional.sh
for model in "$GOLDEN"/*.json; do
  case $model in */bidirectional-*) continue ;; esac
  check "wavhost_is_render_$(basename "$model" .json)" matches "$model"
done

match_all() {
  local model count=0
  for model in "$RMN_DATA"/models/*/*.{json,nam}; do
    if "$REMANENCE" info "$model" >/dev/null 2>&1; then
      matches "$model" || return
      ((++count))
    fi
  done
  echo "$count models" >&2
  [ "$count" -gt 20 ]
}
if [ -d "$RMN_DATA/models" ]; then
  check wavhost_is_render_real_networks match_all
else
  skip wavhost_is_render_real_networks "there is no $RMN_DATA/models"
fi

"$REMANENCE" render --quiet --param 0.25 --param 0.75 "$knobs" \
  "$TMP/short.wav" "$TMP/engine.wav"
check wavhost_is_render_knobs plays "$TMP/engine.wav" --set dc_block=0 \
  --set normalise=0 --model "$knobs" --set knob_1=0.25 --set knob_2=0.75 \
  "$effect" "$TMP/short.wav"

"$REMANENCE" render --quiet "$a" "$TMP/stereo.wav" "$TMP/engine.wav"
check wavhost_is_render_two_instances plays "$TMP/engine.wav" \
  --set dc_block=0 --set normalise=0 --model "$a" "$effect" "$TMP/stereo.wav"
check wavhost_is_render_stereo plays "$TMP/engine.wav" \
  --set dc_block=0 --set normalise=0 --model "$a" "$stereo" "$TMP/stereo.wav"
"$REMANENCE" render --quiet --normalise --dc-block "$a" "$TMP/short.wav" \
  "$TMP/engine.wav"
check wavhost_is_render_by_default \
  plays "$TMP/engine.wav" --model "$a" "$effect" "$TMP/short.wav"
check wavhost_mono_feeds_both plays_like 'len(y) == 2 and y[0] == y[1]' \
  --model "$a" "$stereo" "$TMP/short.wav"

# Blocks
# ------

changes=(--at 1000 set mix=40 --at 1001 reset --at 3000 set knob_1=1
  --at 3100 set rate_mode=3 --at 3200 set oversampling=2
  --at 4000 set output_gain=-12 --at 5000 set dc_block=0
  --at 6000 set enabled=0 --at 8000 set enabled=1)
for uri in $effect $stereo; do
  wavhost "${changes[@]}" --model "$knobs" $uri "$TMP/stereo.wav" \
    "$TMP/whole.wav"
  for block in 1 37 64 1000 65536 random:1 random:2; do
    check "wavhost_block_${block/:/_}_${uri##*:}" plays "$TMP/whole.wav" \
      --block "$block" "${changes[@]}" --model "$knobs" $uri "$TMP/stereo.wav"
  done
done

# Rates
# -----

# matches_late LATENCY MODE TIMES OPTION...: whether the plugin plays as the
# engine does, as much later as it says
matches_late() {
  local latency=$1 mode=$2 times=$3 names=(auto native delay resample)
  shift 3
  "$REMANENCE" render --quiet --rate "${names[$mode]}" --oversample "$times" \
    "$GOLDEN/guitarml-lstm.json" "$TMP/short.wav" "$TMP/engine.wav" &&
    warns "latency $latency frames" "$WAVHOST" "$@" --set dc_block=0 \
      --set normalise=0 --set "rate_mode=$mode" \
      --set "oversampling=$times" \
      --model "$GOLDEN/guitarml-lstm.json" $effect "$TMP/short.wav" \
      "$TMP/played.wav" && python '
x, y = read(sys.argv[1])[0], read(sys.argv[2])[0]
n = int(sys.argv[3])
assert y[n:] == x[:len(x) - n]' "$TMP/engine.wav" "$TMP/played.wav" "$latency"
}

while read -r latency mode times; do
  check "wavhost_is_render_rate_${mode}_times_$times" \
    matches_late "$latency" "$mode" "$times"
  check "wavhost_is_render_rate_${mode}_times_${times}_without_worker" \
    matches_late "$latency" "$mode" "$times" --worker none
done <<END
0 1 1
0 2 1
96 1 2
104 3 1
95 3 2
END

# Changes
# -------

wavhost --set mix=30 --model "$a" $effect "$TMP/short.wav" "$TMP/set.wav"
check wavhost_at_0_is_set plays "$TMP/set.wav" --at 0 set mix=30 --model "$a" \
  $effect "$TMP/short.wav"
check wavhost_set_is_heard plays_like 'y == x' --set mix=0 --model "$a" \
  $effect "$TMP/short.wav"
wavhost --set mix=30 --at 5000 set mix=90 --model "$a" $effect \
  "$TMP/short.wav" "$TMP/at.wav"
check wavhost_at_is_exact python '
x, y = read(sys.argv[1])[0], read(sys.argv[2])[0]
assert x[:5000] == y[:5000] and x[5000:5010] != y[5000:5010]' \
  "$TMP/set.wav" "$TMP/at.wav"
labels_are_values() {
  wavhost --set rate_mode=1 --set oversampling=4 --model "$a" $effect \
    "$TMP/short.wav" "$TMP/numbers.wav" &&
    plays "$TMP/numbers.wav" --set rate_mode=native --set 'oversampling=4 times' \
      --model "$a" $effect "$TMP/short.wav"
}
check wavhost_set_by_label labels_are_values
check wavhost_bypass plays_like 'y == x' --set enabled=0 --model "$a" \
  $effect "$TMP/short.wav"
check wavhost_tail plays_like 'len(y[0]) == len(x[0]) + 24000' \
  --tail 0.5 --model "$a" $effect "$TMP/short.wav"

# Swaps
# -----

# swaps WORKER: whether the sound goes from that of $a, once, to that of $b and
# is between both meanwhile: no gap, no click
swaps() {
  wavhost --worker "$1" --block 256 --model "$a" --at 20000 model "$b" \
    $effect "$TMP/long.wav" "$TMP/swap.wav" && python '
a, b, y = (read(path)[0] for path in sys.argv[1:])
first = next(t for t in range(len(y)) if y[t] != a[t])
assert first >= 20000
for t in range(len(y)):
    assert min(a[t], b[t]) - 1e-3 < y[t] < max(a[t], b[t]) + 1e-3, t
last = next(t for t in range(first, len(y)) if abs(y[t] - b[t]) < 1e-6)
assert all(abs(y[t] - b[t]) < 1e-5 for t in range(last + 9600, len(y)))
print(first, last)' "$TMP/a.wav" "$TMP/b.wav" "$TMP/swap.wav"
}

wavhost --model "$a" $effect "$TMP/long.wav" "$TMP/a.wav"
wavhost --model "$b" $effect "$TMP/long.wav" "$TMP/b.wav"
check wavhost_swap_inline swaps inline
check wavhost_swap_thread swaps thread

# The last of many requests is played in the end
many=()
for frame in 1000 1001 1500 3000 3001 3002 9000 10000 10100; do
  many+=(--at $frame model "$knobs" --at $((frame + 1)) model "$a")
done
swaps_many() {
  wavhost --worker "$1" --block 64 --model "$b" "${many[@]}" \
    --state-save "$TMP/many" $effect "$TMP/long.wav" "$TMP/swap.wav" &&
    grep -q keras-lstm.json "$TMP/many/state.ttl" && python '
a, y = (read(path)[0] for path in sys.argv[1:])
assert all(map(math.isfinite, y))
assert max(abs(p - q) for p, q in zip(a[-9600:], y[-9600:])) < 1e-5' \
    "$TMP/a.wav" "$TMP/swap.wav"
}
check wavhost_swap_many_inline swaps_many inline
check wavhost_swap_many_thread swaps_many thread

# Previous and next
# -----------------

mkdir "$TMP/models"
cp "$a" "$TMP/models/2.json"
cp "$b" "$TMP/models/10.json"
cp "$knobs" "$TMP/models/1.json"
echo 'this is no model' >"$TMP/models/3.json"

# goes_to NAME OPTION...: whether it is this model that plays in the end
goes_to() {
  local name=$1
  shift
  wavhost --model "$TMP/models/2.json" --state-save "$TMP/goes" "$@" \
    $effect "$TMP/short.wav" "$TMP/played.wav" &&
    grep -q "<$name>" "$TMP/goes/state.ttl"
}
for worker in inline thread; do
  check "wavhost_next_leaves_out_$worker" goes_to 10.json \
    --worker $worker --at 100 set next=1
  check "wavhost_previous_twice_$worker" goes_to 10.json \
    --worker $worker --block 50 --at 100 set previous=1 --at 200 set previous=1
done

# Sessions
# --------

settings=(--set knob_1=0.25 --set mix=80 --set output_gain=-3)
wavhost --model "$knobs" "${settings[@]}" $effect "$TMP/short.wav" \
  "$TMP/session.wav"
wavhost --model "$a" --at 100 model "$knobs" "${settings[@]}" \
  --state-save "$TMP/state" $effect "$TMP/short.wav" "$TMP/saved.wav"
check wavhost_session plays "$TMP/session.wav" --state-load "$TMP/state" \
  $effect "$TMP/short.wav"
check wavhost_session_saved_again plays "$TMP/session.wav" \
  --state-load "$TMP/state" --state-save "$TMP/again" $effect "$TMP/short.wav"
check wavhost_session_twice plays "$TMP/session.wav" \
  --state-load "$TMP/again" $effect "$TMP/short.wav"

preset=Overdrive # What plays at first
uri=urn:remanence:preset:overdrive
check wavhost_lists_presets grep "^  $preset  $uri$" <(wavhost --list)
wavhost $effect "$TMP/short.wav" "$TMP/preset.wav"
check wavhost_preset_by_label plays "$TMP/preset.wav" \
  --preset "$preset" $effect "$TMP/short.wav"
check wavhost_preset_by_uri plays "$TMP/preset.wav" \
  --preset "$uri" $effect "$TMP/short.wav"
check wavhost_preset_without_worker plays "$TMP/preset.wav" --worker none \
  --preset "$uri" $effect "$TMP/short.wav"

# What is not a number
# --------------------

check wavhost_contains_nan plays_like '
all(map(math.isfinite, y[0])) and max(map(abs, y[0][-900:])) > 0.01' \
  --model "$a" --set dc_block=0 $effect "$TMP/nan.wav"
check wavhost_warns_of_nan warns 'nan.wav: warning: 2 samples are NaN' \
  "$WAVHOST" --quiet $effect "$TMP/nan.wav" "$out"
check wavhost_control_is_nan plays "$TMP/preset.wav" --set input_gain=nan \
  --set knob_1=-nan $effect "$TMP/short.wav"

# Files and refusals
# ------------------

check wavhost_figures warns '9600 frames, 0.200 s' \
  "$WAVHOST" $effect "$TMP/short.wav" "$out"
check wavhost_flac wavhost $effect "$TMP/short.wav" "$TMP/x.flac"
check wavhost_from_flac wavhost $effect "$TMP/x.flac" "$out"
check wavhost_version warns 'wavhost 0.' "$WAVHOST" --version
check wavhost_help warns 'SYNOPSIS' "$WAVHOST" --help
check wavhost_out_of_range_warns warns 'mix=200 is outside its range, 0 to 100' \
  "$WAVHOST" --set mix=200 $effect "$TMP/short.wav" "$out"

rm "$TMP/folder"/*
echo precious >"$out"
while IFS='|' read -r name status text arguments; do
  # shellcheck disable=SC2086 # The arguments are words without blanks
  check "wavhost_$name" refuses "$status" "wavhost: $text" \
    "$WAVHOST" --quiet $arguments "$out"
done <<END
unknown_plugin|1|urn:none: is no plugin that was found; there are:|urn:none $TMP/short.wav
unknown_preset|1|None: is no preset of this plugin; there are:|--preset None $effect $TMP/short.wav
unknown_symbol|1|gain: is no control input of the plugin; there are:|--set gain=1 $effect $TMP/short.wav
set_is_no_number|1|mix=all: is none of its values, which are numbers|--set mix=all $effect $TMP/short.wav
set_is_no_label|1|rate_mode=slow: is none of its values; there are:|--set rate_mode=slow $effect $TMP/short.wav
set_is_between|1|oversampling=3: is none of its values; there are:|--set oversampling=3 $effect $TMP/short.wav
trigger_without_edge|1|next=1: a trigger acts while the plugin plays|--set next=1 $effect $TMP/short.wav
output_is_no_input|1|latency: is no control input|--set latency=1 $effect $TMP/short.wav
missing_input|1|$TMP/none: cannot be opened|$effect $TMP/none
input_is_text|1|$TMP/text.wav: cannot be read as audio|$effect $TMP/text.wav
zero_frames|1|$TMP/zero.wav: holds no audio|$effect $TMP/zero.wav
odd_channels|1|$TMP/three.wav: has 3 channels, and the plugin 2 inputs|$stereo $TMP/three.wav
missing_model|1|$TMP/none: cannot be found|--model $TMP/none $effect $TMP/short.wav
bad_model|1|plugin error: |--model $TMP/text.json $effect $TMP/short.wav
missing_model_later|1|$TMP/none: cannot be found|--at 9 model $TMP/none $effect $TMP/short.wav
bad_model_later|1|plugin error: |--at 9 model $TMP/text.json $effect $TMP/short.wav
bad_model_thread|1|plugin error: |--worker thread --at 9 model $TMP/text.json $effect $TMP/short.wav
missing_state|1|$TMP/none: holds no state.ttl|--state-load $TMP/none $effect $TMP/short.wav
state_of_another|1|the state is one of another plugin|--state-load $TMP/state $stereo $TMP/short.wav
state_in_no_folder|1|$TMP/none/state: cannot be made|--state-save $TMP/none/state $effect $TMP/short.wav
state_in_file|1|$TMP/text.wav: the state cannot be written|--state-save $TMP/text.wav $effect $TMP/short.wav
at_after_the_end|1|--at 9600: is after the last frame, 9599|--at 9600 reset $effect $TMP/short.wav
one_name|2|takes URI, INPUT and OUTPUT, but got 2 names|$effect
at_alone|2|--at 5: takes FRAME and then|--at 5
at_unknown|2|--at 5: takes FRAME and then|--at 5 stop now
at_no_frame|2|--at -5: takes FRAME and then|--at -5 reset
set_without_value|2|--set mix: takes SYMBOL=VALUE|--set mix $effect $TMP/short.wav
set_to_nothing|2|--set mix=: takes SYMBOL=VALUE|--set mix= $effect $TMP/short.wav
block_0|2|--block 0: takes|--block 0 $effect $TMP/short.wav
block_too_large|2|--block 65537: takes|--block 65537 $effect $TMP/short.wav
block_random_0|2|--block random:0: takes|--block random:0 $effect $TMP/short.wav
unknown_worker|2|--worker all: takes inline, thread or none|--worker all $effect $TMP/short.wav
tail_negative|2|--tail -1: takes seconds|--tail -1 $effect $TMP/short.wav
unknown_option|2|unrecognized option|--bogus $effect $TMP/short.wav
END

check wavhost_full_disk refuses 1 'out.wav: cannot be written: File too large' \
  with_small_files "$WAVHOST" --quiet $effect "$TMP/long.wav" "$out"

leaves_no_trace() {
  [ "$(cat "$out")" = precious ] && [ "$(ls "$TMP/folder")" = out.wav ]
}
check wavhost_leaves_no_trace leaves_no_trace
