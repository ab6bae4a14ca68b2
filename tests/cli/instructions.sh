#!/usr/bin/env bash
# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT
#
# Instructions of a frame, which callgrind counts: they repeat whatever else the
# machine does, where times do not.  After a change that is meant to change
# them, put in what this prints:
#
#   tests/cli/instructions.sh --print

source "$(dirname "$0")/lib.sh"

# Network, streams, and instructions of a frame by x86-64-v3 with gcc 12
bounds='
lstm 8    1  208
lstm 16   1  589
lstm 20   1  865
lstm 24   1  1008
lstm 32   1  1667
lstm 40   1  2344
lstm 64   1  4893
lstm 2x16 1  1545
gru  8    1  168
gru  16   1  502
gru  40   1  1839
lstm 8    2  402
'
slack=3 # Per cent

BUILD=${BUILD:-$root/build}

# total CELL SIZE STREAMS BLOCKS: instructions of a whole run
total() {
  valgrind --tool=callgrind --callgrind-out-file=/dev/null \
    "$BUILD/bench-frames" "$@" 2>&1 >/dev/null |
    sed -n 's/.*Collected : //p'
}

# count CELL SIZE STREAMS: print the instructions of a frame
count() {
  local few many
  few=$(total "$@" 20) && many=$(total "$@" 120) || return
  [ -n "$few" ] && [ -n "$many" ] && echo $(((many - few) / (100 * 64)))
}

is_within() {
  local bound=$1 n
  shift
  n=$(count "$@") || return
  echo "$* takes $n instructions a frame, $bound when this was last set"
  ((n <= bound * (100 + slack) / 100))
}

rows() {
  grep . <<<"$bounds"
}

if [ "${1:-}" = --print ]; then
  rows | while read -r cell size streams _; do
    printf '%-4s %-4s %s  %s\n' "$cell" "$size" "$streams" \
      "$(count "$cell" "$size" "$streams")"
  done
  exit
fi

reason=
command -v valgrind >/dev/null || reason="valgrind is missing"
[ -z "${SAN:-}" ] || reason="a sanitizer adds its own"
"${CC:-cc}" --version | grep -q '^\(gcc\|cc\).* 12\.' ||
  reason="another compiler than gcc 12 chooses others"
count lstm 8 1 >/dev/null || reason="valgrind runs no x86-64-v3 here"

while read -r cell size streams bound; do
  name="instructions-$cell-$size-of-$streams"
  if [ -n "$reason" ]; then
    skip "$name" "$reason"
  else
    check "$name" is_within "$bound" "$cell" "$size" "$streams"
  fi
done < <(rows)
