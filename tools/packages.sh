#!/bin/sh
# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT
#
# Print the packages of packages.txt that building and these goals of make
# need, or all of them without a goal.

awk -v goals="build $* " -v all="$#" '
  BEGIN {
    if (goals ~ / check /) goals = goals "test test-hosts "
    if (goals ~ / presets /) goals = goals "golden "
    n = split(goals, names, " ")
    for (i = 1; i <= n; ++i) wanted[names[i]] = 1
  }
  /^#/ || NF < 2 { next }
  !all || $1 in wanted { print $2 }
' "$(dirname "$0")/../packages.txt"
