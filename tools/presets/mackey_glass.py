#!/usr/bin/env python3
# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT
"""A series to forecast: Mackey and Glass, "Oscillation and chaos in
physiological control systems", 1977, with a delay of 17, where it is chaotic.

    mackey_glass.py ROWS > series.csv

A row is three units of time, integrated in steps of 0.1 by the midpoint rule.
"""

import sys

STEPS, DELAY, BEFORE = 30, 170, 3000


def slope(x, late):
    return 0.2 * late / (1 + late**10) - 0.1 * x


def series(rows):
    past = [1.2] * (DELAY + 1)  # The latest is last
    for step in range(STEPS * (BEFORE + rows)):
        x, late, next_late = past[-1], past[-1 - DELAY], past[-DELAY]
        half = x + 0.05 * slope(x, late)
        past.append(x + 0.1 * slope(half, 0.5 * (late + next_late)))
        past = past[-DELAY - 1 :] if len(past) > 10 * DELAY else past
        if step >= STEPS * BEFORE and step % STEPS == 0:
            yield past[-1]


print("x")
for x in series(int(sys.argv[1]) if len(sys.argv) > 1 else 5000):
    print("%.6f" % x)
