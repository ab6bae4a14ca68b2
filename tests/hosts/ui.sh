#!/usr/bin/env bash
# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT
#
# The user interface on a display of its own: the window alone, and in jalv,
# where a click on next changes what is heard

source "$(dirname "$0")/lib.sh"

needs Xvfb xdotool jackd jack_wait jack_lsp jalv.gtk3 jack_capture jack-play

BUILD=${BUILD:-$root/build}
export NO_AT_BRIDGE=1 XDG_RUNTIME_DIR=$TMP
export JACK_NO_AUDIO_RESERVATION=1 JACK_NO_START_SERVER=1
export JACK_DEFAULT_SERVER=remanence-ui-$$
processes=()

# start LOG COMMAND...: run something until stop_all()
start() {
  local log=$TMP/$1.log
  shift
  "$@" </dev/null >"$log" 2>&1 &
  processes=($! "${processes[@]}")
}

# Clients go before their servers
stop_all() {
  local process
  for process in "${processes[@]}"; do
    kill "$process" 2>/dev/null
    for _ in {1..20}; do
      kill -0 "$process" 2>/dev/null || break
      sleep 0.1
    done
    kill -9 "$process" 2>/dev/null
  done
  processes=()
}
trap 'status=$?; stop_all; rm -rf "$TMP"; exit $((status | failed))' EXIT

# wait_for COMMAND...: until it succeeds, 20 s at most
wait_for() {
  for _ in {1..100}; do
    "$@" >/dev/null 2>&1 && return
    sleep 0.2
  done
  return 1
}

# X chooses a display that is free, and does not begin anew, deaf for a moment,
# when a window was the last
mkfifo "$TMP/display"
exec 3<>"$TMP/display"
start xvfb Xvfb -displayfd 3 -screen 0 1280x900x24 -noreset -nolisten tcp
read -r -t 20 display <&3
export DISPLAY=:$display

# Every test of it is counted here; MONKEY_S seconds of random events are added
if [ -x "$BUILD/ui-window" ]; then
  BUNDLE=$BUNDLE timeout $((300 + ${MONKEY_S:-0})) "$BUILD/ui-window" || failed=1
else
  skip ui_window "it is not built: make test-hosts"
fi

start jackd jackd -r -n "$JACK_DEFAULT_SERVER" -d dummy -r 48000 -p 2048
jack_wait -w -t 10 >/dev/null 2>&1

has_port() {
  jack_lsp | grep -qx "$1"
}

find_window() {
  window=$(xdotool search --onlyvisible --name '^Remanence$' | tail -1)
  [ -n "$window" ]
}

has_no_window() {
  ! find_window
}

# click X Y: in the window, whose size is known
click() {
  xdotool mousemove --window "$window" "$1" "$2"
  sleep 0.3
  xdotool click 1
}

# record: play the input through jalv, and record what comes out as out.wav
record() {
  rm -f "$TMP/out.wav"
  jack_capture -c 1 -d 4 -p plug:out -b FLOAT --no-stdin -ns \
    "$TMP/out.wav" >"$TMP/capture.log" 2>&1 &
  local capture=$!
  sleep 0.5
  JACK_PLAY_CONNECT_TO=plug:in timeout 20 jack-play -c 3 "$TMP/mono.wav" \
    >"$TMP/play.log" 2>&1 </dev/null
  wait $capture
}

# sounds_like EXPECTED: whether that is heard.  The clock of a busy machine may
# stop for longer than a period, hence the second chance.
sounds_like() {
  record
  contains "$TMP/out.wav" "$1" && return
  record
  contains "$TMP/out.wav" "$1"
}

# Two models of a folder, and a session with the first
mkdir "$TMP/amps"
cp "$GOLDEN/keras-lstm.json" "$TMP/amps/1.json"
cp "$GOLDEN/keras-gru.json" "$TMP/amps/2.json"
for n in 1 2; do
  "$WAVHOST" --quiet --model "$TMP/amps/$n.json" --state-save "$TMP/state-$n" \
    "$EFFECT" "$TMP/mono.wav" "$TMP/$n.wav"
done

start jalv jalv.gtk3 -n plug -l "$TMP/state-1" "$EFFECT"
check ui_opens_in_jalv wait_for find_window
wait_for has_port plug:out
sleep 1
check ui_first_model sounds_like "$TMP/1.wav"
click 840 93 # The arrow to the right of the model
sleep 2
check ui_next_model sounds_like "$TMP/2.wav"
click 40 93
sleep 2
check ui_previous_model sounds_like "$TMP/1.wav"
cat "$TMP/jalv.log" >&2
kill "${processes[0]}"
wait_for has_no_window
start jalv_predict jalv.gtk3 -n predict urn:remanence:predict
check ui_opens_for_the_predictor wait_for find_window
cat "$TMP/jalv_predict.log" >&2
