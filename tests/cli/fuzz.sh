#!/usr/bin/env bash
# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT
#
# A few seconds of what `make fuzz` does for a minute.

set -u

if ! command -v clang >/dev/null; then
  echo "skip fuzz-model: clang is not installed"
  exit 0
fi

log=$(mktemp)
trap 'rm -f "$log"' EXIT

if make -s -j "$(nproc)" fuzz FUZZ_SECONDS=5 BUILD="$BUILD" SAN= >"$log" 2>&1; then
  echo "ok fuzz-model"
else
  tail -n 40 "$log" >&2
  echo "FAIL fuzz-model"
  exit 1
fi
