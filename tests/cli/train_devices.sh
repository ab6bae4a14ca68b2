#!/usr/bin/env bash
# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT
#
# Several devices in one command, side by side and on the ranks of MPI

source "$(dirname "$0")/lib.sh"

cd "$TMP" || exit

python '
dry, wet = clipper(48000)
write("dry.wav", [dry], 8000)
write("wet one.wav", [wet], 8000)
write("half.wav", [[0.5 * y for y in wet]], 8000)
write("full.wav", [[0.9 * y * abs(y) for y in wet]], 8000)'

small=(--hidden 4 --epochs 3 --threads 1 --delay 0 --name x)

train() {
  "$REMANENCE" train "${small[@]}" "$@"
}

# Two devices, one with a knob, and a third that learns another way
cat >list <<'END'
# What went into all of them is on the command line

'wet one.wav' -o one.json --report one
  --knobs Gain=0 half.wav --knobs Gain=1 full.wav -o knob.json --seeds 1,2
full.wav --cell gru -o gru.json
END

alone() {
  train --quiet dry.wav 'wet one.wav' -o alone-one.json &&
    train --quiet dry.wav --knobs Gain=0 half.wav --knobs Gain=1 full.wav \
      --seeds 1,2 -o alone-knob.json &&
    train --quiet dry.wav full.wav --cell gru -o alone-gru.json
}

same_as_alone() {
  local name
  for name in one knob gru; do
    cmp $name.json alone-$name.json || return
  done
}

trains_each() {
  alone && train dry.wav --devices list --jobs 2 >log && cat log && same_as_alone
}

tells_each() {
  [ "$(grep -c '^knob.json: 4 units, seed [12]: ESR' log)" -eq 2 ] &&
    grep '^knob.json: 4 units, median of 2 seeds: ESR' log &&
    grep '^knob.json: Best by validation: 4 units, seed [12]$' log &&
    [ "$(tail -n 3 log | sed 's/: ESR.*, on audio it never heard.*//')" = \
      $'one.json\nknob.json\ngru.json' ] &&
    [ -s one/report.txt ]
}

leaves_no_parts() {
  [ "$(echo [gko]*.json*)" = 'gru.json knob.json one.json' ]
}

# A list may come through a pipe
reads_a_pipe() {
  train --quiet --devices <(echo 'dry.wav full.wav -o gru.json --cell gru') &&
    cmp gru.json alone-gru.json
}

# One is interrupted with a preset, one never begins and is told of: no file
# of either is left but what is whole
interrupted() {
  local status=0 pid
  rm -f one.json knob.json gru.json
  "$REMANENCE" train "${small[@]}" --epochs 300 dry.wav --devices list \
    >log 2>err &
  pid=$!
  until grep -q '^10% of all is done' log || ! kill -0 $pid; do sleep 0.1; done
  kill -INT $pid
  wait $pid || status=$?
  cat log err
  [ $status -eq 1 ] && grep '^one.json: 4 units, seed 1: ESR' log &&
    grep 'gru.json: is not written: no run came to a preset' err &&
    grep '^one.json: .* on audio it never heard' log &&
    [ ! -e gru.json ] && [ -s one.json ] && [ -z "$(compgen -G '*.json.*')" ]
}

# Nothing is trained where a recording of any device is none to learn from
checks_all_first() {
  printf '%s\n' "'wet one.wav' -o first.json" "none.wav -o second.json" >bad
  refuses 1 'none.wav: cannot be opened' "$REMANENCE" train --quiet \
    --epochs 1000000 dry.wav --devices bad && [ ! -e first.json ]
}

# refuses_line TEXT LINE: whether it says where, in one sentence
refuses_line() {
  printf '\n# bad:\n%s\n' "$2" >bad
  refuses 2 "bad:3: $1" "$REMANENCE" train dry.wav --devices bad
}

refuses_twice() {
  printf '%s\n' "half.wav -o a.json" "full.wav -o a.json" >bad
  refuses 2 'train: bad:2: --output a.json: is that of line 1 too' \
    "$REMANENCE" train dry.wav --devices bad
}

refuses_empty() {
  echo '# nothing' >bad
  refuses 1 'bad: names no device' "$REMANENCE" train --devices bad
}

# ranks ARGUMENT...: two, also as root and on one processor
ranks() {
  OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 \
    mpirun --oversubscribe -np 2 "$BUILD/mpi/remanence" train "${small[@]}" "$@"
}

trains_on_ranks() {
  rm -f one.json knob.json gru.json
  ranks dry.wav --devices list >log && cat log && same_as_alone &&
    [ "$(grep -c ', seed [12]: ESR' log)" -eq 4 ] &&
    [ "$(grep -c 'on audio it never heard' log)" -eq 3 ] &&
    [ -z "$(compgen -G '*.json.*')" ]
}

rank_refuses_once() {
  echo 'half.wav --bogus -o a.json' >bad
  ! ranks dry.wav --devices bad 2>err && cat err &&
    [ "$(grep -c "bad:1: unrecognized option '--bogus'" err)" -eq 1 ]
}

check train_devices_as_alone trains_each
check train_devices_tell_each tells_each
check train_devices_leave_no_parts leaves_no_parts
check train_devices_of_a_pipe reads_a_pipe
check train_devices_interrupted interrupted
check train_devices_checked_first checks_all_first
check train_devices_refuse_option refuses_line \
  "unrecognized option '--bogus'" 'half.wav --bogus -o a.json'
check train_devices_refuse_value refuses_line \
  '--hidden x: takes a number' 'half.wav --hidden x -o a.json'
check train_devices_refuse_no_output refuses_line \
  'needs a name to write to' half.wav
check train_devices_refuse_no_wet refuses_line 'takes DRY and WET' \
  '-o a.json'
check train_devices_refuse_quote refuses_line \
  'has a quote that does not end' "half.wav -o 'a.json"
check train_devices_refuse_sign refuses_line \
  'has one of |&;<>(){} outside of quotes' 'half.wav -o a(1).json'
check train_devices_refuse_variable refuses_line \
  'has a variable that is not set' 'half.wav -o $unset.json'
check train_devices_refuse_command refuses_line \
  'has a command in place of a word' 'half.wav -o $(touch run).json'
check train_devices_ran_no_command test ! -e run
for option in '--jobs 2' --quiet --help '--devices list'; do
  check "train_devices_refuse_${option%% *}" refuses_line \
    '--devices, --jobs, --quiet and --help go for all devices' \
    "half.wav -o a.json $option"
done
check train_devices_refuse_twice refuses_twice
check train_devices_refuse_empty refuses_empty
check train_devices_refuse_none refuses 1 'none: cannot be opened' \
  "$REMANENCE" train --devices none

if command -v mpirun >/dev/null; then
  check train_devices_on_ranks trains_on_ranks
  check train_devices_rank_refuses_once rank_refuses_once
else
  skip train_devices_mpi 'mpirun is missing'
fi
