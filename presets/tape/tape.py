#!/usr/bin/env python3
# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT

"""Play an audio file to a magnetic tape and back.

The tape is the hysteresis of Jiles and Atherton, Theory of ferromagnetic
hysteresis, 1986, as Chowdhury used it for sound in 2019, without bias: between
two frames the field moves in a straight line, and the magnetisation follows.
"""

import os
import sys

import numpy as np
from scipy.signal import lfilter, resample_poly

sys.path.append(os.path.join(os.path.dirname(__file__), "../../tools/presets"))
import chunks  # noqa: E402
import device  # noqa: E402
import sound  # noqa: E402

OVERSAMPLING = 4
PRE_ROLL = 0.5  # Seconds

DRIVE = 2.0  # Field of full scale with the knob in the middle
RANGE_DB = 24  # Of the knob
MAKE_UP = 0.5  # Share of it that the head takes back
SATURATION = 1.0  # Magnetisation that the tape holds at most
SHAPE = 0.4  # Field that bends the curve
COUPLING = 1.6e-3  # Of magnetic domains with each other
COERCIVITY = 0.3  # Field that erases
REVERSIBLE = 0.75  # Share of the magnetisation that does not remain


def slope(field, magnetisation, direction):
    """Return how much magnetisation a field that moves in a direction makes."""
    q = (field + COUPLING * magnetisation) / SHAPE
    q = np.where(np.abs(q) < 1e-3, 1e-3, q)
    coth = 1 / np.tanh(q)
    missing = SATURATION * (coth - 1 / q) - magnetisation
    bend = SATURATION / SHAPE * (1 / q**2 - coth**2 + 1)
    remaining = (1 - REVERSIBLE) * np.where(missing * direction > 0, missing, 0)
    stiffness = (1 - REVERSIBLE) * direction * COERCIVITY - COUPLING * missing
    change = remaining / stiffness + REVERSIBLE * bend
    return change / (1 - REVERSIBLE * COUPLING * bend)


def hold(magnetisation):
    """Keep what a field that leaps past the bend of the curve would lead beyond it."""
    return np.clip(magnetisation, -SATURATION, SATURATION)


def magnetise(fields):
    """Solve for columns of fields side by side, by the midpoint rule."""
    magnetisation = np.zeros(fields.shape[1])
    made = np.empty_like(fields)
    last = np.zeros(fields.shape[1])
    for t, field in enumerate(fields):
        move = field - last
        direction = np.where(move < 0, -1.0, 1.0)
        half = slope(last, magnetisation, direction) * 0.5 * move
        middle = slope(last + 0.5 * move, hold(magnetisation + half), direction)
        magnetisation = hold(magnetisation + middle * move)
        made[t] = magnetisation
        last = field
    return made


# Filters, by the bilinear transform


def shelf(x, rate, hertz, gain):
    """Leave lows as they are and bring highs to a gain."""
    k = np.tan(np.pi * hertz / rate)
    root = np.sqrt(gain)
    return lfilter([gain + k * root, k * root - gain], [1 + k * root, k * root - 1], x)


def low_pass(x, rate, hertz):
    k = np.tan(np.pi * hertz / rate)
    return lfilter([k, k], [1 + k, k - 1], x)


def high_pass(x, rate, hertz):
    return x - low_pass(x, rate, hertz)


def record(x, rate):
    """Raise highs, which tape has too little of."""
    return shelf(x, rate, 3000, 2.0)


def reproduce(x, rate):
    """Lower highs again, and leave out the ends that a head cannot see."""
    x = shelf(x, rate, 3000, 0.5)
    return low_pass(high_pass(x, rate, 40), rate, 15000)


def play(x, rate, knob):
    fast = rate * OVERSAMPLING
    gain = 10 ** (RANGE_DB / 20 * (knob - 0.5))
    field = DRIVE * gain * record(resample_poly(x, OVERSAMPLING, 1), fast)
    n_before = round(PRE_ROLL * fast)
    pieces = chunks.split(field, fast, n_before, 0)
    made = magnetise(np.stack(pieces, 1)).T
    magnetisation = chunks.join(made, fast, n_before, len(field))
    magnetisation /= gain**MAKE_UP
    return sound.decimate(reproduce(magnetisation, fast), OVERSAMPLING)


if __name__ == "__main__":
    device.main(play, __doc__)
