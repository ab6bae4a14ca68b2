#!/usr/bin/env bash
# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT
#
# Several trainings in one command: seeds and sizes, side by side

source "$(dirname "$0")/lib.sh"

dry=$TMP/dry.wav
wet=$TMP/wet.wav
preset=$TMP/preset.json

python '
dry, wet = clipper(48000)
write(sys.argv[1], [dry], 8000)
write(sys.argv[2], [wet], 8000)' "$dry" "$wet"

small=(--hidden 4 --epochs 4 --threads 1 --delay 0 --name x)

train() {
  "$REMANENCE" train "${small[@]}" "$dry" "$wet" "$@"
}

# esr KEY FILE: a figure of a preset, as it is told
esr() {
  python 'training = json.load(open(sys.argv[2]))["training"]
print("%.4f%%" % (100 * training[sys.argv[1]]))' "$1" "$2"
}

keeps_the_best() {
  local seed
  for seed in 1 2 3; do
    train --quiet --seed $seed -o "$TMP/$seed.json" || return
  done
  train --seeds 1,2,3 --jobs 2 -o "$preset" >"$TMP/log" && cat "$TMP/log" &&
    python '
def mean(seed):
  training = json.load(open("%s/%d.json" % (sys.argv[1], seed)))["training"]
  return (training["validation_esr"] + training["validation_esr_pre_emphasised"])
best = min([1, 2, 3], key=mean)
whole = lambda name: open(sys.argv[1] + "/" + name, "rb").read()
assert whole("preset.json") == whole("%d.json" % best)
assert "Best by validation: 4 units, seed %d\n" % best in whole("log").decode()' \
      "$TMP"
}

tells_all_and_the_median() {
  local seed
  for seed in 1 2 3; do
    grep "^4 units, seed $seed: ESR $(esr test_esr "$TMP/$seed.json")," \
      "$TMP/log" || return
  done
  grep "^4 units, median of 3 seeds: ESR $(for seed in 1 2 3; do
    esr test_esr "$TMP/$seed.json"
  done | sort -n | sed -n 2p)," "$TMP/log"
}

leaves_no_parts() {
  [ "$(echo "$TMP"/preset.json*)" = "$preset" ]
}

jobs_change_no_bit() {
  train --quiet --seeds 1,2,3 -o "$TMP/one.json" && cmp "$preset" "$TMP/one.json"
}

tries_sizes() {
  train --sizes 2,5 --seeds 1,2 --jobs 2 --report "$TMP/report" \
    -o "$TMP/sizes.json" >"$TMP/log" &&
    [ "$(grep -c 'seed [12]: ESR' "$TMP/report/runs.txt")" -eq 4 ] &&
    [ "$(grep -c 'median of 2 seeds' "$TMP/report/runs.txt")" -eq 2 ] &&
    [ -s "$TMP/report/seed-2-hidden-5/loss.png" ] &&
    "$REMANENCE" info "$TMP/sizes.json" | grep "^Architecture  *LSTM $(
      sed -n 's/^Best by validation: \([25]\) units.*/\1/p' "$TMP/log"
    ) "
}

# until_some PATTERN PID: wait for a line in the log
until_some() {
  until grep -q "$1" "$TMP/log" || ! kill -0 "$2"; do sleep 0.1; done
}

# Two runs are at work when one interrupt ends both, and a third never begins
interrupt_keeps_the_best() {
  "$REMANENCE" train "${small[@]}" "$dry" "$wet" --epochs 300 --seeds 1,2,3 \
    --jobs 2 -o "$TMP/stop.json" >"$TMP/log" &
  local pid=$!
  until_some '^10% of all is done' $pid
  kill -INT $pid
  wait $pid && cat "$TMP/log" &&
    [ "$(grep -c 'units, seed [12]: ESR .* interrupted$' "$TMP/log")" -eq 2 ] &&
    grep '4 units, median of 2 seeds' "$TMP/log" &&
    [ "$(echo "$TMP"/stop.json*)" = "$TMP/stop.json" ]
}

# Whether a process still has the name of that preset among its arguments
is_at_work() {
  cat /proc/[0-9]*/cmdline 2>/dev/null | grep -qa "${TMP##*/}/killed[.]json"
}

# A plan that is killed goes on with what is left of each run
killed_plan_resumes() {
  local pid
  train --quiet --epochs 40 --seeds 1,2 -o "$TMP/whole.json" || return
  "$REMANENCE" train "${small[@]}" "$dry" "$wet" --epochs 40 --seeds 1,2 \
    -o "$TMP/killed.json" --checkpoint "$TMP/point" >"$TMP/log" &
  pid=$!
  until_some '^4 units, seed 1: ' $pid
  kill -KILL $pid
  ! wait $pid && [ ! -e "$TMP/killed.json" ] &&
    [ -s "$TMP/point.seed-1-hidden-4" ] || return
  while is_at_work; do sleep 0.1; done
  train --epochs 40 --seeds 1,2 -o "$TMP/killed.json" --checkpoint "$TMP/point" \
    >"$TMP/log" && cmp "$TMP/whole.json" "$TMP/killed.json" &&
    [ ! -e "$TMP/point.seed-1-hidden-4" ]
}

# What is wrong with a recording is said once
refuses_once() {
  refuses 1 "$dry: holds the same audio as" "$REMANENCE" train --quiet \
    --seeds 1,2 --jobs 2 "$dry" "$dry" -o "$TMP/none.json" 2>"$TMP/refused" &&
    [ "$(wc -l <"$TMP/refused")" -eq 1 ]
}

check train_jobs_keep_the_best keeps_the_best
check train_jobs_tell_all_and_the_median tells_all_and_the_median
check train_jobs_leave_no_parts leaves_no_parts
check train_jobs_change_no_bit jobs_change_no_bit
check train_jobs_try_sizes tries_sizes
check train_jobs_interrupted_keep_the_best interrupt_keeps_the_best
check train_jobs_killed_resume killed_plan_resumes
check train_jobs_refuse_once refuses_once
for list in '' 1, ,1 1,1 1,x 1.5 -1; do
  check "train_jobs_refuse_seeds_$list" refuses 2 \
    "--seeds $list: takes different numbers" train --seeds "$list" -o x.json
done
check train_jobs_refuse_size refuses 2 '--sizes 8,257: takes different numbers' \
  train --sizes 8,257 -o x.json
check train_jobs_refuse_none refuses 2 '--jobs 0: takes a number from 1 to 64' \
  train --jobs 0 -o x.json
