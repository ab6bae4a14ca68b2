#!/usr/bin/env bash
# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT
#
# Training on the columns of a table

source "$(dirname "$0")/lib.sh"

preset=$TMP/preset.json

# A wave, what follows it, and what is a function of both; tables with flaws
python '
random.seed(3)
follower, rows = 0.0, []
for t in range(900):
  wave = 100 + 20 * math.sin(2 * math.pi * t / 24) + random.gauss(0, 1)
  follower = 0.8 * follower + 0.05 * wave
  rows.append([wave, follower, abs(wave - 100) - follower])
table = ["%.4f,%.4f,%.4f" % tuple(row) for row in rows]
head = "wave,follower,\"Sum of both\""
def save(path, lines):
  with open(path, "w") as file:
    file.write("\n".join(lines) + "\n")
save(sys.argv[1], [head] + table)
save(sys.argv[2], [head] + table[:50] + ["1,,3"] + table[50:])
save(sys.argv[3], [head] + table[:50] + ["1,two,3"] + table[50:])
save(sys.argv[4], table)
save(sys.argv[5], [head] + table[:20])
save(sys.argv[6], [head + ",still"] + [row + ",5" for row in table])' \
  "$TMP"/{table,gap,text,headless,short,still}.csv

train() {
  "$REMANENCE" train --cell gru --hidden 8 --threads 1 "$@"
}

foretells() {
  train --csv "$TMP/table.csv" --epochs 40 -o "$preset" >"$TMP/log" &&
    cat "$TMP/log" && grep -q 'on rows it never saw' "$TMP/log" && python '
preset = json.load(open(sys.argv[1]))
names = ["wave", "follower", "Sum of both"]
assert [i["name"] for i in preset["inputs"]] == names, preset["inputs"]
assert [o["name"] for o in preset["outputs"]] == names, preset["outputs"]
assert preset["prediction"]["kind"] == "value"
t = preset["training"]
assert t["test_relative_error"] < t["persistence_relative_error"], t
assert t["test_relative_error"] < 0.4, t' "$preset"
}

tells_one_from_others() {
  train --csv "$TMP/table.csv" --target 'Sum of both' --epochs 60 -o "$preset" \
    >"$TMP/log" && cat "$TMP/log" && python '
preset = json.load(open(sys.argv[1]))
assert [i["name"] for i in preset["inputs"]] == ["wave", "follower"]
assert [o["name"] for o in preset["outputs"]] == ["Sum of both"]
assert preset["training"]["test_relative_error"] < 0.3, preset["training"]' \
    "$preset"
}

refuses_table() {
  refuses "$1" "$2" train --csv "$TMP/$3.csv" "${@:4}" -o "$TMP/none.json"
}

check train_csv_foretells foretells
check train_csv_tells_one_from_others tells_one_from_others
check train_csv_refuses_gap refuses_table 1 \
  'line 52: follower is missing, but takes a number in every row' gap
check train_csv_refuses_text refuses_table 1 'line 52: follower is two' text
check train_csv_refuses_no_names refuses_table 1 \
  'column 1 has no name' headless
check train_csv_refuses_few_rows refuses_table 1 'has 20 rows' short
check train_csv_refuses_what_is_still refuses_table 1 \
  'still never changes' still
check train_csv_refuses_other_column refuses_table 1 \
  'has no column none' table --target none
check train_csv_refuses_labels refuses_table 2 '--csv: learns by' table --labels
check train_csv_refuses_audio refuses_table 2 '--csv takes no audio' table \
  "$TMP/table.csv"
