#!/usr/bin/env bash
# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT
#
# What silence costs, beside noise, in instructions that callgrind counts: of a
# player, and of the whole plugin, in blocks of 64 and 256 frames, while it looks
# whether it may sleep, and asleep.  As tables, worst first, and how long every
# preset and real network takes to fall asleep:
#
#   tests/cli/idle.sh --print

source "$(dirname "$0")/lib.sh"

# Those that only predict are no effects, and remember for as long as they like
effects() {
  grep -L '"prediction"' "$root"/presets/*/model.json
}

cases="
lstm 8
lstm 16
lstm 40
gru 8
plugin default
plugin $root/presets/triode-clean/model.json
"
blocks=(64 256)
n_frames=2560 # Of each measurement
most=20       # Per mille that sleep costs
most_awake=1100
most_block=500 # Instructions that the plugin takes for a block of nothing

BUILD=${BUILD:-$root/build}
export BUNDLE=${BUNDLE:-$BUILD/remanence.lv2}

# count WHAT WHICH: set `counts`, the instructions of noise in blocks of each
# size, of silence after it likewise, and of sleep
count() {
  local out="$TMP/$1-${2//\//-}"
  valgrind -q --tool=callgrind --callgrind-out-file="$out" \
    --instr-atstart=no --toggle-collect=measure --dump-after=measure \
    "$BUILD/bench-idle" "$@" "${blocks[@]}" || return
  mapfile -t counts < <(
    for ((i = 1; i <= 3 * ${#blocks[@]}; ++i)); do
      sed -n 's/^totals: //p' "$out.$i"
    done
  )
  [ ${#counts[@]} -eq $((3 * ${#blocks[@]})) ]
}

# each WHAT WHICH COMMAND...: run the command with NOISE SILENCE SLEEP BLOCK
# appended, for each size of blocks
each() {
  local i n=${#blocks[@]}
  count "$1" "$2" || return
  for ((i = 0; i < n; ++i)); do
    "${@:3}" "${counts[i]}" "${counts[n + i]}" "${counts[2 * n + i]}" \
      "${blocks[i]}" || return
  done
}

# is_cheap NOISE SILENCE SLEEP BLOCK
is_cheap() {
  echo "in blocks of $4, noise takes $1 instructions, silence $2, sleep $3"
  local is_floor=$(($4 == 64 && $3 * $4 < most_block * n_frames))
  ((1000 * $2 < most_awake * $1 && (1000 * $3 < most * $1 || is_floor)))
}

# name_of WHICH: a preset's or a model's name
name_of() {
  basename "${1/\/model.json/}" .json
}

# print_row WHAT WHICH NOISE SILENCE SLEEP BLOCK
print_row() {
  awk -v what="$1" -v name="$(name_of "$2")" -v noise="$3" -v awake="$4" \
    -v asleep="$5" -v block="$6" -v n="$n_frames" 'BEGIN {
    printf "%6.2f%% asleep, %5.1f%% awake, %5d a frame, %3d a block: %s %s\n",
      100 * asleep / noise, 100 * awake / noise, noise / n, block, what, name
  }'
}

# print_sleep: the seconds until each preset and real network sleeps
print_sleep() {
  echo "seconds of silence until asleep, from rest and after noise:"
  "$BUILD/bench-idle" sleep "$root"/presets/*/model.json \
    "$RMN_DATA"/models/*/* | sed "s:$root/presets/::; s:$RMN_DATA/models/::" |
    sort -k2,2nr -k1,1nr
}

rows() {
  grep . <<<"$cases"
}

if [ "${1:-}" = --print ]; then # Of every preset, which takes minutes
  cases="$(head -n 6 <<<"$cases")
$(effects | sed 's/^/plugin /')
plugin $GOLDEN/lstm-40.json"
  rows | while read -r what which; do
    each "$what" "$which" print_row "$what" "$which"
  done | sort -nr
  print_sleep
  exit
fi

reason=
command -v valgrind >/dev/null || reason="valgrind is missing"
[ -z "${SAN:-}" ] || reason="a sanitizer adds its own"

while read -r what which; do
  name="idle-$what-$(name_of "$which")"
  if [ -n "$reason" ]; then
    skip "$name" "$reason"
  else
    check "$name" each "$what" "$which" is_cheap
  fi
done < <(rows)
