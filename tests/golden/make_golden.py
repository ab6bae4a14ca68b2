#!/usr/bin/env python3
# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT

"""Write small networks and what they must compute; see README.md.

PyTorch computes every layer that it has, layers.py has the formulas of the
others.  All is float64, from weights that float32 holds exactly.
"""

import json
import pathlib
import zlib

import numpy as np
import torch
from torch import nn

from dialects import guitarml_file, keras_file, nam_file, own_file
from layers import (
    ACTIVATIONS,
    FUNCTIONS,
    activation_layer,
    apart,
    backward,
    batchnorm,
    beside,
    bidirectional,
    conv1d,
    dense,
    gru,
    gru_of,
    gru_reset_before,
    lstm,
    lstm_peephole,
    prelu,
    rnn,
    rnn_of,
    to_float32,
)
from onnx_files import onnx_models

N_FRAMES = 512
FOLDER = pathlib.Path(__file__).parent


class Network:
    """A stack of layers with gains, and the sequences that it maps."""

    def __init__(self, name, n_inputs, make, skip=0, in_db=0.0, out_db=0.0):
        torch.manual_seed(zlib.crc32(name.encode()))
        self.name = name
        self.n_inputs = n_inputs
        self.layers = make()
        self.skip = skip
        self.in_db = in_db
        self.out_db = out_db

    def input(self):
        """Return a sine in noise, and constant knobs."""
        random = np.random.default_rng(zlib.crc32(self.name.encode()))
        sine = np.sin(2 * np.pi * 0.01 * np.arange(N_FRAMES))
        x = np.empty((N_FRAMES, self.n_inputs))
        x[:, 0] = 0.5 * sine + random.uniform(-0.5, 0.5, N_FRAMES)
        x[:, 1:] = random.uniform(0, 1, self.n_inputs - 1)
        return to_float32(torch.from_numpy(x))

    def run(self, x):
        audio = x[:, :1] * gain(self.in_db)
        y = torch.cat([audio, x[:, 1:]], dim=1)
        for layer in self.layers:
            y = layer.run(y)
        y = y.clone()
        y[:, : self.skip] += audio
        return y * gain(self.out_db)


def gain(gain_db):
    return to_float32(10.0 ** (gain_db / 20.0)).item()


def networks():
    """Yield networks for the own format, which can express every layer."""
    yield Network("rnn-tanh", 1, lambda: [rnn(1, 8), dense(8, 1)])
    yield Network("rnn-relu", 2, lambda: [rnn(2, 5, "relu"), dense(5, 1)])

    yield Network("lstm-1", 1, lambda: [lstm(1, 1), dense(1, 1)])
    yield Network("lstm-3-in", 3, lambda: [lstm(3, 8), dense(8, 1)])
    yield Network("lstm-40", 1, lambda: [lstm(1, 40), dense(40, 1)])
    yield Network("lstm-initial", 1, lambda: [lstm(1, 8, True), dense(8, 1)])
    yield Network(
        "lstm-stack", 2, lambda: [lstm(2, 12), lstm(12, 7), dense(7, 2)]
    )
    for peephole in "diagonal", "full":
        for n in 3, 20:
            yield Network(
                f"lstm-{peephole}-{n}",
                2,
                lambda: [lstm_peephole(2, n, peephole), dense(n, 1)],
            )

    yield Network("gru-3", 1, lambda: [gru(1, 3), dense(3, 1)])
    yield Network("gru-40", 2, lambda: [gru(2, 40), dense(40, 1)])
    yield Network(
        "gru-stack", 1, lambda: [gru(1, 6), gru(6, 9), gru(9, 4), dense(4, 1)]
    )
    for n in 1, 8, 20:
        yield Network(
            f"gru-before-{n}", 2, lambda: [gru_reset_before(2, n), dense(n, 1)]
        )

    for phi in ACTIVATIONS:
        yield Network(
            f"dense-{phi}",
            2,
            lambda: [
                dense(2, 6, phi),
                dense(6, 5),
                activation_layer(phi),
                dense(5, 2),
            ],
        )
    yield Network("prelu", 1, lambda: [dense(1, 6), prelu(6), dense(6, 1)])
    yield Network(
        "batchnorm", 1, lambda: [dense(1, 6), batchnorm(6), dense(6, 1)]
    )

    yield Network(
        "conv1d-kernel-1", 2, lambda: [conv1d(2, 4, 1), dense(4, 1)]
    )
    yield Network(
        "conv1d-dilated",
        1,
        lambda: [
            conv1d(1, 4, 3, dilation=5, activation="tanh"),
            conv1d(4, 4, 2, dilation=64, activation="tanh"),
            dense(4, 1),
        ],
    )
    yield Network(
        "conv1d-groups",
        1,
        lambda: [dense(1, 6, "tanh"), conv1d(6, 4, 3, 2, 2), dense(4, 1)],
    )

    for cell in nn.RNN, nn.LSTM, nn.GRU:
        name = f"bidirectional-{cell.__name__.lower()}"
        yield Network(name, 2, lambda: [bidirectional(cell, 2, 6), dense(12, 1)])
    yield Network(
        "bidirectional-deep",
        1,
        lambda: [
            bidirectional(nn.LSTM, 1, 8),
            bidirectional(nn.GRU, 16, 5),
            bidirectional(nn.LSTM, 10, 3),
            dense(6, 2),
        ],
        skip=1,
        in_db=-6.0,
    )
    yield Network(
        "bidirectional-mixed",
        2,
        lambda: [
            conv1d(2, 4, 3, 7, activation="tanh"),
            backward(gru_reset_before(4, 5)),
            dense(5, 6, "tanh"),
            beside(
                lstm_peephole(6, 3, "full"),
                backward(lstm(6, 4, True)),
                rnn(6, 3),
            ),
            lstm(10, 7),
            backward(rnn(7, 4)),
            dense(4, 1),
        ],
    )

    yield Network(
        "network-gains-skip",
        1,
        lambda: [lstm(1, 8), dense(8, 2)],
        skip=1,
        in_db=-6.0,
        out_db=3.0,
    )
    yield Network(
        "network-mixed",
        3,
        lambda: [
            conv1d(3, 6, 3, 7, activation="tanh"),
            batchnorm(6),
            gru(6, 8),
            prelu(8),
            lstm(8, 10),
            rnn(10, 5),
            dense(5, 1),
        ],
    )


def function_networks():
    """Yield networks of cells beside each other, with every function in turn."""
    n = len(FUNCTIONS)
    turned = [[FUNCTIONS[(i + k) % n] for k in (0, 5, 9)] for i in range(n)]
    clips = [0.25 + i / 64 for i in range(n)]
    for half in 0, 1:
        yield Network(
            f"functions-alone-{half}",
            2,
            lambda: [
                layer
                for i, f in enumerate(FUNCTIONS[half::2])
                for layer in (dense(4 if i else 2, 4), apart(f, 4))
            ],
        )
    yield Network(
        "functions-rnn",
        2,
        lambda: [
            beside(*(rnn_of(2, 3, f, clip) for f, clip in zip(FUNCTIONS, clips))),
            dense(3 * n, 1),
        ],
    )
    for peephole in "diagonal", "full":
        yield Network(
            f"functions-lstm-{peephole}",
            2,
            lambda: [
                beside(
                    *(
                        lstm_peephole(2, 3, peephole, functions=f, clip=clip)
                        for f, clip in zip(turned, clips)
                    )
                ),
                dense(3 * n, 1),
            ],
        )
    for reset in "after", "before":
        yield Network(
            f"functions-gru-{reset}",
            2,
            lambda: [
                beside(
                    *(
                        gru_of(2, 5, reset, f[:2], clip)
                        for f, clip in zip(turned, clips)
                    )
                ),
                dense(5 * n, 1),
            ],
        )


def write(name, document, model):
    """Write a file and, beside it, input and output of the network."""
    text = json.dumps(document, separators=(",", ":"))
    (FOLDER / f"{name}.json").write_text(text + "\n")
    write_sequences(FOLDER / name, model)


def write_sequences(path, model):
    """Write input and output of a network beside its model file."""
    x = model.input()
    with torch.no_grad():
        y = model.run(x)
    assert torch.isfinite(y).all() and y.std() > 1e-4, path
    sequences = np.concatenate([x.numpy().ravel(), y.numpy().ravel()])
    sequences.astype("<f8").tofile(f"{path}.f64")


def write_dialects():
    """Pin the dialects of others to the same PyTorch layers."""
    for kind, cell in ("lstm", lstm), ("gru", gru), ("rnn", rnn):
        model = Network(
            f"guitarml-{kind}",
            2,
            lambda: [cell(2, 8), dense(8, 1)],
            skip=1,
        )
        write(model.name, guitarml_file(model), model)

    for kind, cell in (
        ("lstm", lstm),
        ("gru", gru),
        ("gru-before", gru_reset_before),
    ):
        model = Network(
            f"keras-{kind}",
            2,
            lambda: [dense(2, 4, "tanh"), cell(4, 8), dense(8, 1)],
            skip=1,
            in_db=-6.0,
            out_db=3.0,
        )
        write(model.name, keras_file(model), model)

    model = Network(
        "keras-conv",
        1,
        lambda: [
            conv1d(1, 6, 3, 2, activation="relu"),
            batchnorm(6),
            prelu(6),
            conv1d(6, 4, 2, 4, 2),
            activation_layer("elu"),
            dense(4, 1),
        ],
    )
    write(model.name, keras_file(model), model)

    model = Network(
        "nam-lstm",
        1,
        lambda: [lstm(1, 8, True), lstm(8, 8, True), dense(8, 1)],
    )
    write(model.name, nam_file(model), model)


def write_onnx():
    """Pin ONNX to what PyTorch exports, and to the formulas of operators."""
    for name, make, export in onnx_models():
        model = Network(f"onnx-{name}", 2, make)
        export(model, FOLDER / f"{model.name}.onnx")
        write_sequences(FOLDER / model.name, model)


def main():
    torch.set_num_threads(1)
    for model in (*networks(), *function_networks()):
        write(model.name, own_file(model), model)
    write_dialects()
    write_onnx()


if __name__ == "__main__":
    main()
