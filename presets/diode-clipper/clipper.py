#!/usr/bin/env python3
# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT

"""Play an audio file through a diode clipper: a resistor into a capacitor and
two antiparallel diodes, solved from its equation."""

import os
import sys

import numpy as np
from scipy.signal import resample_poly

sys.path.append(os.path.join(os.path.dirname(__file__), "../../tools/presets"))
import chunks  # noqa: E402
import device  # noqa: E402
import sound  # noqa: E402

OVERSAMPLING = 8
PRE_ROLL = 0.05  # Seconds

R = 2200.0  # Ohm
C = 10e-9  # Farad
I_S = 2.52e-9  # Saturation current of a 1N4148, ampere
V_T = 1.752 * 25.85e-3  # Ideality factor times thermal voltage, volt
DRIVE_DB = 30.0  # Gain before the clipper at full drive; full scale is 1 V


def gain(gain_db):
    return 10.0 ** (gain_db / 20.0)


def make_up_db(drive):
    """Gain after the clipper, so that the knob changes tone, not loudness."""
    return 1.0 - 21.0 * drive + 9.0 * drive**2


def clip(x, rate):
    """Solve C dv/dt = (x - v) / R - 2 I_S sinh(v / V_T) by trapezoids.

    Rows of x are time steps, columns are solved side by side by Newton's
    method.
    """
    k = 0.5 / (C * rate)
    v = np.zeros(x.shape[1])
    slope = np.zeros_like(v)
    y = np.empty_like(x)
    for t, x_t in enumerate(x):
        known = v + k * slope
        for _ in range(100):
            e = np.exp(v / V_T)
            current = (x_t - v) / R - I_S * (e - 1.0 / e)
            conductance = 1.0 / R + I_S / V_T * (e + 1.0 / e)
            step = (known + k * current - v) / (1.0 + k * conductance)
            v = v + np.clip(step, -2 * V_T, 2 * V_T)
            if np.abs(step).max() < 1e-7:
                break
        slope = (x_t - v) / R - 2 * I_S * np.sinh(v / V_T)
        y[t] = v
    return y


def play(x, rate, knob):
    fast = rate * OVERSAMPLING
    driven = gain(DRIVE_DB * knob) * resample_poly(x, OVERSAMPLING, 1)
    n_before = round(PRE_ROLL * fast)
    pieces = chunks.split(driven, fast // 4, n_before, 0)
    clipped = clip(np.stack(pieces, 1), fast).T
    clipped = chunks.join(clipped, fast // 4, n_before, len(driven))
    return sound.decimate(clipped, OVERSAMPLING) * gain(make_up_db(knob))


if __name__ == "__main__":
    device.main(play, __doc__)
