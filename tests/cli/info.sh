#!/usr/bin/env bash
# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT
#
# What `remanence info` says about models

source "$(dirname "$0")/lib.sh"

model=$GOLDEN/keras-lstm.json

# says TEXT FILE: whether the description of a file has this line
says() {
  "$REMANENCE" info "$2" | grep -E "^$1"
}

# holds EXPRESSION FILE...: whether it is true of `info`, the object of a file
holds() {
  local expression=$1
  shift
  "$REMANENCE" info --json "$@" | python '
for line in sys.stdin:
  info = json.loads(line)
  assert eval(sys.argv[1]), line' "$expression"
}

n_lines() {
  [ "$("$REMANENCE" info --json "$@" 2>/dev/null | wc -l)" -eq 2 ]
}

# A good file is described even if another one cannot be loaded
describes_the_rest() {
  local output status=0
  output=$("$REMANENCE" info "$TMP/none" "$model" 2>/dev/null) || status=$?
  [ $status -eq 1 ] && grep -q "^File *$model" <<<"$output"
}

has_no_controls() {
  ! "$REMANENCE" info "$1" | LC_ALL=C grep -q $'[\x01-\x09\x0b-\x1f\x7f]'
}

nests_nothing() {
  ! "$REMANENCE" info "$1" | grep '[{}]'
}

check info_file says "File +$model" "$model"
check info_format says 'Format +Keras' "$model"
check info_architecture \
  says 'Architecture +dense 4 tanh -> LSTM 8 -> dense 1, 2 inputs, skip' "$model"
check info_reset_before \
  says 'Architecture .*-> reset-before GRU 8' "$GOLDEN/keras-gru-before.json"
check info_conv says 'Layer 1 +conv1d 6 relu \(3 taps, dilation 2\), 1 -> 6' \
  "$GOLDEN/keras-conv.json"
check info_functions says \
  'Layer 1 +GRU 5 \(gates affine, candidate affine, clip 0.25\)' \
  "$root/tests/golden/functions-gru-after.json"
check info_parameter says 'Parameter +Knob 1, 0 to 1, default 0.5' "$model"
check info_gain says 'Input gain +-6 dB' "$model"
check info_rate says 'Rate +48000 Hz' "$model"
check info_training says 'Training +epochs [0-9]+, best epoch [0-9]+, validation' \
  "$root/presets/overdrive/model.json"
check info_nests_nothing nests_nothing "$root/presets/overdrive/model.json"
check info_weights says 'Weights +437$' "$model"
check info_rest says 'Rest +settles in [0-9]+ frames \([0-9.]+ ms\)' "$model"
python '
json.dump({"model_data": {"unit_type": "RNN", "input_size": 1,
                          "output_size": 1, "hidden_size": 1, "num_layers": 1,
                          "skip": 0, "bias_fl": True},
           "state_dict": {"rec.weight_ih_l0": [[1.0]],
                          "rec.weight_hh_l0": [[float(sys.argv[2])]],
                          "rec.bias_ih_l0": [0.1], "rec.bias_hh_l0": [0.0],
                          "lin.weight": [[1.0]], "lin.bias": [0.0]}},
          open(sys.argv[1], "w"))' "$TMP/bistable.json" 2
sed 's/\[2\.0\]/[-2.0]/' "$TMP/bistable.json" >"$TMP/restless.json"
check info_rests says 'Rests +2, output 0.96[0-9]*, -0.9[0-9]*;' \
  "$TMP/bistable.json"
check info_restless says 'Restless +from somewhere, silence does not settle in 65536' \
  "$TMP/restless.json"
check info_json_rests holds 'info["rest"]["n_rests"] == 2' "$TMP/bistable.json"
check info_json_outputs_of_rests \
  holds 'len(info["rest"]["outputs"]) == 2 and not info["rest"]["restless"]' \
  "$TMP/bistable.json"
check info_json_restless holds 'info["rest"]["restless"]' "$TMP/restless.json"
check info_one_rest \
  holds 'info["rest"]["n_rests"] == 1 and not info["rest"]["restless"]' "$model"
check info_no_self_test says 'Self-test +none' "$model"

check info_onnx says 'Format +ONNX' "$GOLDEN/onnx-gru-half.onnx"
check info_onnx_architecture says \
  'Architecture +dense 3 tanh -> reset-before GRU 4 -> dense 1, 2 inputs' \
  "$GOLDEN/onnx-gru-half.onnx"
check info_onnx_properties holds \
  'info["rate_hz"] == 44100 and info["name"] == "Golden"' \
  "$GOLDEN/onnx-gru-half.onnx"

for file in "$GOLDEN"/*.json "$GOLDEN"/*.onnx; do
  check "info_json_$(basename "${file%.*}")" \
    holds 'info["layers"] and info["inputs"]' "$file"
done

check info_json_layers \
  holds '[x["type"] for x in info["layers"]] == ["dense", "lstm", "dense"]' \
  "$model"
check info_json_inputs \
  holds '[x["default"] for x in info["inputs"]] == [0, 0.5]' "$model"
check info_json_unknown_is_null \
  holds 'info["author"] is None and info["esr"] is None' "$model"
check info_json_rate holds 'info["rate_hz"] == 48000' "$model"
check info_json_weights holds 'info["n_weights"] == 437' "$model"
check info_json_line_for_each n_lines "$model" "$TMP/none" "$model"

python 'write_dense(sys.argv[1], [1.0])' "$TMP/dense.json"
check info_rate_unknown says 'Rate +unknown' "$TMP/dense.json"
check info_json_rate_unknown \
  holds 'info["rate_hz"] is None and info["rest"]["ms"] is None' \
  "$TMP/dense.json"

python '
def write(name, outputs, **prediction):
  W = [[1.0]] * len(outputs)
  json.dump({"remanence": 1, "rate_hz": 48000, "outputs": outputs,
             "prediction": prediction, "layers": [
               {"type": "rnn", "units": 1, "W": [[1]], "U": [[0]], "b": [0]},
               {"type": "dense", "units": len(W), "W": W, "b": [0] * len(W)}]},
            open(sys.argv[1] + "/" + name, "w"))
write("value.json", [{"name": "Level", "unit": "dB", "minimum": -60,
                      "maximum": 0, "smoothing_ms": 5}], kind="value", hop=480)
write("class.json", [{}, {}], kind="class", window=960)
write("pooled.json", [{}], kind="value", window=960, pool="mean")
write("next.json", [{}], kind="next-sample")' "$TMP"
check info_output says 'Output +Level, dB, -60 to 0, smoothed by 5 ms$' \
  "$TMP/value.json"
check info_predicts says 'Predicts +a value every 480 frames \(10 ms\)$' \
  "$TMP/value.json"
check info_event says 'Event +on from -30, off below -36, for 50 ms at least$' \
  "$TMP/value.json"
check info_window says \
  'Predicts +a class every 960 frames \(20 ms\), anew every 960' "$TMP/class.json"
check info_pool says 'Predicts .*, the mean of the outputs, anew every 960' \
  "$TMP/pooled.json"
check info_json_pool holds 'info["prediction"]["pool"] == "mean"' \
  "$TMP/pooled.json"
check info_json_no_pool holds 'info["prediction"]["pool"] == "last"' \
  "$TMP/class.json"
check info_next_sample \
  says 'Predicts +audio, 1 frame \(0.0208 ms\) ahead$' "$TMP/next.json"
! "$REMANENCE" info "$TMP/value.json" | grep '^Loudness'
check info_prediction_is_no_sound [ $? -eq 0 ]
check info_json_prediction holds \
  'info["prediction"]["kind"] == "class" and info["prediction"]["hop"] == 960' \
  "$TMP/class.json"
check info_json_effect_predicts_nothing \
  holds 'info["prediction"] is None' "$model"

python '
model = json.load(open(sys.argv[1]))
model["metadata"] = {"name": "a\x1b[31mb\u009bc\nd"}
json.dump(model, open(sys.argv[2], "w"))' "$GOLDEN/nam-lstm.json" "$TMP/esc.nam"
check info_strips_controls has_no_controls "$TMP/esc.nam"
check info_strips_controls_only says 'Name +a \[31mbc d$' "$TMP/esc.nam"

echo 'not a model' >"$TMP/text.json"
: >"$TMP/empty.json"
check info_missing refuses 1 "remanence: $TMP/none: " "$REMANENCE" info "$TMP/none"
check info_directory refuses 1 "remanence: $TMP: " "$REMANENCE" info "$TMP"
check info_text refuses 1 "remanence: $TMP/text.json: " \
  "$REMANENCE" info "$TMP/text.json"
check info_empty refuses 1 "remanence: $TMP/empty.json: " \
  "$REMANENCE" info "$TMP/empty.json"
check info_describes_the_rest describes_the_rest
