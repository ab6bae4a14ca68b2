#!/usr/bin/env bash
# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT
#
# The web pedal in a headless Chromium, in a page that does what mod-ui does

source "$(dirname "$0")/../cli/lib.sh"

BUNDLE=${BUNDLE:-$root/build/remanence.lv2}

for program in chromium serdi; do
  if ! command -v "$program" >/dev/null; then
    skip modgui "$program is not installed"
    exit
  fi
done
if [ ! -e /usr/share/javascript/mustache/mustache.min.js ]; then
  skip modgui "libjs-mustache is not installed"
  exit
fi

export PYTHONDONTWRITEBYTECODE=1
timeout 300 /usr/bin/python3 "$root/tests/hosts/modgui/test.py" "$BUNDLE" \
  "$TMP" || failed=1
