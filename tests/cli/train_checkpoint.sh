#!/usr/bin/env bash
# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT
#
# Training that is killed or interrupted goes on to the same preset

source "$(dirname "$0")/lib.sh"

dry=$TMP/dry.wav
wet=$TMP/wet.wav
point=$TMP/point

python '
dry, wet = clipper(48000)
write(sys.argv[1], [dry], 8000)
write(sys.argv[2], [wet], 8000)
write(sys.argv[3], [[0.5 * x for x in wet]], 8000)' "$dry" "$wet" "$TMP/other.wav"

small=(--hidden 4 --threads 1 --name x --epochs 40 --delay 0
  -o "$TMP/preset.json")

train() {
  "$REMANENCE" train "${small[@]}" "$@"
}

# train_until PATTERN SIGNAL OPTION...: and send the signal once it is said
train_until() {
  local pattern=$1 signal=$2 pid
  shift 2
  "$REMANENCE" train "${small[@]}" "$@" >"$TMP/log" &
  pid=$!
  until grep -q "$pattern" "$TMP/log" || ! kill -0 $pid; do sleep 0.05; done
  kill "-$signal" $pid && wait $pid
}

# resumes: to the bytes of a training that nothing came between
resumes() {
  [ -s "$point" ] && train "$dry" "$wet" --checkpoint "$point" >"$TMP/log" &&
    grep 'going on after epoch' "$TMP/log" &&
    cmp "$TMP/whole.json" "$TMP/preset.json" && [ ! -e "$point" ]
}

kills_and_resumes() {
  local n
  rm -f "$TMP/preset.json"
  for n in 2 9; do
    train_until "^epoch $n/" KILL "$dry" "$wet" --checkpoint "$point" && return 1
    [ ! -e "$TMP/preset.json" ] || return
  done
  resumes
}

interrupts_and_resumes() {
  train_until '^epoch 5/' INT "$dry" "$wet" --checkpoint "$point" &&
    grep "$point: keeps where it stopped" "$TMP/log" &&
    ! cmp "$TMP/whole.json" "$TMP/preset.json" && resumes
}

# Streams from anywhere make another preset, and resume as others do
resumes_from_anywhere() {
  local small=("${small[@]}" --from-anywhere)
  mv "$TMP/whole.json" "$TMP/usual.json" && train "$dry" "$wet" &&
    mv "$TMP/preset.json" "$TMP/whole.json" &&
    ! cmp "$TMP/usual.json" "$TMP/whole.json" &&
    ! "$REMANENCE" info --json "$TMP/usual.json" | grep from_anywhere &&
    "$REMANENCE" info --json "$TMP/whole.json" | grep from_anywhere || return
  train_until '^epoch 5/' KILL "$dry" "$wet" --checkpoint "$point"
  resumes
}

# forge CODE: change the checkpoint, with hashes that are right
forge() {
  python '
def fnv(data):
  h = 0xCBF29CE484222325
  for byte in data:
    h = ((h ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
  return h
content = bytearray(open(sys.argv[1], "rb").read())
magic, version, n, size, _, _ = struct.unpack_from("<8sIIQQQ", content)
text, state = content[40:40 + n], content[40 + n:]
exec(sys.argv[3])
head = struct.pack("<8sIIQQQ", magic, version, len(text), len(state), fnv(text),
  fnv(state))
open(sys.argv[2], "wb").write(head + text + state)' \
    "$TMP/kept" "$point" "$1"
}

# refuses_forged TEXT CODE
refuses_forged() {
  forge "$2" && refuses 1 "$1" train "$dry" "$wet" --quiet --checkpoint "$point"
}

# refuses_changed TEXT CODE: of a checkpoint as bytes
refuses_changed() {
  python '
content = bytearray(open(sys.argv[1], "rb").read())
exec(sys.argv[3])
open(sys.argv[2], "wb").write(content)' "$TMP/kept" "$point" "$2" &&
    refuses 1 "$1" train "$dry" "$wet" --quiet --checkpoint "$point"
}

# refuses_other TEXT DRY WET OPTION...
refuses_other() {
  local text=$1
  shift
  cp "$TMP/kept" "$point" &&
    refuses 1 "$text" train "$@" --quiet --checkpoint "$point" &&
    cmp "$TMP/kept" "$point"
}

# What earlier runs took counts: here, a million seconds of a minute
counts_earlier_minutes() {
  train_until '^epoch 2/' KILL "$dry" "$wet" --minutes 1 --checkpoint "$point"
  mv "$point" "$TMP/kept" && forge 'state[:8] = struct.pack("<d", 1e6)' &&
    train "$dry" "$wet" --minutes 1 --checkpoint "$point" >"$TMP/log" &&
    grep 'going on after epoch' "$TMP/log" && ! grep '^epoch ' "$TMP/log"
}

check train_whole train "$dry" "$wet"
mv "$TMP/preset.json" "$TMP/whole.json"
check train_killed_resumes kills_and_resumes
check train_interrupted_resumes interrupts_and_resumes
check train_from_anywhere_resumes resumes_from_anywhere
check train_counts_earlier_minutes counts_earlier_minutes

train_until '^epoch 3/' INT "$dry" "$wet" --checkpoint "$point" >/dev/null
mv "$point" "$TMP/kept"
check train_checkpoint_of_other_size refuses_other \
  'was begun with --hidden 4, but this is --hidden 5: give what' \
  "$dry" "$wet" --hidden 5
check train_checkpoint_of_other_seed refuses_other \
  'with --seed 1, but this is --seed 2' "$dry" "$wet" --seed 2
check train_checkpoint_of_other_start refuses_other \
  'with --from-anywhere no, but this is --from-anywhere yes' \
  "$dry" "$wet" --from-anywhere
check train_checkpoint_of_other_audio refuses_other 'was begun with WET of the' \
  "$dry" "$TMP/other.wav"
check train_checkpoint_of_nothing refuses_changed 'is no checkpoint of a training' \
  'content[:] = b""'
check train_checkpoint_of_audio refuses_changed 'is no checkpoint of a training' \
  'content[:] = b"RIFF" + bytes(1000)'
check train_checkpoint_of_other_version refuses_changed \
  'is of another version of Remanence' 'content[8] += 1'
for n in 9 39 50 1000 -1; do
  check "train_checkpoint_cut_at_$n" refuses_changed 'is cut off or damaged' \
    "del content[$n:]"
done
for at in 13 20 50 -9; do
  check "train_checkpoint_damaged_at_$at" refuses_changed 'is cut off or damaged' \
    "content[$at] ^= 1"
done
check train_checkpoint_too_long refuses_changed 'is cut off or damaged' \
  'content += b"x"'
check train_checkpoint_wild refuses_forged 'is cut off or damaged' \
  'state[:] = b"\xff" * len(state)'
check train_checkpoint_short refuses_forged 'is cut off or damaged' \
  'del state[1000:]'
check train_checkpoint_unprintable refuses_forged 'is cut off or damaged' \
  'text[3] = 27'
rm -f "$point"
check train_checkpoint_of_preset refuses 2 'is the name of the preset' \
  train "$dry" "$wet" --checkpoint "$TMP/preset.json"
check train_checkpoint_folder refuses 1 'is not a regular file' \
  train "$dry" "$wet" --quiet --checkpoint "$TMP"
check train_checkpoint_nowhere refuses 1 'cannot be written: No such file' \
  train "$dry" "$wet" --quiet --checkpoint "$TMP/none/point"
