#!/usr/bin/env python3
# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT

"""Networks as ONNX models: exported by PyTorch, or node by node.

The latter are what PyTorch does not export: peepholes, initial states, coupled
gates, reset before the product, the batch first, other types of numbers.
"""

import copy
import warnings

import numpy as np
import onnx
import torch
from onnx import helper, numpy_helper
from torch import nn

from layers import (
    Function,
    Layer,
    backward,
    batchnorm,
    beside,
    conv1d,
    dense,
    gru_of,
    gru_reset_before,
    lstm_peephole,
    rnn,
    rnn_of,
    settle,
    uniform,
)

# Exported by PyTorch


class Exported(nn.Module):
    """A recurrent module and a head, put together as people do."""

    def __init__(self, cell, style="", n_layers=1, **options):
        super().__init__()
        self.rec = cell(2, 6, n_layers, **options)
        self.lin = nn.Linear(12 if self.rec.bidirectional else 6, 1)
        self.style = style
        if style == "learned":
            self.h0 = nn.Parameter(uniform(0.5, n_layers, 1, 6))
            self.c0 = nn.Parameter(uniform(1.0, n_layers, 1, 6))

    def forward(self, x, *state):
        if self.style == "joined":
            x, state = torch.cat([x, state[0]], -1), ()
        if self.style == "held":
            knob = state[0][:, None] if self.rec.batch_first else state[0][None]
            n_batch, n_frames = x.shape[0], x.shape[1]
            x, state = torch.cat([x, knob.expand(n_batch, n_frames, -1)], -1), ()
        if self.style == "learned":
            n_batch = x.shape[0 if self.rec.batch_first else 1]
            state = (
                self.h0.expand(-1, n_batch, -1).contiguous(),
                self.c0.expand(-1, n_batch, -1).contiguous(),
            )
        state = state if isinstance(self.rec, nn.LSTM) else state[:1]
        h = (state if len(state) > 1 else state[0]) if state else None
        y, h = self.rec(x, h)
        if self.style == "state":
            return self.lin(h[-1])
        if self.style == "last":
            return self.lin(y[:, -1] if self.rec.batch_first else y[-1])
        y = torch.tanh(self.lin(y)) if self.style == "tanh" else self.lin(y)
        if self.style == "skip":
            y = y + x[:, :, 0:1]
        if self.style == "stream":
            return (y, *h) if isinstance(h, tuple) else (y, h)
        return y

    def frames(self, x):
        """Return the output at each frame of one stream, [frame][channel]."""
        style = self.style
        is_other = style in ("last", "state", "joined", "held")
        self.style = "" if is_other else style
        y = self(x[None] if self.rec.batch_first else x[:, None])
        self.style = style
        y = y[0] if isinstance(y, tuple) else y
        return y.reshape(len(x), 1)


class Cells(nn.Module):
    """Cells on each other, which play one frame of any number of streams."""

    def __init__(self, cell, n_layers, bias):
        super().__init__()
        sizes = [2, 6, 5, 4][: n_layers + 1]
        self.cells = nn.ModuleList(
            cell(n_in, n_out, bias=bias) for n_in, n_out in zip(sizes, sizes[1:])
        )
        self.lin = nn.Linear(sizes[-1], 1)

    def states(self):
        """Return a state of zeros for each cell: h, or h and c."""
        n = 2 if isinstance(self.cells[0], nn.LSTMCell) else 1
        dtype = self.lin.weight.dtype
        return [
            torch.zeros(1, cell.hidden_size, dtype=dtype)
            for cell in self.cells
            for _ in range(n)
        ]

    def forward(self, x, *states):
        given = iter(states)
        out = []
        for cell in self.cells:
            if isinstance(cell, nn.LSTMCell):
                x, c = cell(x, (next(given), next(given)))
                out += [x, c]
            else:
                x = cell(x, next(given))
                out.append(x)
        return (self.lin(x), *out)

    def frames(self, x):
        """Return the output at each frame of one stream, [frame][channel]."""
        states = self.states()
        y = []
        for frame in x:
            output, *states = self(frame[None], *states)
            y.append(output[0])
        return torch.stack(y)


def exported_cells(cell, n_layers, opset, bias=True):
    """Return how to make a network of cells, and how to export it."""

    def make():
        module = settle(Cells(cell, n_layers, bias))
        return [Layer(module.frames, module=module)]

    def export(model, path):
        module = copy.deepcopy(model.layers[0].module).float()
        states = module.states()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            torch.onnx.export(
                module,
                (torch.zeros(1, 2), *states),
                path,
                opset_version=opset,
                input_names=["x", *(f"s{i}" for i in range(len(states)))],
                output_names=["y", *(f"s{i}_out" for i in range(len(states)))],
            )

    return make, export


def exported(cell, style="", opset=13, fold=True, is_fixed=False, **options):
    """Return how to make a network of such a module, and how to export it."""

    def make():
        module = settle(Exported(cell, style, **options))
        return [Layer(module.frames, module=module)]

    def export(model, path):
        module = copy.deepcopy(model.layers[0].module).float()
        n_state = (cell is nn.LSTM) + 1 if style == "stream" else 0
        n_layers = module.rec.num_layers * (1 + module.rec.bidirectional)
        states = [torch.zeros(n_layers, 1, 6) for _ in range(n_state)]
        n_in = 2
        if style in ("joined", "held"):  # The knob comes in apart
            n_in = 1
            is_first = module.rec.batch_first
            sizes = (1, 1) if style == "held" else (1, 4, 1) if is_first else (4, 1, 1)
            states = [torch.zeros(sizes)]
        shape = (1, 4, n_in) if module.rec.batch_first else (4, 1, n_in)
        open_axes = {"x": {0: "first", 1: "second"}}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            torch.onnx.export(
                module,
                (torch.zeros(shape), *states),
                path,
                opset_version=opset,
                do_constant_folding=fold,
                input_names=["x", "h", "c"][: 1 + len(states)],
                output_names=["y", "h_out", "c_out"][: 1 + n_state],
                dynamic_axes=None if is_fixed else open_axes,
            )

    return make, export


# Node by node


def tensor(name, values, dtype=np.float32):
    array = np.asarray(values, dtype=dtype)
    return numpy_helper.from_array(array, name)


def rows(weights, n_gates, order):
    """Put the gates of a weight into another order."""
    gates = np.split(np.asarray(weights.detach()), n_gates)
    return np.concatenate([gates[g] for g in order])


def write_nodes(path, nodes, weights, opset=14):
    """Write a graph from x to y, of open sizes and two inputs."""
    x = helper.make_tensor_value_info("x", 1, ["a", "b", 2])
    y = helper.make_tensor_value_info("y", 1, None)
    graph = helper.make_graph(nodes, "golden", [x], [y], weights)
    model = helper.make_model(
        graph,
        producer_name="make_golden.py",
        opset_imports=[helper.make_opsetid("", opset)],
    )
    for key, value in ("sample_rate", "44100"), ("name", "Golden"):
        model.metadata_props.add(key=key, value=value)
    model.ir_version = 7
    onnx.save(model, path)


def coupled_lstm():
    """A LSTM with all that the operator has, batch first."""
    layer = lstm_peephole(2, 5, "diagonal", is_coupled=True)
    layer.weights.update(h0=uniform(0.5, 5), c0=uniform(1.0, 5))
    return [layer, dense(5, 1, "sigmoid")]


def write_lstm(model, path):
    layer, head = model.layers
    w = layer.weights
    iofc = (0, 3, 1, 2)
    b = rows(w["b"], 4, iofc)
    b_half = np.round(b * 2**10) / 2**10  # So that both parts add up exactly
    P = w["P"].numpy()[[0, 2, 1]]
    weights = [
        tensor("W", [rows(w["W"], 4, iofc)]),
        tensor("R", [rows(w["U"], 4, iofc)]),
        tensor("B", [np.concatenate([b_half, b - b_half])], np.float64),
        tensor("h", [[w["h0"].numpy()]]),
        tensor("c", [[w["c0"].numpy()]]),
        tensor("P", [P.ravel()]),
        tensor("V", head.module.weight.detach()),
        tensor("v", head.module.bias.detach()),
        tensor("shape", [-1, 5], np.int64),
    ]
    nodes = [
        helper.make_node(
            "LSTM",
            ["x", "W", "R", "B", "", "h", "c", "P"],
            ["Y"],
            hidden_size=5,
            layout=1,
            input_forget=1,
        ),
        helper.make_node("Reshape", ["Y", "shape"], ["rows"]),
        helper.make_node("Gemm", ["rows", "V", "v"], ["head"], transB=1),
        helper.make_node("Sigmoid", ["head"], ["y"]),
    ]
    write_nodes(path, nodes, weights)


def write_reverse(model, path):
    """The same coupled LSTM, but from the last frame to the first."""
    write_lstm(model, path)
    turned = onnx.load(path)
    for found in turned.graph.node:
        if found.op_type == "LSTM":
            found.attribute.append(helper.make_attribute("direction", "reverse"))
    onnx.save(turned, path)


def reverse_lstm():
    layer, head = coupled_lstm()
    return [backward(layer), head]


def both_rnns():
    """A RNN that has one activation forward, and another one backward."""
    back = backward(rnn(2, 3, "relu"))
    return [beside(rnn(2, 3), back), dense(6, 1)]


def write_both(model, path):
    parts, head = model.layers[0].parts, model.layers[1]
    weights = [
        tensor("W", np.stack([part.weights["W"].detach() for part in parts])),
        tensor("R", np.stack([part.weights["U"].detach() for part in parts])),
        tensor(
            "B",
            np.stack([np.append(part.weights["b"], np.zeros(3)) for part in parts]),
        ),
        tensor("V", head.module.weight.detach().T),
        tensor("v", head.module.bias.detach()),
        tensor("shape", [0, 0, 6], np.int64),
    ]
    nodes = [
        helper.make_node(
            "RNN",
            ["x", "W", "R", "B"],
            ["Y"],
            hidden_size=3,
            layout=1,
            direction="bidirectional",
            activations=["Tanh", "Relu"],
        ),
        helper.make_node("Reshape", ["Y", "shape"], ["rows"]),
        helper.make_node("MatMul", ["rows", "V"], ["u"]),
        helper.make_node("Add", ["u", "v"], ["y"]),
    ]
    write_nodes(path, nodes, weights)


def half_gru():
    """A GRU of weights that float16 holds, between two others."""
    layer = gru_reset_before(3, 4)
    for key, value in layer.weights.items():
        layer.weights[key] = value.half().double()
    return [dense(2, 3, "tanh"), layer, dense(4, 1)]


def write_gru(model, path):
    first, layer, head = model.layers
    w = layer.weights
    zrh = (1, 0, 2)
    b = rows(w["b"], 3, zrh)
    weights = [
        tensor("A", first.module.weight.detach().T),
        tensor("a", first.module.bias.detach()),
        tensor("W", [rows(w["W"], 3, zrh)], np.float16),
        tensor("R", [rows(w["U"], 3, zrh)], np.float16),
        tensor("B", [np.concatenate([b, 0 * b])], np.float16),
        tensor("V", head.module.weight.detach().T),
        tensor("v", [head.module.bias.detach().numpy()]),
    ]
    nodes = [
        helper.make_node("MatMul", ["x", "A"], ["p"]),
        helper.make_node("Add", ["p", "a"], ["q"]),
        helper.make_node("Tanh", ["q"], ["r"]),
        helper.make_node("GRU", ["r", "W", "R", "B"], ["Y"], hidden_size=4),
        helper.make_node("Transpose", ["Y"], ["s"], perm=[2, 0, 1, 3]),
        helper.make_node("Squeeze", ["s"], ["t"], axes=[2]),
        helper.make_node("MatMul", ["t", "V"], ["u"]),
        helper.make_node("Add", ["u", "v"], ["y"]),
    ]
    write_nodes(path, nodes, weights, opset=7)


FORTH = [
    Function("hard-sigmoid", 0.375, 0.5),
    Function("scaled-tanh", 1.5, 0.75),
    Function("softsign"),
]
BACK = [
    Function("sigmoid"),
    Function("leaky-relu", 0.125),
    Function("affine", 0.625, -0.25),
]


def name_in_onnx(f):
    return f.name.title().replace("-", "").replace("Scaledelu", "Elu")


def function_cells(kind):
    """A cell with other functions forward, and more of them backward."""
    make = {
        "RNN": lambda f: rnn_of(2, 4, f[1], 0.75),
        "LSTM": lambda f: lstm_peephole(2, 4, "diagonal", functions=f, clip=0.75),
        "GRU": lambda f: gru_of(2, 4, "after", f[:2], 0.75),
    }[kind]
    return lambda: [beside(make(FORTH), backward(make(BACK))), dense(8, 1)]


def write_functions(kind):
    """Write such a network; the parameters of its functions are in a row."""
    order = {"RNN": (0,), "LSTM": (0, 3, 1, 2), "GRU": (1, 0, 2)}[kind]
    n = len(order)
    functions = {
        "RNN": [FORTH[1], BACK[1]],
        "LSTM": FORTH + BACK,
        "GRU": FORTH[:2] + BACK[:2],
    }[kind]

    def biases(w):
        u = torch.zeros(n * 4)
        if kind == "GRU":
            u[8:] = w["b_u"]
        return np.concatenate([rows(w["b"], n, order), rows(u, n, order)])

    def write(model, path):
        cells, head = model.layers
        parts = [part.weights for part in cells.parts]
        weights = [
            tensor("W", [rows(w["W"], n, order) for w in parts]),
            tensor("R", [rows(w["U"], n, order) for w in parts]),
            tensor("B", [biases(w) for w in parts]),
            tensor("V", head.module.weight.detach().T),
            tensor("v", head.module.bias.detach()),
            tensor("shape", [0, 0, 8], np.int64),
        ]
        inputs = ["x", "W", "R", "B"]
        options = {"linear_before_reset": 1} if kind == "GRU" else {}
        if kind == "LSTM":
            inputs += ["", "", "", "P"]
            peepholes = [w["P"].numpy()[[0, 2, 1]].ravel() for w in parts]
            weights.append(tensor("P", peepholes))
        given = [list(f.parameters.values()) for f in functions]
        nodes = [
            helper.make_node(
                kind,
                inputs,
                ["Y"],
                hidden_size=4,
                direction="bidirectional",
                activations=[name_in_onnx(f) for f in functions],
                activation_alpha=[values[0] for values in given if values],
                activation_beta=[values[1] for values in given if len(values) > 1],
                clip=0.75,
                **options,
            ),
            helper.make_node("Transpose", ["Y"], ["t"], perm=[0, 2, 1, 3]),
            helper.make_node("Reshape", ["t", "shape"], ["s"]),
            helper.make_node("MatMul", ["s", "V"], ["u"]),
            helper.make_node("Add", ["u", "v"], ["y"]),
        ]
        write_nodes(path, nodes, weights)

    return write


def conv_layers():
    return [
        conv1d(2, 6, 3, 4, activation="relu"),
        batchnorm(6),
        conv1d(6, 4, 5, 2, 2),
        dense(4, 1),
    ]


def write_conv(model, path):
    """Convolutions of all that has been: padded by a Pad, and by themselves."""
    first, norm, second, head = (layer.module for layer in model.layers)
    statistics = {
        "scale": norm.weight,
        "shift": norm.bias,
        "mean": norm.running_mean,
        "variance": norm.running_var,
    }
    weights = [
        tensor("K", first.weight.detach()),
        tensor("k", first.bias.detach()),
        tensor("L", second.weight.detach()),
        tensor("l", second.bias.detach()),
        tensor("V", head.weight.detach().T),
        tensor("v", head.bias.detach()),
        tensor("pads", [0, 0, 8, 0, 0, 0], np.int64),
        *(
            tensor(name, values.detach(), np.float64)
            for name, values in statistics.items()
        ),
    ]
    nodes = [
        helper.make_node("Transpose", ["x"], ["a"], perm=[1, 2, 0]),
        helper.make_node("Pad", ["a", "pads"], ["b"]),
        helper.make_node("Conv", ["b", "K", "k"], ["c"], dilations=[4]),
        helper.make_node("Relu", ["c"], ["d"]),
        helper.make_node(
            "BatchNormalization", ["d", *statistics], ["n"], epsilon=norm.eps
        ),
        helper.make_node(
            "Conv", ["n", "L", "l"], ["e"], dilations=[2], group=2, pads=[8, 0]
        ),
        helper.make_node("Transpose", ["e"], ["f"], perm=[2, 0, 1]),
        helper.make_node("MatMul", ["f", "V"], ["g"]),
        helper.make_node("Add", ["g", "v"], ["y"]),
    ]
    write_nodes(path, nodes, weights)


def onnx_models():
    """Yield a name, how to make a network, and how to write its model."""
    for name, options in {
        "lstm": {"cell": nn.LSTM, "opset": 17},
        "lstm-deep": {"cell": nn.LSTM, "n_layers": 3, "batch_first": True},
        "lstm-stream": {"cell": nn.LSTM, "style": "stream", "n_layers": 2},
        "lstm-learned": {"cell": nn.LSTM, "style": "learned", "n_layers": 2},
        "lstm-skip": {"cell": nn.LSTM, "style": "skip", "opset": 11},
        "gru": {"cell": nn.GRU, "opset": 9, "n_layers": 2},
        "gru-stream": {"cell": nn.GRU, "style": "stream", "opset": 16},
        "gru-last": {"cell": nn.GRU, "style": "last", "batch_first": True},
        "gru-state": {"cell": nn.GRU, "style": "state", "n_layers": 2},
        "lstm-both": {"cell": nn.LSTM, "n_layers": 2, "bidirectional": True},
        "gru-both-last": {
            "cell": nn.GRU,
            "style": "last",
            "batch_first": True,
            "bidirectional": True,
        },
        "rnn": {"cell": nn.RNN, "style": "tanh", "is_fixed": True},
        "rnn-relu": {"cell": nn.RNN, "fold": False, "nonlinearity": "relu"},
    }.items():
        yield (f"torch-{name}", *exported(**options))
    yield "torch-lstm-cells", *exported_cells(nn.LSTMCell, 2, 13)
    yield "torch-gru-cell", *exported_cells(nn.GRUCell, 1, 17)
    yield "lstm-coupled", coupled_lstm, write_lstm
    yield "lstm-reverse", reverse_lstm, write_reverse
    yield "rnn-both", both_rnns, write_both
    yield "gru-half", half_gru, write_gru
    for kind in "RNN", "LSTM", "GRU":
        make = function_cells(kind)
        yield f"functions-{kind.lower()}", make, write_functions(kind)
    yield "conv", conv_layers, write_conv
