#!/usr/bin/env bash
# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT
#
# Every factory preset says what it is, and `make presets` would make it from
# what is here: nothing is made, as that takes an hour.

source "$(dirname "$0")/lib.sh"

folders=("$root"/presets/*/)
names=()
for folder in "${folders[@]}"; do
  names+=("$(basename "$folder")")
done

has_at_least_eight() {
  echo "${names[@]}"
  [ ${#names[@]} -ge 8 ]
}

is_described() {
  local file
  for file in model.json recipe.mk README.md; do
    [ -s "$root/presets/$1/$file" ] || return 1
  done
  grep -q '^# ' "$root/presets/$1/README.md" &&
    grep -q '^MIT' "$root/presets/$1/README.md" &&
    "$REMANENCE" info --json "$root/presets/$1/model.json" | python 'import re
info = json.load(sys.stdin)
name = re.search(r"\.name *:= (.*)", open(sys.argv[1]).read()).group(1)
assert info["name"] == name, (info["name"], name)
assert info["licence"] == "MIT"
if not (info["prediction"] or {}).get("kind"):
  assert info["esr"] < 0.05
assert info["self_test"]["passed"]' "$root/presets/$1/recipe.mk"
}

# The commands that would make it end in its file, from an empty folder
is_made_from_here() {
  local commands
  commands=$(make --no-print-directory -n -C "$root/presets" OUT="$TMP/out" \
    REMANENCE="$REMANENCE" "$1") && echo "$commands" || return
  [[ $commands == *"cp $TMP/out/$1/model.json $1/model.json"* ]] &&
    [[ $commands == *"$REMANENCE train"* || $commands == *fit.py* ]]
}

check presets-are-many has_at_least_eight
for name in "${names[@]}"; do
  check "presets-$name-is-described" is_described "$name"
  check "presets-$name-is-made-from-here" is_made_from_here "$name"
done
