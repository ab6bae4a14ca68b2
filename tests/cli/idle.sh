#!/usr/bin/env bash
# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT
#
# What silence costs, beside noise, in instructions that callgrind counts: of a
# player, and of the whole plugin in blocks of 256 frames.  As a table:
#
#   tests/cli/idle.sh --print

source "$(dirname "$0")/lib.sh"

cases="
lstm 8
lstm 16
lstm 40
gru 8
plugin default
plugin $GOLDEN/keras-lstm.json
plugin $GOLDEN/lstm-40.json
"
most=20 # Per mille

BUILD=${BUILD:-$root/build}
export BUNDLE=${BUNDLE:-$BUILD/remanence.lv2}

# total WHAT WHICH AUDIO BLOCKS: instructions of a whole run
total() {
  valgrind --tool=callgrind --callgrind-out-file=/dev/null \
    "$BUILD/bench-idle" "$@" 2>&1 >/dev/null | sed -n 's/.*Collected : //p'
}

# count WHAT WHICH AUDIO: print the instructions of a hundred blocks
count() {
  local few many
  few=$(total "$@" 20) && many=$(total "$@" 120) || return
  [ -n "$few" ] && [ -n "$many" ] && echo $((many - few))
}

# measure WHAT WHICH: set `noise`, `silence` and their ratio in per mille
measure() {
  noise=$(count "$@" noise) && silence=$(count "$@" silence) &&
    permille=$((1000 * silence / noise))
}

sleeps() {
  measure "$@" || return
  echo "silence takes $permille per mille of noise, $silence of $noise"
  ((permille < most))
}

rows() {
  grep . <<<"$cases"
}

if [ "${1:-}" = --print ]; then
  rows | while read -r what which; do
    measure "$what" "$which"
    frames=$([ "$what" = plugin ] && echo 25600 || echo 6400)
    printf '%-6s %-18s %5d instructions a frame, asleep %d.%d%%\n' "$what" \
      "$(basename "$which")" $((noise / frames)) $((permille / 10)) \
      $((permille % 10))
  done
  exit
fi

reason=
command -v valgrind >/dev/null || reason="valgrind is missing"
[ -z "${SAN:-}" ] || reason="a sanitizer adds its own"

while read -r what which; do
  name="idle-$what-$(basename "$which" .json)"
  if [ -n "$reason" ]; then
    skip "$name" "$reason"
  else
    check "$name" sleeps "$what" "$which"
  fi
done < <(rows)
