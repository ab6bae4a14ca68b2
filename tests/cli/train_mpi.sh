#!/usr/bin/env bash
# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT
#
# Training on the ranks of MPI, of which this machine plays two

source "$(dirname "$0")/lib.sh"

dry=$TMP/dry.wav
wet=$TMP/wet.wav

# ranks ARGUMENT...: two, also as root and on one processor
ranks() {
  OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 \
    mpirun --oversubscribe -np 2 "$BUILD/mpi/remanence" train --hidden 4 \
    --epochs 4 --threads 1 --delay 0 --name x "$@"
}

alone() {
  "$REMANENCE" train --hidden 4 --epochs 4 --threads 1 --delay 0 --name x "$@"
}

# The preset is that of one machine, and each rank had runs: rank 0 has two of
# three, which it tells in order
keeps_the_best() {
  alone --quiet --seeds 3,1,2 "$dry" "$wet" -o "$TMP/alone.json" &&
    ranks --seeds 3,1,2 "$dry" "$wet" -o "$TMP/ranks.json" >"$TMP/log" &&
    cat "$TMP/log" && cmp "$TMP/alone.json" "$TMP/ranks.json" &&
    [ "$(grep -c '^4 units, seed [123]: ESR' "$TMP/log")" -eq 3 ] &&
    [ "$(grep -c 'median of 3 seeds' "$TMP/log")" -eq 1 ] &&
    [ "$(echo "$TMP"/ranks.json*)" = "$TMP/ranks.json" ]
}

trains_alone() {
  alone --quiet "$dry" "$wet" -o "$TMP/alone.json" &&
    ranks "$dry" "$wet" -o "$TMP/ranks.json" >"$TMP/log" &&
    cmp "$TMP/alone.json" "$TMP/ranks.json" &&
    [ "$(grep -c 'on audio it never heard' "$TMP/log")" -eq 1 ]
}

# says_once TEXT ARGUMENT...: whether it fails, and one rank says why
says_once() {
  local text=$1
  shift
  ! ranks "$@" 2>"$TMP/err" >"$TMP/out" && cat "$TMP/err" &&
    [ "$(grep -c -- "$text" "$TMP/err")" -eq 1 ]
}

if ! command -v mpirun >/dev/null; then
  skip train_mpi 'mpirun is missing'
  exit
fi

python '
dry, wet = clipper(48000)
write(sys.argv[1], [dry], 8000)
write(sys.argv[2], [wet], 8000)' "$dry" "$wet"

check train_mpi_keeps_the_best keeps_the_best
check train_mpi_trains_alone trains_alone
check train_mpi_refuses_once says_once 'none.wav: cannot be opened' \
  "$TMP/none.wav" "$wet" --seeds 1,2 -o "$TMP/none.json"
check train_mpi_misuse_once says_once "unrecognized option '--bogus'" --bogus
