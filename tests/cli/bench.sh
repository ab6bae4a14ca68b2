#!/usr/bin/env bash
# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT
#
# `remanence bench`: what it prints and refuses; no test looks at a time.

source "$(dirname "$0")/lib.sh"

bench() {
  "$REMANENCE" bench --rounds 2 "$@"
}

json_is_complete() {
  bench --json --against blas >"$TMP/all.json" && python '
usual = [8, 16, 20, 24, 32, 40, 64, 96, 128]
expected = {("lstm", H, 1) for H in usual} | {("gru", H, 1) for H in usual}
expected.add(("lstm", 16, 2))
entries = json.load(open(sys.argv[1]))
isas = sys.argv[2:]
kinds = {(e["engine"], e["isa"] if e["engine"] == "remanence" else "blas")
         for e in entries}
assert kinds == {("remanence", isa) for isa in isas} | {("blas", "blas")}, kinds
for kind in kinds:
    for streams in (1, 2):
        found = [(e["cell"], e["hidden"], e["layers"]) for e in entries
                 if e["streams"] == streams and e["engine"] == kind[0]
                 and (kind[0] == "blas" or e["isa"] == kind[1])]
        assert sorted(found) == sorted(expected), (kind, streams, found)
assert all(0.0 < e["ns_min"] <= e["ns_median"] for e in entries)
' "$TMP/all.json" "${isas[@]}"
}

table_has_a_row_for_each_kernel() {
  bench --hidden 12 --cell gru >"$TMP/table.txt" &&
    [ "$(grep -c '^gru 12 ' "$TMP/table.txt")" -eq $((2 * ${#isas[@]})) ]
}

model_is_timed() {
  bench --model "$GOLDEN/keras-gru.json" --isa "${isas[0]}" --json \
    >"$TMP/model.json" && python '
network = json.load(open(sys.argv[1]))
entries = json.load(open(sys.argv[2]))
H = [l["shape"][-1] for l in network["layers"] if l["type"] == "gru"]
assert [e["streams"] for e in entries] == [1, 2], entries
assert all(e["hidden"] == H[0] and e["cell"] == "gru" for e in entries)
' "$GOLDEN/keras-gru.json" "$TMP/model.json"
}

mapfile -t isas < <(RMN_ISA=none "$REMANENCE" --version 2>&1 |
  sed 's/.*this machine has //; s/, /\n/g')

python 'write_dense(sys.argv[1], [1.0])' "$TMP/dense.json"

check bench-json-is-complete json_is_complete
check bench-table-has-a-row-for-each-kernel table_has_a_row_for_each_kernel
check bench-model-is-timed model_is_timed
check bench-refuses-a-missing-model \
  refuses 1 "remanence: $TMP/none: " "$REMANENCE" bench --model "$TMP/none"
check bench-refuses-a-network-that-is-not-recurrent \
  refuses 1 "has no recurrent layer to time" \
  "$REMANENCE" bench --model "$TMP/dense.json"
check bench-says-what-blas-does-not-know \
  refuses 1 "--against blas knows" \
  "$REMANENCE" bench --model "$GOLDEN/keras-gru.json" --against blas
check bench-refuses-another-cell \
  refuses 2 "--cell rnn: takes lstm or gru" "$REMANENCE" bench --cell rnn
check bench-refuses-another-kernel \
  refuses 2 "--isa z80: takes a kernel that this machine runs" \
  "$REMANENCE" bench --isa z80
check bench-refuses-another-engine \
  refuses 2 "--against eigen: takes blas" "$REMANENCE" bench --against eigen
check bench-refuses-no-rounds \
  refuses 2 "--rounds 0: takes a number" "$REMANENCE" bench --rounds 0
check bench-refuses-too-many-units \
  refuses 2 "--hidden 1025: takes a number" "$REMANENCE" bench --hidden 1025
check bench-refuses-a-name \
  refuses 2 "takes no names" "$REMANENCE" bench amp.json
check bench-refuses-sizes-of-a-model \
  refuses 2 "--model leaves nothing" \
  "$REMANENCE" bench --model "$TMP/dense.json" --hidden 8
