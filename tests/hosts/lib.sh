# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT
#
# What the scripts that run real hosts share, besides tests/cli/lib.sh.
#
# LV2_PATH holds the built bundle, a preset of another model, TEST_PRESET, with
# settings of its own, and PREDICT_PRESET of the predictor, whose model follows
# energy; HOME is a new folder.
#
# shellcheck shell=bash

source "$(dirname "${BASH_SOURCE[0]}")/../cli/lib.sh"

BUNDLE=${BUNDLE:-$root/build/remanence.lv2}
EFFECT=urn:remanence:effect
TEST_PRESET=urn:remanence:test-preset
TEST_LABEL="Test Preset"
PREDICT=urn:remanence:predict
PREDICT_PRESET=urn:remanence:test-predict

# needs PROGRAM...: skip this script if one of them is not installed
needs() {
  local program
  for program in "$@"; do
    if ! command -v "$program" >/dev/null; then
      skip "$(basename "$0" .sh)" "$program is not installed"
      exit
    fi
  done
}

write_test_preset() {
  mkdir "$1"
  cp "$GOLDEN/lstm-3-in.json" "$1/model.json"
  cat >"$1/manifest.ttl" <<END
@prefix lv2: <http://lv2plug.in/ns/lv2core#> .
@prefix pset: <http://lv2plug.in/ns/ext/presets#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .

<$TEST_PRESET>
	a pset:Preset ;
	lv2:appliesTo <$EFFECT> ;
	rdfs:seeAlso <preset.ttl> .
END
  cat >"$1/preset.ttl" <<END
@prefix lv2: <http://lv2plug.in/ns/lv2core#> .
@prefix pset: <http://lv2plug.in/ns/ext/presets#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix state: <http://lv2plug.in/ns/ext/state#> .

<$TEST_PRESET>
	a pset:Preset ;
	lv2:appliesTo <$EFFECT> ;
	rdfs:label "$TEST_LABEL" ;
	lv2:port [ lv2:symbol "knob_1" ; pset:value 0.25 ] ,
		[ lv2:symbol "output_gain" ; pset:value -6.0 ] ;
	state:state [ <urn:remanence#model> <model.json> ] .
END
}

# The mean of |x| over about 100 frames, and how probable it is that it is
# above 0.2, which is a note
write_predict_preset() {
  mkdir "$1"
  cat >"$1/model.json" <<END
{"remanence": 1, "rate_hz": 48000,
 "outputs": [{"name": "Loud", "unit": "probability"}],
 "prediction": {"kind": "value", "hold_ms": 100},
 "layers": [
   {"type": "dense", "units": 2, "activation": "relu",
    "W": [[1], [-1]], "b": [0, 0]},
   {"type": "rnn", "units": 1, "activation": "relu",
    "W": [[0.01, 0.01]], "U": [[0.99]], "b": [0]},
   {"type": "dense", "units": 1, "activation": "sigmoid",
    "W": [[32]], "b": [-6.4]}]}
END
  cat >"$1/manifest.ttl" <<END
@prefix lv2: <http://lv2plug.in/ns/lv2core#> .
@prefix pset: <http://lv2plug.in/ns/ext/presets#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix state: <http://lv2plug.in/ns/ext/state#> .

<$PREDICT_PRESET>
	a pset:Preset ;
	lv2:appliesTo <$PREDICT> ;
	rdfs:label "Loud" ;
	state:state [ <urn:remanence#model> <model.json> ] .

<$PREDICT_PRESET-midi>
	a pset:Preset ;
	lv2:appliesTo <$PREDICT-midi> ;
	rdfs:label "Loud" ;
	state:state [ <urn:remanence#model> <model.json> ] .
END
}

# A folder of its own, because hosts complain about others beside a bundle
mkdir "$TMP/lv2" "$TMP/home"
cp -r "$BUNDLE" "$TMP/lv2/remanence.lv2"
write_test_preset "$TMP/lv2/test-preset.lv2"
write_predict_preset "$TMP/lv2/test-predict.lv2"
export LV2_PATH=$TMP/lv2:/usr/lib/lv2
export HOME=$TMP/home
unset XDG_CONFIG_HOME XDG_CACHE_HOME XDG_DATA_HOME

# Two seconds of decaying strings
python '
x = [0.8 * math.exp(-(t % 24000) / 6000) * math.sin(t / 60) * math.cos(t / 200)
     for t in range(96000)]
write(sys.argv[1] + "/mono.wav", [x])
write(sys.argv[1] + "/stereo.wav", [x, [0.5 * y for y in reversed(x)]])
' "$TMP"

# same FILE FILE: whether two WAV files hold the same samples
same() {
  python 'assert read(sys.argv[1]) == read(sys.argv[2])' "$@"
}

# contains FILE EXPECTED: whether a recording holds what was expected, sooner
# or later.  The first half second is left out: some hosts fade it in.
contains() {
  python '
y, x = read(sys.argv[1])[0], read(sys.argv[2])[0]
first, last = 24000, 90000

def is_at(lag, step):
    return all(abs(y[t + lag] - x[t]) < 1e-5 for t in range(first, last, step))

assert max(x[first:last]) > 0.01
lags = range(len(y) - last + 1)
assert any(is_at(lag, 1) for lag in lags if is_at(lag, 1000))' "$@"
}
