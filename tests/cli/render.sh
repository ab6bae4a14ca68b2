#!/usr/bin/env bash
# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT
#
# Rendering audio files with `remanence render`

source "$(dirname "$0")/lib.sh"

model=$GOLDEN/keras-lstm.json
out=$TMP/folder/out.wav
mkdir "$TMP/folder"

render() {
  "$REMANENCE" render --quiet "$@"
}

# renders EXPRESSION OPTION... MODEL INPUT: whether it holds for the channels
# `x` of the input and `y` of what comes out
renders() {
  local expression=$1
  shift
  render "$@" "$out" && python '
x, y = read(sys.argv[1]), read(sys.argv[2])
assert eval(sys.argv[3]), (x[0][:5], y[0][:5])' "${!#}" "$out" "$expression"
}

# leaves_no_trace STATUS TEXT COMMAND...: whether the command fails, as for
# `refuses`, and an older output is still there and alone in its folder
leaves_no_trace() {
  rm -f "$TMP/folder"/*
  echo precious >"$out"
  refuses "$@" && [ "$(cat "$out")" = precious ] && [ "$(ls "$TMP/folder")" = out.wav ]
}

python '
s = sine(20000)
write(sys.argv[1] + "/mono.wav", [s])
write(sys.argv[1] + "/stereo.wav", [s, [-0.5 * x for x in s]])
write(sys.argv[1] + "/silence.wav", [[0.0] * 5000])
write(sys.argv[1] + "/zero.wav", [[]])
write(sys.argv[1] + "/many.wav", [[0.0] * 10] * 65)
write(sys.argv[1] + "/nan.wav", [s[:100] + [math.nan, math.inf] + s[:100]])
write(sys.argv[1] + "/long.wav", [[0.1] * 4000000])
write_dense(sys.argv[1] + "/double.json", [2.0, 4.0])
write_dense(sys.argv[1] + "/knobs.json", [1.0], [16.0], [256.0])
write(sys.argv[1] + "/loud.wav", [[1e19 * x for x in s]])
write_dense(sys.argv[1] + "/huge.json", [1e12])' "$TMP"
echo 'this is no audio' >"$TMP/text.wav"

# Sound
# -----

check render_every_output renders 'y == [[g * a for a in x[0]] for g in (2, 4)]' \
  "$TMP/double.json" "$TMP/mono.wav"
check render_one_output renders 'y == [[4 * a for a in x[0]]]' \
  --output 2 "$TMP/double.json" "$TMP/mono.wav"
check render_channels renders 'y == [[2 * a for a in c] for c in x]' \
  --output 1 "$TMP/double.json" "$TMP/stereo.wav"
check render_every_output_of_channels \
  renders 'y == [[g * a for a in c] for c in x for g in (2, 4)]' \
  --output all "$TMP/double.json" "$TMP/stereo.wav"
check render_output_that_is_not_there leaves_no_trace 1 \
  "$TMP/double.json: has 2 outputs, so --output 3 is not there" \
  "$REMANENCE" render --output 3 "$TMP/double.json" "$TMP/mono.wav" "$out"
check render_params_in_order renders 'set(y[0]) == {16 * 0.25 + 256 * 0.75}' \
  --param 0.25 --param 0.75 "$TMP/knobs.json" "$TMP/silence.wav"
check render_params_default renders 'set(y[0]) == {16 * 0.25 + 256 * 0.5}' \
  --param 0.25 "$TMP/knobs.json" "$TMP/silence.wav"
check render_param_out_of_range warns "outside the range from 0 to 1" \
  "$REMANENCE" render --param 2 "$TMP/knobs.json" "$TMP/silence.wav" "$out"
check render_param_negative renders 'set(y[0]) == {-16 + 256 * 0.5}' \
  --param -1 "$TMP/knobs.json" "$TMP/silence.wav"

rest=$("$REMANENCE" info --json "$model" |
  python 'print(json.load(sys.stdin)["rest"]["output"])')
check render_starts_at_rest \
  renders "max(abs(a - $rest) for a in y[0]) < 1e-5" \
  "$model" "$TMP/silence.wav"
check render_start_zero \
  renders "abs(y[0][0] - $rest) > 1e-3 and abs(y[0][-1] - $rest) < 1e-5" \
  --start zero "$model" "$TMP/silence.wav"
check render_start_file renders "abs(y[0][0] - $rest) > 1e-3" \
  --start file "$model" "$TMP/silence.wav"

render "$model" "$TMP/stereo.wav" "$TMP/reference.wav"
for block in 1 7 64 1024 65536; do
  render --block $block "$model" "$TMP/stereo.wav" "$TMP/block.wav"
  check "render_block_$block" cmp "$TMP/reference.wav" "$TMP/block.wav"
done

# What is not a number
# --------------------

check render_contains_nan \
  renders 'y[0] == [2 * a if math.isfinite(a) else 0 for a in x[0]]' \
  --output 1 "$TMP/double.json" "$TMP/nan.wav"
check render_warns_of_nan warns 'warning: NaN or infinity occurred 2 times' \
  "$REMANENCE" render --quiet "$TMP/double.json" "$TMP/nan.wav" "$out"
check render_contains_overflow renders 'max(map(abs, y[0])) < 1e30' \
  "$TMP/huge.json" "$TMP/loud.wav"

# Files
# -----

check render_figures warns '20000 frames, 0.417 s' \
  "$REMANENCE" render "$model" "$TMP/mono.wav" "$out"
for extension in wav aiff flac ogg w64; do
  check "render_$extension" render "$model" "$TMP/mono.wav" "$TMP/x.$extension"
  check "render_from_$extension" \
    render "$model" "$TMP/x.$extension" "$TMP/y.wav"
done

cp "$TMP/stereo.wav" "$TMP/same.wav"
render "$model" "$TMP/same.wav" "$TMP/same.wav"
check render_in_place cmp "$TMP/reference.wav" "$TMP/same.wav"

touch "$TMP/target.wav"
ln -s target.wav "$TMP/link.wav"
keeps_link() {
  render "$model" "$TMP/stereo.wav" "$TMP/link.wav" && [ -L "$TMP/link.wav" ] &&
    cmp "$TMP/reference.wav" "$TMP/target.wav"
}
check render_keeps_link keeps_link

has_mode() {
  rm -f "$out"
  (umask 027 && render "$model" "$TMP/mono.wav" "$out") &&
    [ "$(stat -c %a "$out")" = 640 ]
}
check render_honours_umask has_mode

# Refusals
# --------

while IFS='|' read -r name status text arguments; do
  # shellcheck disable=SC2086 # The arguments are words without blanks
  check "render_$name" leaves_no_trace "$status" "$text" \
    "$REMANENCE" render $arguments "$out"
done <<END
missing_model|1|remanence: $TMP/none: |$TMP/none $TMP/mono.wav
missing_input|1|none: cannot be opened: No such file|$model $TMP/none
input_is_directory|1|is a directory|$model $TMP
input_is_text|1|text.wav: cannot be read as audio|$model $TMP/text.wav
zero_frames|1|zero.wav: holds no audio|$model $TMP/zero.wav
too_many_channels|1|has 65 channels, at most 64|$model $TMP/many.wav
too_many_params|1|has fewer knobs (1) than --param sets (2)|--param 0 --param 1 $model $TMP/mono.wav
one_name|2|needs three names|$model
param_is_no_number|2|--param x: takes a number|--param x $model $TMP/mono.wav
param_is_nan|2|--param nan: takes a number|--param nan $model $TMP/mono.wav
unknown_start|2|--start now: takes zero, rest or file|--start now $model $TMP/mono.wav
unknown_rate|2|--rate fast: takes auto, native, delay or resample|--rate fast $model $TMP/mono.wav
oversample_3|2|--oversample 3: takes 1, 2 or 4|--oversample 3 $model $TMP/mono.wav
block_0|2|--block 0: takes a number from 1|--block 0 $model $TMP/mono.wav
block_too_large|2|--block 65537: takes|--block 65537 $model $TMP/mono.wav
block_is_no_number|2|--block 64k: takes|--block 64k $model $TMP/mono.wav
unknown_option|2|unrecognized option|--bogus $model $TMP/mono.wav
END

check render_output_is_directory refuses 1 'is not a regular file' \
  "$REMANENCE" render "$model" "$TMP/mono.wav" "$TMP"
check render_output_is_device refuses 1 'is not a regular file' \
  "$REMANENCE" render "$model" "$TMP/mono.wav" /dev/full
check render_output_in_no_folder refuses 1 'out.wav: cannot be created: No such' \
  "$REMANENCE" render "$model" "$TMP/mono.wav" "$TMP/none/out.wav"
check render_unknown_extension refuses 1 'unknown extension' \
  "$REMANENCE" render "$model" "$TMP/mono.wav" "$TMP/out.mp3"
check render_full_disk leaves_no_trace 1 'File too large' \
  with_small_files "$REMANENCE" render "$model" "$TMP/mono.wav" "$out"

# Interruption and progress
# -------------------------

has_temporary() {
  local files=("$TMP/folder"/*)
  [ ${#files[@]} -gt 1 ]
}
is_interruptible() {
  rm -f "$TMP/folder"/*
  echo precious >"$out"
  "$REMANENCE" render --quiet --block 1 "$model" "$TMP/long.wav" "$out" &
  until has_temporary; do
    kill -0 $! || return
  done
  kill $!
  wait $!
  [ $? -eq 143 ] && [ "$(cat "$out")" = precious ] &&
    [ "$(ls "$TMP/folder")" = out.wav ]
}
check render_interrupted is_interruptible

# on_terminal COMMAND...: run it on a terminal of its own
on_terminal() {
  python 'import pty; pty.spawn(sys.argv[1:])' "$@" </dev/null
}
shows_bar() {
  on_terminal "$REMANENCE" render "$@" "$TMP/long.wav" "$out" | grep -q '#\].*left\|% .*left'
}
hides_bar() {
  ! shows_bar "$@"
}
check render_bar_on_terminal shows_bar "$model"
check render_no_bar_if_quiet hides_bar --quiet "$model"
no_bar_on_pipe() {
  ! "$REMANENCE" render "$model" "$TMP/long.wav" "$out" 2>&1 | grep -q $'\r'
}
check render_no_bar_on_pipe no_bar_on_pipe
