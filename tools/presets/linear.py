#!/usr/bin/env python3
# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT

"""Write the front of a network that foresees a sound, and what it is to learn.

The front is one convolution: what the linear prediction that is best for the whole
sound missed of the last samples, and what it says of the next one.  What is left
to learn is what it will miss of that.
"""

import argparse

import numpy as np
from scipy import linalg, signal

import bands
import sound

LEVEL = 0.3  # RMS of what is learned


def error_filter(x, order):
    """Return 1, -a of the best linear prediction (Makhoul 1975)."""
    spectrum = np.abs(np.fft.rfft(x, 2 * len(x))) ** 2
    r = np.fft.irfft(spectrum)[: order + 1]
    r[0] *= 1 + 1e-10
    return np.append(1, -linalg.solve_toeplitz(r[:-1], r[1:]))


def front(error, n_residual, scale, rate):
    """Return a layer of `n_residual` channels, the newest first, and one more."""
    order = len(error) - 1
    taps = np.zeros((n_residual + 1, order + n_residual))  # By lag
    for lag in range(n_residual):
        taps[lag, lag : lag + order + 1] = scale * error
    taps[-1, :order] = -error[1:]
    W = taps.T[::-1, :, None]
    layer = bands.conv(W, [0.0] * len(taps))
    layer["W"] = W.tolist()  # Not rounded
    training = {"scale": scale}
    return {"remanence": 1, "rate_hz": rate, "layers": [layer], "training": training}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--order", type=int, default=32)
    parser.add_argument("--residual", type=int, default=15, metavar="SAMPLES")
    parser.add_argument("audio")
    parser.add_argument("learned", help="audio of the residual to come, to be written")
    parser.add_argument("model", help="the front, to be written")
    args = parser.parse_args()

    rate, x = sound.read(args.audio)
    error = error_filter(x, args.order)
    residual = signal.lfilter(error, [1], x)
    scale = LEVEL / residual.std()
    sound.write(args.learned, rate, np.append(scale * residual[1:], 0))
    bands.write(args.model, front(error, args.residual, scale, rate))


if __name__ == "__main__":
    main()
