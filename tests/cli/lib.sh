# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT
#
# What the test scripts share.  A script sources it, and prints one line for
# each test: `ok NAME`, `skip NAME: REASON` or `FAIL NAME`.
#
# REMANENCE and WAVHOST are the commands under test, GOLDEN the folder of
# golden networks, RMN_DATA that of real networks and recordings, which need
# not exist.  TMP is an empty folder that goes away.
#
# shellcheck shell=bash

set -u

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
REMANENCE=${REMANENCE:-$root/build/remanence}
WAVHOST=${WAVHOST:-$root/build/wavhost}
GOLDEN=${GOLDEN:-$root/tests/golden}
RMN_DATA=${RMN_DATA:-$root/../shared/data}
TMP=$(mktemp -d)
failed=0

# A script that breaks off has failed, whatever it printed before
trap 'status=$?; rm -rf "$TMP"; exit $((status | failed))' EXIT

# check NAME COMMAND...: a test that passes if the command does
check() {
  local name=$1
  shift
  if "$@" >"$TMP/.out" 2>"$TMP/.err"; then
    echo "ok $name"
  else
    echo "FAIL $name"
    failed=1
    {
      echo "$name: not so: $*"
      cat "$TMP/.out" "$TMP/.err"
    } >&2
  fi
}

# skip NAME REASON
skip() {
  echo "skip $1: $2"
}

# refuses STATUS TEXT COMMAND...: whether the command exits with this status
# and says this, without a crash, on standard error
refuses() {
  local expected=$1 text=$2 status=0 message
  shift 2
  message=$("$@" 2>&1 >"$TMP/.refused") || status=$?
  echo "exit status $status: $message" >&2
  [ "$status" -eq "$expected" ] && [[ $message == *"$text"* ]] &&
    [ ! -s "$TMP/.refused" ]
}

# with_small_files COMMAND...: run on a disk that is full after 4 KiB
with_small_files() {
  (
    ulimit -f 8
    "$@"
  )
}

# warns TEXT COMMAND...: whether the command succeeds and says this
warns() {
  local text=$1 message
  shift
  message=$("$@" 2>&1) && [[ $message == *"$text"* ]]
}

# python CODE ARGUMENT...: run Python, with functions for audio files
python() {
  local code=$1
  shift
  PYTHONPATH="$root/tests/cli" PYTHONDONTWRITEBYTECODE=1 \
    python3 -c "from wavfile import *; $code" "$@"
}
