#!/usr/bin/env bash
# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT
#
# What silence costs, beside noise, in instructions that callgrind counts: of a
# player, and of the whole plugin, in blocks of 64 and 256 frames.  As a table:
#
#   tests/cli/idle.sh --print

source "$(dirname "$0")/lib.sh"

# The default preset is not among them: it may round for ever without coming back
cases="
lstm 8
lstm 16
lstm 40
gru 8
plugin $root/presets/diode-clipper/model.json
plugin $GOLDEN/keras-lstm.json
plugin $GOLDEN/lstm-40.json
"
blocks=(64 256)
n_frames=2560 # Of each measurement
most=20       # Per mille

BUILD=${BUILD:-$root/build}
export BUNDLE=${BUNDLE:-$BUILD/remanence.lv2}

# count WHAT WHICH: set `counts`, the instructions of silence in blocks of each
# size, and then of noise likewise
count() {
  local out="$TMP/$1-$(basename "$2")"
  valgrind -q --tool=callgrind --callgrind-out-file="$out" \
    --toggle-collect=measure --dump-after=measure \
    "$BUILD/bench-idle" "$@" "${blocks[@]}" || return
  mapfile -t counts < <(
    for ((i = 1; i <= 2 * ${#blocks[@]}; ++i)); do
      sed -n 's/^totals: //p' "$out.$i"
    done
  )
  [ ${#counts[@]} -eq $((2 * ${#blocks[@]})) ]
}

# each WHAT WHICH COMMAND...: run the command with SILENCE NOISE BLOCK appended,
# for each size of blocks
each() {
  local i n=${#blocks[@]}
  count "$1" "$2" || return
  for ((i = 0; i < n; ++i)); do
    "${@:3}" "${counts[i]}" "${counts[n + i]}" "${blocks[i]}" || return
  done
}

# is_cheap SILENCE NOISE BLOCK
is_cheap() {
  echo "in blocks of $3, silence takes $1 instructions, and noise $2"
  ((1000 * $1 < most * $2))
}

# print_row WHAT WHICH SILENCE NOISE BLOCK
print_row() {
  local permille=$((1000 * $3 / $4))
  printf '%-6s %-16s %3d a block: %5d instructions a frame, asleep %d.%d%%\n' \
    "$1" "$(basename "$2")" "$5" $(($4 / n_frames)) $((permille / 10)) \
    $((permille % 10))
}

rows() {
  grep . <<<"$cases"
}

if [ "${1:-}" = --print ]; then
  rows | while read -r what which; do
    each "$what" "$which" print_row "$what" "$which"
  done
  exit
fi

reason=
command -v valgrind >/dev/null || reason="valgrind is missing"
[ -z "${SAN:-}" ] || reason="a sanitizer adds its own"

while read -r what which; do
  name="idle-$what-$(basename "${which/\/model.json/}" .json)"
  if [ -n "$reason" ]; then
    skip "$name" "$reason"
  else
    check "$name" each "$what" "$which" is_cheap
  fi
done < <(rows)
