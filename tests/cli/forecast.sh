#!/usr/bin/env bash
# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT
#
# Going on with columns of numbers, by networks that know what comes

source "$(dirname "$0")/lib.sh"

# Networks of x(t+1) = 2 cos(w) x(t) - x(t-1), and of a column that follows it
python '
import os
os.chdir(sys.argv[1])
W = 0.3
def save(name, lines, end="\n"):
  with open(name, "w", newline="") as file:
    file.write(end.join(lines) + end)
def preset(name, inputs, outputs, taps, **says):
  with open(name, "w") as file:
    json.dump({"remanence": 1, "prediction": dict({"kind": "value"}, **says),
               "inputs": [{"name": i} for i in inputs],
               "outputs": [{"name": o} for o in outputs],
               "layers": [{"type": "conv1d", "kernel_size": len(taps), "W": taps,
                           "units": len(outputs), "b": [0] * len(outputs)}]}, file)
a = 2 * math.cos(W)
two = [[[-1, 0], [0, 0]], [[a, 0], [1, 0]]]
rows = [(math.sin(W * t), math.sin(W * (t - 1))) for t in range(400)]
named = ["late,\"Wave, big\""] + ["%.9f,%.9f" % (y, x) for x, y in rows[:300]]
save("table.csv", named)
save("all.csv", ["late,\"Wave, big\""] + ["%.9f,%.9f" % (y, x) for x, y in rows])
save("excel.csv", ["\ufeffday;\"late\";\"Wave, big\""] +
     ["2026-01-%d;\"%.9f\";%.9f" % (t, y, x) for t, (x, y) in enumerate(rows[:300])],
     "\r\n")
save("order.csv", ["a,b"] + ["%.9f,%.9f" % row for row in rows[:300]])
save("one.csv", ["x"] + ["%.9f" % x for x, _ in rows[:300]])
preset("two.json", ["Wave, big", "late"], ["Wave, big", "late"], two)
preset("window.json", ["Wave, big", "late"], ["Wave, big", "late"], two, window=5)
preset("pooled.json", ["x"], ["x"], [[[1]]], window=5, pool="mean")
preset("long.json", ["Wave, big", "late"], ["Wave, big", "late"], two, window=301)
preset("next.json", ["x"], [""], [[[-1]], [[a]]], kind="next-sample")
preset("ahead.json", ["x"], [""], [[[-1]], [[a]]], kind="next-sample", ahead=2)
preset("hop.json", ["x"], ["x"], [[[-1]], [[a]]], hop=4)
preset("target.json", ["Wave, big", "late"], ["sum"], [[[1, 1]]])
preset("other.json", ["Wave, big", "wind"], ["Wave, big", "wind"], two)
preset("grows.json", ["x"], ["x"], [[[1e12]]])
preset("class.json", ["x"], ["x", "y"], [[[1], [1]]], kind="class")
write_dense("effect.json", [0.5])
random.seed(1)
x, noisy = 5.0, []
for t in range(4000):
  x = 5 + 0.8 * (x - 5) + random.gauss(0, 0.5)
  noisy.append(x)
save("noisy.csv", ["x"] + ["%.9f" % x for x in noisy])
preset("still.json", ["x"], ["x"], [[[1]]])
save("gap.csv", named[:50] + ["1,"] + named[50:])
save("short_row.csv", named[:50] + ["1"] + named[50:])
save("wide.csv", named[:50] + ["1,2,3"] + named[50:])
save("text.csv", named[:50] + ["1,two"] + named[50:])
save("nan.csv", named[:50] + ["nan,2"] + named[50:])
save("empty_line.csv", ["x", "1", "2", "", "3"])
save("headless.csv", named[1:])
save("twice.csv", ["x,x", "1,2"])
save("open.csv", ["x,\"y", "1,2"])
save("cell.csv", ["x", "1" * 300])
save("dates.csv", named[:2] + ["five,1"] + named[2:])
save("dated.csv", ["day,x", "monday,1", "7,2"])
save("empty.csv", [], "")' "$TMP"

forecast() {
  "$REMANENCE" forecast "$@"
}

# knows FORECAST: whether it has what the sine and its follower come to, of
# columns by name
knows() {
  python '
import csv
data = open(sys.argv[1], newline="").read()
assert data.count("\r\n") == data.count("\n") == 101, data
rows = list(csv.DictReader(data.splitlines()))
names = sys.argv[2:]
assert list(rows[0]) == names, rows[0]
worst = 0
for step, row in enumerate(rows):
  for late, name in enumerate(names):
    expected = math.sin(0.3 * (300 + step - late))
    worst = max(worst, abs(float(row[name]) - expected))
print("# worst error of 100 steps: %.2g" % worst)
assert worst < 1e-4, worst' "$@"
}

goes_on() { # TABLE MODEL NAME...
  forecast "$TMP/$2.json" "$TMP/$1.csv" --steps 100 >"$TMP/out.csv" &&
    cat "$TMP/out.csv" && knows "$TMP/out.csv" "${@:3}"
}

writes_file() {
  forecast --steps 100 "$TMP/two.json" "$TMP/table.csv" -o "$TMP/file.csv" &&
    forecast --steps 100 "$TMP/two.json" "$TMP/table.csv" |
    cmp - "$TMP/file.csv"
}

# What is foretold goes on from where it is put after the table
goes_on_from_its_own() {
  forecast --quiet --steps 50 "$TMP/next.json" "$TMP/one.csv" >"$TMP/a.csv" &&
    { cat "$TMP/one.csv" && tail -n +2 "$TMP/a.csv"; } >"$TMP/longer.csv" &&
    forecast --steps 50 "$TMP/next.json" "$TMP/longer.csv" >"$TMP/b.csv" &&
    { cat "$TMP/a.csv" && tail -n +2 "$TMP/b.csv"; } >"$TMP/out.csv" &&
    knows "$TMP/out.csv" x
}

# Reference: persistence by hand; a sine is an autoregression of order 2
checks_sine() {
  forecast --check --steps 8 "$TMP/two.json" "$TMP/all.csv" >"$TMP/check" &&
    cat "$TMP/check" && python '
wave = [math.sin(0.3 * t) for t in range(400)]
square = n = 0
for t in range(360, 400, 8):
  for i in range(8):
    square += (wave[t - 1] - wave[t + i]) ** 2
    n += 1
lines = open(sys.argv[1]).read().splitlines()
assert "8 steps ahead, of 40 rows" in lines[0], lines
network, persistence, linear = [float(x) for x in lines[2].split()[-3:]]
assert lines[2].startswith("Wave, big ") and lines[3].startswith("late ")
assert network < 1e-5 and linear < 1e-5, lines
assert abs(persistence - math.sqrt(square / n)) < 1e-4 * persistence' "$TMP/check"
}

# Reference: an autoregression with noise, which is all that one step can miss,
# and after many steps all that there is around the mean
checks_noise() {
  forecast --check --steps 1 "$TMP/still.json" "$TMP/noisy.csv" >"$TMP/one" &&
    forecast --check --steps 40 "$TMP/still.json" "$TMP/noisy.csv" \
      >"$TMP/many" && cat "$TMP/one" "$TMP/many" && python '
x = [float(line) for line in open(sys.argv[1]).read().split()[1:]]
n = 3600
noise = [x[t] - 5 - 0.8 * (x[t - 1] - 5) for t in range(n, 4000)]
sigma = math.sqrt(sum(e * e for e in noise) / 400)
step = math.sqrt(sum((x[t] - x[t - 1]) ** 2 for t in range(n, 4000)) / 400)
one = [float(y) for y in open(sys.argv[2]).read().split()[-3:]]
many = [float(y) for y in open(sys.argv[3]).read().split()[-3:]]
assert abs(one[1] - step) < 1e-4 and one[0] == one[1], (one, step)
assert abs(one[2] - sigma) < 0.03 * sigma, (one, sigma)
assert 0.6 < many[2] < 1.1 and many[2] < 0.9 * many[1], many' \
    "$TMP/noisy.csv" "$TMP/one" "$TMP/many"
}

# The mean of the last five rows, and then of four and that
pools_windows() {
  forecast --quiet --steps 2 "$TMP/pooled.json" "$TMP/one.csv" >"$TMP/out.csv" &&
    python '
x = [float(line) for line in open(sys.argv[1]).read().split()[1:]][-5:]
x.append(sum(x) / 5)
x.append(sum(x[1:]) / 5)
y = [float(line) for line in open(sys.argv[2]).read().split()[1:]]
assert max(abs(a - b) for a, b in zip(y, x[5:])) < 1e-6, (x, y)' \
    "$TMP/one.csv" "$TMP/out.csv"
}

says_order() {
  forecast --quiet --steps 2 "$TMP/two.json" "$TMP/order.csv" 2>&1 |
    grep -c . | grep -qx 3 && warns 'its columns are taken in order' \
    "$REMANENCE" forecast --steps 2 "$TMP/two.json" "$TMP/order.csv"
}

c() { check "forecast_$1" "${@:2}"; }
c goes_on goes_on table two 'Wave, big' late
c reads_other_tables goes_on excel two 'Wave, big' late
c matches_by_order goes_on order two a b
c says_order says_order
c goes_on_by_windows goes_on table window 'Wave, big' late
c pools_windows pools_windows
c goes_on_with_audio goes_on one next x
c writes_file writes_file
c goes_on_from_its_own goes_on_from_its_own
c checks_sine checks_sine
c checks_noise checks_noise

r() { # NAME MESSAGE MODEL TABLE
  check "forecast_refuses_$1" refuses 1 "$2" \
    "$REMANENCE" forecast --steps 3 "$TMP/$3.json" "$TMP/$4.csv"
}

r gap 'gap.csv: line 51: Wave, big is missing, but takes a number' two gap
r short_row 'line 51: Wave, big is missing' two short_row
r wide 'line 51: has more cells than the first line has names' two wide
r text 'line 51: Wave, big is two' two text
r nan 'line 51: late is nan' two nan
r empty_line 'line 4: x is missing' next empty_line
r headless 'column 1 has no name' two headless
r twice 'has two columns that are called x' next twice
r open_quote 'a quote is not closed' next open
r long_cell 'line 2: a cell is longer than 255 characters' next cell
r text_among_numbers 'line 3: late is five' two dates
r number_among_dates 'line 2: day is text' next dated
r empty 'empty.csv: is empty' two empty
r no_table 'none.csv: cannot be opened: No such file' two none
r no_model 'none.json' none table
r effect 'effect.json: predicts nothing, and no next row' effect one
r classes 'class.json: tells classes, and no next row' class one
r ahead 'predicts 2 rows ahead, but only the next one' ahead one
r hop 'says something every 4 rows only' hop one
r target 'target.json: says no next Wave, big' target table
r no_column 'table.csv: has no column wind, which is input 2' other table
r few_rows 'has 300 rows, but the model hears 301 at a time' long table
for steps in 0 1.5 many 1000001; do
  check "forecast_refuses_steps_$steps" refuses 2 'takes a number from 1 to' \
    "$REMANENCE" forecast --steps "$steps" "$TMP/two.json" "$TMP/table.csv"
done
check forecast_needs_steps refuses 2 'needs --steps N' \
  "$REMANENCE" forecast "$TMP/two.json" "$TMP/table.csv"
check forecast_short_check refuses 1 'too few for 90 steps' "$REMANENCE" \
  forecast --check --steps 90 "$TMP/two.json" "$TMP/table.csv"

stops_beyond_numbers() {
  ! forecast --steps 9 "$TMP/grows.json" "$TMP/one.csv" -o "$TMP/no.csv" \
    2>"$TMP/says" && cat "$TMP/says" && grep 'goes beyond all numbers at step 4' "$TMP/says" &&
    [ ! -e "$TMP/no.csv" ] && [ ! -e "$TMP/no.csv.part" ]
}
check forecast_stops_beyond_numbers stops_beyond_numbers
