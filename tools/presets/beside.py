#!/usr/bin/env python3
# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT

"""Add a linear prediction to a network that has learned what it misses.

The front's last channel, see linear.py, goes past the cells through a linear
unit that remembers nothing, to the dense layer on top.
"""

import argparse
import json

import numpy as np
from scipy.special import expit

import bands
import sound

N_TEST = 256  # Frames of the self-test


def convolve(layer, x):
    """Return [frame][unit] of one channel."""
    taps = np.array(layer["W"])[::-1, :, 0]
    return np.array([np.convolve(x, tap)[: len(x)] for tap in taps.T]).T


def run_lstm(layer, x):
    W, U, b = (np.array(layer[k]) for k in ("W", "U", "b"))
    h = c = np.zeros(layer["units"])
    y = []
    for frame in x:
        i, f, g, o = np.split(W @ frame + U @ h + b, 4)
        c = expit(f) * c + expit(i) * np.tanh(g)
        h = expit(o) * np.tanh(c)
        y.append(h)
    return np.array(y)


def add_prediction(layers, scale):
    """Put a unit beside the cells, and bring what they learned to its scale."""
    convolution, cells, head = layers
    channel = [0.0] * convolution["units"]
    channel[-1] = 1.0
    past = {"type": "rnn", "units": 1, "activation": "linear", "place": "beside"}
    past |= {"W": [channel], "U": [[0.0]], "b": [0.0]}
    head["W"] = [[w / scale for w in head["W"][0]] + [1.0]]
    head["b"] = [head["b"][0] / scale]
    return [convolution, cells, past, head]


def self_test(layers, x):
    convolution, cells, _, head = layers
    heard = convolve(convolution, x)
    beside = np.column_stack([run_lstm(cells, heard), heard[:, -1]])
    y = beside @ head["W"][0] + head["b"][0]
    return {"input": [x.tolist()], "output": [y.tolist()]}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("front")
    parser.add_argument("audio", help="of which the self-test takes a moment")
    parser.add_argument("model", help="to be changed")
    args = parser.parse_args()

    with open(args.front, encoding="ascii") as file:
        scale = json.load(file)["training"]["scale"]
    with open(args.model, encoding="utf-8") as file:
        model = json.load(file)
    _, x = sound.read(args.audio)
    loudest = np.argmax(np.abs(x[: -2 * N_TEST]))
    for key in ("rest", "training", "loudness_db", "esr"):  # Of the residual
        model.pop(key, None)
        model["metadata"].pop(key, None)
    model["layers"] = add_prediction(model["layers"], scale)
    model["prediction"] = {"kind": "next-sample", "ahead": 1}
    model["self_test"] = self_test(model["layers"], x[loudest : loudest + N_TEST])
    bands.write(args.model, model)


if __name__ == "__main__":
    main()
