#!/usr/bin/env python3
# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT

"""export_onnx.py FOLDER: export networks of many kinds with PyTorch.

Beside each model are its sequences, as README.md says of golden networks.
"""

import itertools
import pathlib
import sys

import torch
from torch import nn

from make_golden import Network, write_sequences
from onnx_files import exported, exported_cells


OPSETS = 9, 11, 13, 15, 17


def kinds():
    """Yield the options of every kind of network that is tried."""
    products = itertools.product(
        (nn.RNN, nn.LSTM, nn.GRU),
        (1, 2, 3),
        (False, True),
        ("", "stream", "both"),
    )
    for i, (cell, n_layers, batch_first, style) in enumerate(products):
        yield {
            "opset": OPSETS[i % len(OPSETS)],
            "cell": cell,
            "n_layers": n_layers,
            "batch_first": batch_first,
            "style": "" if style == "both" else style,
            "bidirectional": style == "both",
            "fold": n_layers != 2,
            "is_fixed": n_layers == 3,
        }


def joined():
    """Yield the options of networks whose knob comes in apart."""
    styles = itertools.product((nn.LSTM, nn.GRU), ("joined", "held"), (False, True))
    for i, (cell, style, batch_first) in enumerate(styles):
        yield {
            "opset": OPSETS[i % len(OPSETS)],
            "cell": cell,
            "batch_first": batch_first,
            "style": style,
        }


def networks():
    """Yield a name, how to make a network, and how to export it."""
    for options in itertools.chain(kinds(), joined()):
        yield options["cell"].__name__, *exported(**options)
    kinds_of_cells = nn.LSTMCell, nn.GRUCell, nn.RNNCell
    cells = itertools.product(kinds_of_cells, (1, 2, 3), (True, False))
    for i, (cell, n_layers, bias) in enumerate(cells):
        opset = OPSETS[i % len(OPSETS)]
        yield cell.__name__, *exported_cells(cell, n_layers, opset, bias)


def main():
    folder = pathlib.Path(sys.argv[1])
    torch.set_num_threads(1)
    for i, (kind, make, export) in enumerate(networks()):
        name = f"{kind.lower()}-{i}"
        model = Network(name, 2, make)
        export(model, folder / f"{name}.onnx")
        write_sequences(folder / name, model)


if __name__ == "__main__":
    main()
