#!/usr/bin/env bash
# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT
#
# What is predicted of a file: as a list of events, a table of values, and MIDI

source "$(dirname "$0")/lib.sh"

bursts=$TMP/bursts.wav

# Bursts of a tone in 2 s, the last of which goes on to the end; networks that
# follow their energy
python '
import os
from predictors import *
os.chdir(sys.argv[1])
spans = [(0.25, 0.5, 0.5), (0.8, 0.82, 0.9), (1.0, 1.3, 0.7), (1.8, 2.0, 0.6)]
def sound(rate, seconds=2):
  out = [1e-3 * math.sin(0.3 * t) for t in range(seconds * rate)]
  for start, end, level in spans:
    for t in range(int(start * rate), int(end * rate)):
      out[t] = level * math.sin(2 * math.pi * 440 * t / rate)
  return out
write("bursts.wav", [sound(48000)])
write("stereo.wav", [[2 * x for x in sound(48000)], [0] * 96000])
write("other.wav", [sound(44100)], 44100)
write("short.wav", [sound(48000)[:100]])
write("medium.wav", [sound(48000)[:1000]])
value = dict(kind="value", threshold=0.5, hysteresis=0.1, hold_ms=20)
write_energy("each.json", [0.2, 0.1, 0.3], **value)
write_energy("hop.json", [0.2, 0.1], ["Level, \"loud\"", "low"], hop=240, **value)
write_energy("window.json", [0.2, 0.1], window=4800, kind="value")
write_energy("class.json", [0.2, 0.2], ["quiet", "loud"], "linear", hop=480, kind="class")
write_energy("class_window.json", [0.2, 0.2], ["quiet", "loud"], "softmax",
             hop=480, window=9600, kind="class")
write_energy("softmax.json", [0.2, 0.2], None, "softmax")
write_energy("six.json", [0.1, 0.2, 0.3, 0.4, 0.5, 0.6], **value)
write_energy("effect.json", [0.2])
write_energy("next.json", [0.2], kind="next-sample")
write_energy("late.json", [0.2], rate=96000, **value)
write_energy("stated.json", [0.2, 0.1, 0.3], latency=480, **value)
write_energy("stated_hop.json", [0.2, 0.1], hop=240, latency=480, **value)' "$TMP"

predict() {
  "$REMANENCE" predict "$@"
}

# Reference: the network and the detector in double precision
finds_events() {
  predict "$TMP/each.json" "$bursts" >"$TMP/found" && cat "$TMP/found" && python '
from predictors import *
e = energy(read(sys.argv[1])[0])
expected, worst = [], 0
for o, level in enumerate([0.2, 0.1, 0.3]):
  p = [probability(x, level) for x in e]
  expected += [(s, t, "Level %d" % o, v) for s, t, v in events(p, 0.5, 0.4, 960)]
expected.sort()
found = [line.rstrip("\n").split("\t") for line in open(sys.argv[2])]
assert len(found) == len(expected) >= 9, (len(found), len(expected))
for line, (start, end, name, value) in zip(found, expected):
  assert line[2] == name, (line, name)
  off = max(abs(float(line[0]) * 48000 - start), abs(float(line[1]) * 48000 - end))
  worst = max(worst, off)
  assert abs(float(line[3]) - value) < 1e-3, (line, value)
print("# worst error of a time: %.2g frames" % worst)
assert worst < 1.05 and found[-1][1] == "2.000000", found[-1]' \
    "$bursts" "$TMP/found"
}

# JSON and tables say the same, to all digits
forms_agree() {
  predict "$TMP/hop.json" "$bursts" >"$TMP/text" &&
    predict --json "$TMP/hop.json" "$bursts" >"$TMP/json" &&
    predict --csv "$TMP/hop.json" "$bursts" >"$TMP/csv" && python '
from predictors import *
text = [line.rstrip("\n").split("\t") for line in open(sys.argv[1])]
objects = [json.loads(line) for line in open(sys.argv[2])]
head, rows = table(sys.argv[3])
assert head == ["file", "start_s", "end_s", "name", "value"], head
assert len(text) == len(objects) == len(rows) > 4
names = set()
for t, o, r in zip(text, objects, rows):
  assert r[0] == o["file"] == sys.argv[4] and r[3] == o["name"] == t[2]
  assert r[1:3] == t[:2]
  assert abs(o["start_s"] - float(r[1])) < 1e-6 and o["value"] == float(r[4])
  names.add(o["name"])
assert names == {"Level, \"loud\"", "low"}, names' \
    "$TMP/text" "$TMP/json" "$TMP/csv" "$bursts"
}

# Several files, of which one is bad: the others are heard
files_have_names() {
  ! predict "$TMP/hop.json" "$bursts" "$TMP/none.wav" "$TMP/stereo.wav" \
    >"$TMP/both" && predict "$TMP/hop.json" "$bursts" >"$TMP/one" &&
    [ "$(grep -c "^$TMP/stereo.wav" "$TMP/both")" -gt 4 ] &&
    cmp <(grep "^$bursts" "$TMP/both" | cut -f2-) "$TMP/one"
}

# Channels are mixed: twice the sound and silence is the sound
mixes_channels() {
  cmp <(predict "$TMP/each.json" "$bursts") \
    <(predict "$TMP/each.json" "$TMP/stereo.wav")
}

# Times are those of the file, whatever the rates
rates_agree() {
  predict --csv "$TMP/each.json" "$TMP/bursts.wav" >"$TMP/csv" &&
    predict --csv "$TMP/each.json" "$TMP/other.wav" >"$TMP/csv2" &&
    predict --csv "$TMP/late.json" "$TMP/bursts.wav" >"$TMP/csv3" && python '
from predictors import *
one, two = table(sys.argv[1])[1], table(sys.argv[2])[1]
assert len(one) == len(two) > 8
worst = max(abs(float(a[i]) - float(b[i])) for a, b in zip(one, two) for i in (1, 2))
print("# worst difference: %.3f ms" % (1e3 * worst))
assert worst < 1e-3
starts = [float(row[1]) for row in table(sys.argv[3])[1]]
assert len(starts) == 4, starts
for start, at in zip(starts, (0.25, 0.8, 1.0, 1.8)):
  assert 0 < start - at < 0.01, (start, at)' "$TMP/csv" "$TMP/csv2" "$TMP/csv3"
}

# What a model says that it is late, is put in time: audio, events, values, MIDI.
# Those of the end are of the silence after it
stated_is_in_time() {
  local form
  for form in each stated; do
    predict --csv "$TMP/$form.json" "$bursts" >"$TMP/$form.events" &&
      render --csv "$TMP/$form.csv" --midi "$TMP/$form.mid" --block 100 \
        "$TMP/$form.json" "$bursts" "$TMP/$form.wav" || return
  done
  render --csv "$TMP/hop.csv" "$TMP/hop.json" "$bursts" "$TMP/out.wav" &&
    render --csv "$TMP/stated_hop.csv" "$TMP/stated_hop.json" "$bursts" \
      "$TMP/out.wav" && python '
from predictors import *
path = lambda name: sys.argv[1] + "/" + name
x, y = read(path("each.wav")), read(path("stated.wav"))
assert len(x[0]) == len(y[0]) and len(x) == len(y) == 3
assert all(a[480:] == b[:-480] for a, b in zip(x, y))
x, y = (table(path(f + ".csv"))[1] for f in ("each", "stated"))
assert len(x) == len(y) and [r[1:] for r in x[480:]] == [r[1:] for r in y[:-480]]
x, y = (table(path(f + ".csv"))[1] for f in ("hop", "stated_hop"))
assert len(x) == len(y) and [r[0] for r in x] == [r[0] for r in y]
assert [r[1:] for r in x[2:]] == [r[1:] for r in y[:-2]] # Hops end when they did
x, y = (table(path(f + ".events"))[1] for f in ("each", "stated"))
early = [round(48000 * (float(a[1]) - float(b[1]))) for a, b in zip(x, y)]
assert len(x) == len(y) > 8 and set(early) == {480}, early
x, y = ([m for m in midi(path(f + ".mid"), 48000)[0] if m[1] == 0x90] for f in ("each", "stated"))
assert [m[0] - 480 for m in x] == [m[0] for m in y] and len(x) == 4' "$TMP"
}

# Runs of the likeliest class cover the file from end to end
tells_classes() {
  predict "$TMP/class.json" "$bursts" >"$TMP/runs" && cat "$TMP/runs" && python '
from predictors import *
e = energy(read(sys.argv[1])[0])
loud = [e[t] > 0.2 for t in range(479, 96000, 480)]
runs = []
for hop, is_loud in enumerate(loud):
  if not runs or runs[-1][2] != is_loud:
    runs.append([hop, hop, is_loud])
  runs[-1][1] = hop + 1
found = [line.rstrip("\n").split("\t") for line in open(sys.argv[2])]
assert len(found) == len(runs) >= 7, (found, runs)
for line, (start, end, is_loud) in zip(found, runs):
  expected = ["%.6f" % (start / 100), "%.6f" % (end / 100), "loud" if is_loud else "quiet"]
  assert line[:3] == expected, (line, expected)
  assert 0.5 < float(line[3]) <= 1' "$bursts" "$TMP/runs"
}

# A line for each window, which forgets the one before
tells_windows() {
  predict "$TMP/window.json" "$bursts" >"$TMP/text" && python '
from predictors import *
audio = read(sys.argv[1])[0]
found = [line.rstrip("\n").split("\t") for line in open(sys.argv[2])]
assert len(found) == 40
worst = 0
for i, (start, end, name, value) in enumerate(found):
  w, o = divmod(i, 2)
  assert (start, end) == ("%.6f" % (w / 10), "%.6f" % ((w + 1) / 10))
  assert name == "Level %d" % o
  e = energy(audio[w * 4800:(w + 1) * 4800])[-1]
  worst = max(worst, abs(float(value) - probability(e, [0.2, 0.1][o])))
assert worst < 1e-3, worst' "$bursts" "$TMP/text" &&
    predict "$TMP/class_window.json" "$bursts" | cut -f3 | tr '\n' ' ' |
    tee /dev/stderr | grep -x 'quiet loud quiet quiet quiet loud quiet quiet quiet loud '
}

render() {
  "$REMANENCE" render --quiet "$@"
}

# Reference: the network in double precision, at the last frame of each hop
writes_values() {
  render --csv "$TMP/hop.csv" "$TMP/hop.json" "$bursts" "$TMP/out.wav" &&
    render "$TMP/hop.json" "$bursts" "$TMP/same.wav" &&
    cmp "$TMP/out.wav" "$TMP/same.wav" && python '
from predictors import *
e = energy(read(sys.argv[1])[0])
head, rows = table(sys.argv[2])
assert head == ["time_s", "Level, \"loud\"", "low"], head
assert len(rows) == 400
worst = 0
for k, row in enumerate(rows):
  t = 240 * (k + 1) - 1
  assert row[0] == "%.6f" % (t / 48000), row
  for o, level in enumerate([0.2, 0.1]):
    worst = max(worst, abs(float(row[1 + o]) - probability(e[t], level)))
print("# worst error of a value: %.2g" % worst)
assert worst < 1e-5' "$bursts" "$TMP/hop.csv"
}

# Every frame has a row, and classes their winner; what block is no matter
writes_classes() {
  render --csv "$TMP/a.csv" "$TMP/class.json" "$bursts" "$TMP/out.wav" &&
    render --block 7 --csv "$TMP/b.csv" "$TMP/class.json" "$bursts" \
      "$TMP/out.wav" && cmp "$TMP/a.csv" "$TMP/b.csv" && python '
from predictors import *
head, rows = table(sys.argv[1])
assert head == ["time_s", "quiet", "loud", "class"], head
assert len(rows) == 200
for row in rows:
  p = [float(x) for x in row[1:3]]
  assert abs(sum(p) - 1) < 1e-6 and row[3] == ["quiet", "loud"][p[1] > p[0]]' \
    "$TMP/a.csv"
}

# Reference: notes and controllers from the table of every frame
writes_midi() {
  render --csv "$TMP/each.csv" --midi "$TMP/each.mid" "$TMP/each.json" \
    "$bursts" "$TMP/out.wav" &&
    render --block 7 --midi "$TMP/b.mid" "$TMP/each.json" "$bursts" \
      "$TMP/out.wav" && cmp "$TMP/each.mid" "$TMP/b.mid" && python '
from predictors import *
rows = [[float(x) for x in row[1:]] for row in table(sys.argv[1])[1]]
assert len(rows) == 96000
expected = []
for start, end, peak in events([row[0] for row in rows], 0.5, 0.4, 960):
  velocity = int(1.5 + 126 * rows[start][0])
  expected += [(start, 0x90, 60, velocity), (end, 0x80, 60, 0)]
for o in (1, 2):
  sent, wait = None, 0
  for t, row in enumerate(rows):
    value = math.floor(127 * row[o] + 0.5)
    if wait:
      wait -= 1
    elif value != sent:
      expected.append((t, 0xB0, 15 + o, value))
      sent, wait = value, 240
messages, end = midi(sys.argv[2], 48000)
assert end == 96000, end
assert sorted(messages) == sorted(expected), set(messages) ^ set(expected)
assert len([m for m in messages if m[1] == 0x90]) >= 3
assert len(messages) > 50 and messages == sorted(messages, key=lambda m: m[0])' \
    "$TMP/each.csv" "$TMP/each.mid"
}

# At another rate a tick is still a frame, and what is late is put in time
midi_is_in_time() {
  render --midi "$TMP/late.mid" "$TMP/late.json" "$bursts" "$TMP/out.wav" &&
    render --midi "$TMP/other.mid" "$TMP/each.json" "$TMP/other.wav" \
      "$TMP/out.wav" && python '
from predictors import *
for path, rate in zip(sys.argv[1:], (48000, 44100)):
  messages, end = midi(path, rate)
  starts = [t / rate for t, status, _, _ in messages if status == 0x90]
  assert end == 2 * rate and len(starts) == 4, (end, starts)
  for start, at in zip(starts, (0.25, 0.8, 1.0, 1.8)):
    assert 0 < start - at < 0.01, (start, at)' "$TMP/late.mid" "$TMP/other.mid"
}

# Through a host: the plugin sends the very messages, whatever its blocks are
is_plugins_midi() { # MODEL BLOCK
  render --midi "$TMP/render.mid" "$TMP/$1.json" "$bursts" "$TMP/out.wav" &&
    "$WAVHOST" --quiet --block "$2" --model "$TMP/$1.json" \
      --midi "$TMP/plugin.mid" urn:remanence:predict-midi "$bursts" \
      "$TMP/plugin.wav" && cmp "$TMP/render.mid" "$TMP/plugin.mid" &&
    [ "$(wc -c <"$TMP/render.mid")" -gt 60 ]
}

no_half_table() {
  refuses 1 'each.csv: cannot be written: File too large' with_small_files \
    "$REMANENCE" render --quiet --output 1 --csv "$TMP/dir/each.csv" \
    "$TMP/each.json" "$TMP/medium.wav" "$TMP/dir/out.wav" && [ -z "$(ls "$TMP/dir")" ]
}

mkdir "$TMP/dir"
check predict_finds_events finds_events
check predict_forms_agree forms_agree
check predict_files_have_names files_have_names
check predict_mixes_channels mixes_channels
check predict_rates_agree rates_agree
check predict_stated_is_in_time stated_is_in_time
check predict_tells_classes tells_classes
check predict_tells_windows tells_windows
check predict_guesses_classes predict "$TMP/softmax.json" "$bursts"
check predict_writes_values writes_values
check predict_writes_classes writes_classes
check predict_writes_midi writes_midi
check predict_midi_is_in_time midi_is_in_time
check predict_is_plugins_midi is_plugins_midi each 1024
check predict_is_plugins_midi_of_blocks is_plugins_midi each random:5
check predict_is_plugins_midi_of_hops is_plugins_midi hop 333
check predict_is_plugins_midi_of_classes is_plugins_midi class 1024

r() { check "predict_refuses_$1" refuses 1 "$2" "$REMANENCE" "${@:3}"; }

r effect 'effect.json: predicts nothing: it is an effect' \
  predict "$TMP/effect.json" "$bursts"
r next_sample 'next.json: predicts the next sample' \
  predict "$TMP/next.json" "$bursts"
r long_hop 'says something every 240 frames, 0.005 s, but the file lasts 100' \
  predict "$TMP/hop.json" "$TMP/short.wav"
r no_file 'none.wav' predict "$TMP/hop.json" "$TMP/none.wav"
r no_model 'none.json' predict "$TMP/none.json" "$bursts"
r long_hop_of_table 'give it a longer one' render --csv "$TMP/x.csv" \
  "$TMP/hop.json" "$TMP/short.wav" "$TMP/none.wav"
r next_sample_midi 'which plays no notes' render --midi "$TMP/x.mid" \
  "$TMP/next.json" "$bursts" "$TMP/none.wav"
r no_folder_of_table 'x.csv: cannot be written: No such file' render --csv \
  "$TMP/no/x.csv" "$TMP/hop.json" "$bursts" "$TMP/none.wav"
r no_folder_of_midi 'x.mid: cannot be written: No such file' render --midi \
  "$TMP/no/x.mid" "$TMP/hop.json" "$bursts" "$TMP/none.wav"
check predict_leaves_no_half_table no_half_table
check predict_leaves_nothing test ! -e "$TMP/x.csv" -a ! -e "$TMP/none.wav"
check predict_warns_of_many_outputs warns \
  'has 6 outputs, of which the first 4 play notes and controllers' \
  "$REMANENCE" render --midi "$TMP/six.mid" "$TMP/six.json" "$bursts" "$TMP/out.wav"
check predict_warns_of_effect warns 'does not say that it predicts anything' \
  "$REMANENCE" render --csv "$TMP/x.csv" "$TMP/effect.json" "$TMP/short.wav" \
  "$TMP/out.wav"
