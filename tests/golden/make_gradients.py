#!/usr/bin/env python3
# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT

"""Write gradients of golden networks as PyTorch finds them; see README.md.

The weights are those of NAME.json.  The lanes are stretches of the input in
NAME.f64, one after the other; the loss is half the sum of squares of the output
less one, so that rounding is small beside it, from a state of zero.
"""

import json
import pathlib

import numpy as np
import torch

N_LANES = 32
N_FRAMES = 16
FOLDER = pathlib.Path(__file__).parent
NETWORKS = (
    "rnn-tanh",
    "rnn-relu",
    "lstm-3-in",
    "lstm-stack",
    "gru-3",
    "gru-stack",
    "bidirectional-rnn",
    "bidirectional-lstm",
    "bidirectional-gru",
    "bidirectional-deep",
)


def parameter(rows):
    """Nine digits stand for the float32 that was meant."""
    return torch.tensor(rows, dtype=torch.float32).double().requires_grad_()


def parameters(layer):
    """Return (what PyTorch takes, what is trained in canonical order) of a layer.

    PyTorch wants two biases; the second is zero, but for the candidate of a
    GRU, whose recurrent bias is of its own.
    """
    W, b = parameter(layer["W"]), parameter(layer["b"])
    if layer["type"] == "dense":
        return [W, b], [W, b]

    U, b_hidden = parameter(layer["U"]), torch.zeros_like(b)
    if layer["type"] == "gru":
        b_u = parameter(layer["b_u"])
        b_hidden = torch.cat([b_hidden[: -layer["units"]], b_u])
        return [W, U, b, b_hidden], [W, U, b, b_u]
    return [W, U, b, b_hidden], [W, U, b]


def run_layer(layer, weights, x, is_bidirectional):
    """Return the output of a layer, or of two that are its two directions."""
    if layer["type"] == "dense":
        return torch.nn.functional.linear(x, *weights)

    h = torch.zeros(1 + is_bidirectional, x.shape[1], layer["units"]).double()
    settings = (True, 1, 0.0, False, is_bidirectional, False)
    if layer["type"] == "lstm":
        return torch.lstm(x, (h, h), weights, *settings)[0]
    if layer["type"] == "gru":
        return torch.gru(x, h, weights, *settings)[0]
    run = torch.rnn_relu if layer.get("activation") == "relu" else torch.rnn_tanh
    return run(x, h, weights, *settings)[0]


def gain(document, key):
    return float(np.float32(10 ** (document.get(key, 0.0) / 20)))


def gradient(name):
    document = json.loads((FOLDER / f"{name}.json").read_text())
    n_inputs = len(document["inputs"]) if "inputs" in document else 1
    x = np.fromfile(FOLDER / f"{name}.f64", "<f8")[: N_LANES * N_FRAMES * n_inputs]
    x = x.reshape(N_LANES, N_FRAMES, n_inputs).transpose(1, 0, 2)
    audio = torch.from_numpy(x.copy())
    audio[:, :, 0] *= gain(document, "in_gain_db")
    y, arrays, layers = audio, [], document["layers"]
    while layers:
        n = 1 + (layers[1:] != [] and "direction" in layers[1])
        weights = []
        for layer in layers[:n]:
            of_layer, trained = parameters(layer)
            weights += of_layer
            arrays += trained
        y = run_layer(layers[0], weights, y, n == 2)
        layers = layers[n:]
    y = torch.cat([y[:, :, :1] + audio[:, :, :1] * document["skip"], y[:, :, 1:]], 2)
    y = y * gain(document, "out_gain_db")
    (0.5 * ((y - 1.0) ** 2).sum()).backward()
    return np.concatenate([array.grad.numpy().ravel() for array in arrays])


def main():
    torch.set_num_threads(1)
    for name in NETWORKS:
        gradient(name).astype("<f8").tofile(FOLDER / f"{name}.gradient.f64")


if __name__ == "__main__":
    main()
