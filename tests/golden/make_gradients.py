#!/usr/bin/env python3
# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT

"""Write gradients of golden networks as PyTorch finds them; see README.md.

The weights are those of NAME.json.  The lanes are stretches of the input in
NAME.f64, one after the other; the target is zero, and the loss is half the sum
of squares of the output, from a state of zero.
"""

import json
import pathlib

import numpy as np
import torch

N_LANES = 32
N_FRAMES = 16
FOLDER = pathlib.Path(__file__).parent
NETWORKS = "rnn-tanh", "rnn-relu", "lstm-3-in", "lstm-stack", "gru-3", "gru-stack"


def parameter(rows):
    """Nine digits stand for the float32 that was meant."""
    return torch.tensor(rows, dtype=torch.float32).double().requires_grad_()


def run_layer(layer, x):
    """Return the output, and (parameter, rows or None) in canonical order.

    PyTorch wants two biases; the second is zero, but for the candidate of a
    GRU, whose recurrent bias is of its own.
    """
    W, b = parameter(layer["W"]), parameter(layer["b"])
    if layer["type"] == "dense":
        return torch.nn.functional.linear(x, W, b), [W, b]

    U, h = parameter(layer["U"]), torch.zeros(1, x.shape[1], layer["units"])
    h = h.double()
    b_hidden = torch.zeros_like(b)
    arrays = [W, U, b]
    if layer["type"] == "gru":
        b_u = parameter(layer["b_u"])
        b_hidden = torch.cat([b_hidden[: -layer["units"]], b_u])
        arrays.append(b_u)
    weights = [W, U, b, b_hidden]
    settings = (True, 1, 0.0, False, False, False)
    if layer["type"] == "lstm":
        return torch.lstm(x, (h, h), weights, *settings)[0], arrays
    if layer["type"] == "gru":
        return torch.gru(x, h, weights, *settings)[0], arrays
    run = torch.rnn_relu if layer.get("activation") == "relu" else torch.rnn_tanh
    return run(x, h, weights, *settings)[0], arrays


def gradient(name):
    document = json.loads((FOLDER / f"{name}.json").read_text())
    n_inputs = len(document["inputs"]) if "inputs" in document else 1
    x = np.fromfile(FOLDER / f"{name}.f64", "<f8")[: N_LANES * N_FRAMES * n_inputs]
    x = x.reshape(N_LANES, N_FRAMES, n_inputs).transpose(1, 0, 2)
    y, arrays = torch.from_numpy(x.copy()), []
    for layer in document["layers"]:
        y, of_layer = run_layer(layer, y)
        arrays += of_layer
    (0.5 * (y**2).sum()).backward()
    return np.concatenate([array.grad.numpy().ravel() for array in arrays])


def main():
    torch.set_num_threads(1)
    for name in NETWORKS:
        gradient(name).astype("<f8").tofile(FOLDER / f"{name}.gradient.f64")


if __name__ == "__main__":
    main()
