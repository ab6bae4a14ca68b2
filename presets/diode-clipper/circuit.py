#!/usr/bin/env python3
# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT

"""A diode clipper: a resistor into a capacitor and two antiparallel diodes."""

import numpy as np

RATE = 48000

R = 2200.0  # Ohm
C = 10e-9  # Farad
I_S = 2.52e-9  # Saturation current of a 1N4148, ampere
V_T = 1.752 * 25.85e-3  # Ideality factor times thermal voltage, volt
OVERSAMPLING = 8
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


def interpolate(x):
    """Raise the rate of columns that begin and end in silence."""
    n = len(x) * OVERSAMPLING
    return np.fft.irfft(np.fft.rfft(x, axis=0), n, axis=0) * OVERSAMPLING


def decimate(x):
    """Lower the rate again, through a filter that cannot see the future.

    It has minimum phase, from the cepstrum of its magnitude, as a network
    could not learn the ringing of a linear-phase one before each edge.
    """
    n = len(x)
    hertz = np.fft.rfftfreq(n, 1 / (RATE * OVERSAMPLING))
    fade = np.clip((0.5 * RATE - hertz) / 8000.0, 1e-2, 1.0)
    cepstrum = np.fft.irfft(2 * np.log(np.sin(0.5 * np.pi * fade)))
    cepstrum[1 : n // 2] *= 2
    cepstrum[n // 2 + 1 :] = 0
    response = np.exp(np.fft.rfft(cepstrum))
    y = np.fft.irfft(np.fft.rfft(x, axis=0) * response[:, None], n, axis=0)
    return y[::OVERSAMPLING]


def target(audio, drive):
    """Return what the effect makes of [n_frames][n_lanes] audio and drive."""
    driven = interpolate(audio * gain(DRIVE_DB * drive))
    clipped = clip(driven, RATE * OVERSAMPLING)
    return decimate(clipped) * gain(make_up_db(drive))
