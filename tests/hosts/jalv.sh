#!/usr/bin/env bash
# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT
#
# The plugin in jalv, on a JACK server that needs no sound card: with a preset,
# with a session, and with one that was moved and has lost its model, what is
# recorded is what wavhost plays; and the predictor, with a preset, whose voltage
# is recorded, and whose notes are

source "$(dirname "$0")/lib.sh"

needs jackd jack_wait jack_lsp jack_connect jalv jack_capture jack-play \
  jack_midi_dump

# A server of our own, whatever else runs on this machine; its period is long,
# so that a busy machine drops nothing
export JACK_NO_AUDIO_RESERVATION=1 JACK_NO_START_SERVER=1
export JACK_DEFAULT_SERVER=remanence-test-$$
jackd -r -n "$JACK_DEFAULT_SERVER" -d dummy -r 48000 -p 2048 \
  >"$TMP/jackd.log" 2>&1 &
server=$!
clients=()

# Clients go first: without a server, they would wait for it
stop_clients() {
  local client
  for client in "${clients[@]}"; do
    kill "$client" 2>/dev/null
    wait "$client" 2>/dev/null
  done
  clients=()
}
stop_server() {
  kill $server
  for _ in {1..20}; do
    kill -0 $server 2>/dev/null || return
    sleep 0.1
  done
  kill -9 $server
}
trap 'status=$?; stop_clients; stop_server; rm -rf "$TMP"; exit $((status | failed))' EXIT

# run LOG COMMAND...: run a client until stop_clients()
run() {
  local log=$TMP/$1.log
  shift
  "$@" <&0 >"$log" 2>&1 & # Else the input would be /dev/null
  clients+=($!)
}

wait_for_port() {
  local i
  for i in {1..50}; do
    sleep 0.2
    jack_lsp >"$TMP/ports" 2>/dev/null
    grep -qx "$1" "$TMP/ports" && return
  done
  return 1
}

# record COMMANDS OPTION...: play the input through jalv, which gets these
# lines of commands first, and record what comes out of $port of $plugin as
# out.wav, and if it plays notes, those as midi.log
record() {
  local commands=$1 line
  shift
  rm -f "$TMP/fifo" "$TMP/out.wav"
  mkfifo "$TMP/fifo"
  exec 3<>"$TMP/fifo" # The end of its input would be the end of jalv
  run jalv jalv -n plug "$@" "$plugin" <"$TMP/fifo" 3>&-
  wait_for_port "$port"
  while read -r line; do
    echo "$line" >&3
    sleep 0.5
  done <<<"$commands"

  if grep -qx plug:midi_out "$TMP/ports"; then
    run midi stdbuf -oL jack_midi_dump dump
    wait_for_port dump:input && jack_connect plug:midi_out dump:input
  fi
  run capture jack_capture -c 1 -d 4 -p "$port" -b FLOAT --no-stdin -ns \
    "$TMP/out.wav"
  local capture=$!
  sleep 0.5
  JACK_PLAY_CONNECT_TO=plug:in run play jack-play -c 3 "$TMP/mono.wav"
  wait $capture
  exec 3>&-
  stop_clients
  tail "$TMP"/*.log
}

# plays_like EXPECTED COMMANDS OPTION...: whether jalv plays that.  The clock
# of a busy machine may stop for longer than a period, hence the second chance.
plays_like() {
  local expected=$1
  shift
  record "$@"
  contains "$TMP/out.wav" "$expected" && return
  record "$@"
  contains "$TMP/out.wav" "$expected"
}

# Whether the notes of the last recording, which was complete, came when they
# should, but for the first half second: to the frame, less whole periods
plays_notes() {
  cat "$TMP/midi.log"
  python '
period = 2048
notes = [line.split() for line in open(sys.argv[1] + "/notes")]
log = [line.replace(":", " ").split() for line in open(sys.argv[1] + "/midi.log")]
log = log[-len(notes):]
assert len(notes) > 10 and [note[1] for note in notes] == [x[1] for x in log]
lag = int(log[0][0]) - int(notes[0][0])
for note, x in zip(notes, log):
    assert (int(x[0]) - int(note[0]) - lag) % period == 0, (note, x)' "$TMP"
}

plugin=$EFFECT
port=plug:out
jack_wait -w -t 10 >/dev/null 2>&1
"$WAVHOST" --quiet --preset "$TEST_LABEL" "$EFFECT" "$TMP/mono.wav" \
  "$TMP/preset.wav"
cp "$GOLDEN/keras-lstm.json" "$TMP/amp.json"
"$WAVHOST" --quiet --model "$TMP/amp.json" --set mix=60 \
  --state-save "$TMP/state" "$EFFECT" "$TMP/mono.wav" "$TMP/session.wav"

# jalv knows presets only after it has listed them, and leaves their control
# values aside while it plays
check jalv_preset plays_like "$TMP/preset.wav" "presets
preset $TEST_PRESET
set knob_1 0.25
set output_gain -6"
check jalv_session plays_like "$TMP/session.wav" "" -l "$TMP/state"

mkdir "$TMP/other"
mv "$TMP/state" "$TMP/other/moved"
rm "$TMP/amp.json"
check jalv_moved_session plays_like "$TMP/session.wav" "" -l "$TMP/other/moved"

python '
x, h, y, began, notes = read(sys.argv[1] + "/mono.wav")[0], 0, [], None, []
for t in range(len(x)):
    h += 0.01 * (abs(x[t]) - h)
    y.append(1 / (1 + math.exp(-32 * (h - 0.2))))
    if began is None and y[t] >= 0.5:
        began = t
        notes.append((t, 90))
    elif began is not None and y[t] < 0.4 and t - began >= 4800:
        began = None
        notes.append((t, 80))
write(sys.argv[1] + "/voltage.wav", [y])
with open(sys.argv[1] + "/notes", "w") as file:
    file.writelines("%d %d\n" % note for note in notes if note[0] >= 24000)
' "$TMP"
plugin=$PREDICT
port=plug:cv_1
check jalv_predict_voltage plays_like "$TMP/voltage.wav" "presets
preset $PREDICT_PRESET"
check jalv_predict_notes plays_notes
