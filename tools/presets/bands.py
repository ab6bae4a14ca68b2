#!/usr/bin/env python3
# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT

"""Write the front of a network: how strong a sound is in some bands.

Three convolutions: wavelets of each band at two phases, rectified; their mean
over some milliseconds; and tanh at two gains, which sees soft and loud sounds.
"""

import argparse
import json

import numpy as np

PHASES = 2
STRIDE = 4  # Frames between those of which the mean is
GAINS = [0.6, 6.0]  # For a sound of an RMS of 1


def wavelets(hertz, rate, n):
    """Return [band][phase][n], each of a gain of 1 at its centre."""
    t = (np.arange(n) - (n - 1) / 2) / rate
    edges = np.concatenate([[hertz[0] ** 2 / hertz[1]], hertz, [hertz[-1] ** 2 / hertz[-2]]])
    bank = []
    for i, f in enumerate(hertz):
        width = 0.5 * (edges[i + 2] - edges[i])
        window = np.exp(-0.5 * (t * width * 2) ** 2) * np.hanning(n + 2)[1:-1]
        window *= 2 / window.sum()
        phases = np.pi / 2 * np.arange(PHASES)
        bank.append([window * np.cos(2 * np.pi * f * t - p) for p in phases])
    return np.array(bank)


def conv(W, b, activation="linear", groups=1, dilation=1):
    W = np.asarray(W)
    return {
        "type": "conv1d",
        "units": W.shape[1],
        "kernel_size": W.shape[0],
        "dilation": dilation,
        "groups": groups,
        "activation": activation,
        "W": np.round(W, 7).tolist(),
        "b": b,
    }


def front(args):
    n_bands = args.bands
    hertz = np.geomspace(args.low, args.high, n_bands)
    bank = wavelets(hertz, args.rate, round(args.wavelet * args.rate / 1000))
    rows = bank.reshape(n_bands * PHASES, -1)
    n_mean = round(args.mean * args.rate / 1000 / STRIDE)
    mean = np.hanning(n_mean + 2)[1:-1]
    mean *= np.pi / PHASES / mean.sum()  # What is left of a rectified sine
    pool = np.repeat(mean[:, None, None], n_bands, 1).repeat(PHASES, 2)
    # High bands are weaker in most sounds
    tilt = (hertz / hertz[0]) ** 0.5
    squeeze = np.outer(tilt, GAINS).reshape(1, -1, 1)
    return {
        "remanence": 1,
        "rate_hz": args.rate,
        "layers": [
            conv(rows.T[:, :, None], [0.0] * len(rows), "relu"),
            conv(pool, [0.0] * n_bands, groups=n_bands, dilation=STRIDE),
            conv(squeeze, [0.0] * squeeze.size, "tanh", groups=n_bands),
        ],
    }


def arguments(doc, n_bands, mean):
    """Return a parser of what every front of bands is told."""
    parser = argparse.ArgumentParser(description=doc.splitlines()[0])
    parser.add_argument("--rate", type=int, default=8000)
    parser.add_argument("--bands", type=int, default=n_bands)
    parser.add_argument("--low", type=float, default=120)
    parser.add_argument("--high", type=float, default=3400)
    parser.add_argument("--wavelet", type=float, default=6, metavar="MS")
    parser.add_argument("--mean", type=float, default=mean, metavar="MS")
    parser.add_argument("model")
    return parser


def write(path, model):
    with open(path, "w", encoding="ascii") as file:
        json.dump(model, file)


def main():
    args = arguments(__doc__, n_bands=8, mean=8).parse_args()
    write(args.model, front(args))


if __name__ == "__main__":
    main()
