#!/usr/bin/env python3
# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT

"""run_onnx.py MODEL.onnx...: check models, and run them.

The checker is ONNX's own.  Operators are computed in float64 from what the
specification says; the recurrent ones must come to what the reference code of
ONNX's conformance cases does.  MODEL.f64, if it is there, is as
tests/golden/README.md has it: input, then what PyTorch made of it.  The model
plays it whole, with the states that it has, and in blocks, with states that go
out and in again.

Prints the worst error of both for each model.
"""

import pathlib
import sys

import numpy as np
import onnx
from onnx import numpy_helper
from onnx.backend.test.case.node.gru import GRU_Helper
from onnx.backend.test.case.node.lstm import LSTM_Helper
from onnx.backend.test.case.node.rnn import RNN_Helper

N_FRAMES = 512
BLOCKS = 1, 100, 411


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def elu(x, alpha=1.0):
    return np.where(x < 0, alpha * (np.exp(np.minimum(x, 0)) - 1), x)


# By name: the parameters that a function takes, and what it does
FUNCTIONS = {
    "Tanh": ((), np.tanh),
    "Sigmoid": ((), sigmoid),
    "Relu": ((), lambda x: np.maximum(x, 0)),
    "Softsign": ((), lambda x: x / (1 + np.abs(x))),
    "Softplus": ((), lambda x: np.log(1 + np.exp(x))),
    "LeakyRelu": (("alpha",), lambda x, a: np.where(x < 0, a * x, x)),
    "ThresholdedRelu": (("alpha",), lambda x, a: np.where(x < a, 0, x)),
    "Elu": (("alpha",), elu),
    "Affine": (("alpha", "beta"), lambda x, a, b: a * x + b),
    "ScaledTanh": (("alpha", "beta"), lambda x, a, b: a * np.tanh(b * x)),
    "HardSigmoid": (("alpha", "beta"), lambda x, a, b: np.clip(a * x + b, 0, 1)),
}


def functions_of(attributes, usual, n_ways):
    """Return the functions of each way, of what is within the clip."""
    clip = attributes.get("clip", np.inf)
    names = attributes.get("activations") or [name.encode() for name in usual * n_ways]
    given = {
        key: iter(attributes.get(f"activation_{key}", [])) for key in ("alpha", "beta")
    }

    def function(name):
        keys, f = FUNCTIONS[name.decode()]
        parameters = [next(given[key]) for key in keys]
        return lambda x: f(np.clip(x, -clip, clip), *parameters)

    functions = [function(name) for name in names]
    n = len(usual)
    return [functions[d * n : (d + 1) * n] for d in range(n_ways)]


def both_ways(*usual):
    """Return a decorator of what runs a layer forward, of these functions."""

    def decorate(run_one):
        def run_all(attributes, x, W, R, B, lengths, *states):
            ways = {b"reverse": [-1], b"bidirectional": [1, -1]}
            ways = ways.get(attributes.get("direction"), [1])
            phis = functions_of(attributes, list(usual), len(ways))
            results = []
            for d, way in enumerate(ways):
                own = [None if s is None else s[d : d + 1] for s in (W, R, B, *states)]
                W_d, R_d, B_d, *states_d = own
                y, *after = run_one(
                    attributes, phis[d], x[::way], W_d, R_d, B_d, *states_d
                )
                results.append((y[::way], *after))
            y, *after = zip(*results)
            return np.concatenate(y, 1), *(np.concatenate(state) for state in after)

        return run_all

    return decorate


def softmax(x):
    e = np.exp(x - x.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def check_helper(helper, attributes, options, y):
    """Compare with ONNX's own code, which takes what is given by its name.

    It knows neither a clip nor other functions than the usual ones.
    """
    names = set(attributes.get("activations", []))
    if "clip" in attributes or not names <= {b"Tanh"}:
        return
    given = {key: value for key, value in options.items() if value is not None}
    wanted, _ = helper(**given).step()
    assert np.abs(wanted - y).max() < 1e-12, helper.__name__


@both_ways("Sigmoid", "Tanh", "Tanh")
def lstm(attributes, phis, x, W, R, B, h, c, P=None):
    phi, phi_g, phi_c = phis
    first = {"X": x, "W": W, "R": R, "B": B}
    first.update(initial_h=h, initial_c=c, P=P)
    p_i, p_o, p_f = np.split(P[0] if P is not None else 0 * R[0, 0].repeat(3), 3)
    y = []
    for frame in x:
        gates = frame @ W[0].T + h[0] @ R[0].T + sum(np.split(B[0], 2))
        i, o, f, g = np.split(gates, 4, -1)
        i, f = phi(i + p_i * c), phi(f + p_f * c)
        c = f * c + i * phi_g(g)
        h = phi(o + p_o * c) * phi_c(c)
        y.append(h)
    check_helper(LSTM_Helper, attributes, first, np.array(y))
    return np.array(y), h, c


@both_ways("Sigmoid", "Tanh")
def gru(attributes, phis, x, W, R, B, h):
    phi, phi_n = phis
    is_after = attributes["linear_before_reset"]
    first = {"X": x, "W": W, "R": R, "B": B, "initial_h": h}
    b, b_u = np.split(B[0], 2)
    H = R.shape[-1]
    y = []
    for frame in x:
        in_z, in_r, in_n = np.split(frame @ W[0].T + b, 3, -1)
        u_z, u_r, u_n = np.split(h[0] @ R[0].T + b_u, 3, -1)
        z, r = phi(in_z + u_z), phi(in_r + u_r)
        before = (r * h[0]) @ R[0, 2 * H :].T + b_u[2 * H :]
        n = phi_n(in_n + (r * u_n if is_after else before))
        h = z * h + (1 - z) * n
        y.append(h)
    options = {**first, "linear_before_reset": np.array([is_after])}
    check_helper(GRU_Helper, attributes, options, np.array(y))
    return np.array(y), h


@both_ways("Tanh")
def rnn(attributes, phis, x, W, R, B, h):
    first = {"X": x, "W": W, "R": R, "B": B, "initial_h": h}
    y = []
    for frame in x:
        total = frame @ W[0].T + h[0] @ R[0].T + sum(np.split(B[0], 2))
        h = phis[0](total)[None]
        y.append(h)
    check_helper(RNN_Helper, attributes, first, np.array(y))
    return np.array(y), h


def conv(attributes, x, W, b):
    """Sum up the taps of each group, the oldest first."""
    n_groups, dilation = attributes["group"], attributes["dilations"][0]
    padded = np.pad(x, ((0, 0), (0, 0), attributes["pads"]))
    n_frames = x.shape[2]
    groups = zip(np.split(padded, n_groups, 1), np.split(W, n_groups, 0))
    sums = [
        sum(
            np.einsum("oi,bit->bot", K[:, :, k], part[:, :, k * dilation :][:, :, :n_frames])
            for k in range(K.shape[2])
        )
        for part, K in groups
    ]
    return np.concatenate(sums, 1) + b[:, None]


def named(name):
    """Return an operator that is a function of each number."""
    keys, f = FUNCTIONS[name]
    return lambda a, x: f(x, *(a[key] for key in keys))


OPERATORS = {
    **{name: named(name) for name in FUNCTIONS},
    "LSTM": lstm,
    "GRU": gru,
    "RNN": rnn,
    "MatMul": lambda a, x, y: x @ y,
    "Add": lambda a, x, y: x + y,
    "Mul": lambda a, x, y: x * y,
    "PRelu": lambda a, x, slope: np.where(x < 0, slope * x, x),
    "Conv": conv,
    "Transpose": lambda a, x: x.transpose(a["perm"]),
    "Softmax": lambda a, x: softmax(x),
    "Reshape": lambda a, x, sizes: x.reshape(len(x), *sizes[1:]),
    "Squeeze": lambda a, x, axes: np.squeeze(x, tuple(axes)),
    "Slice": lambda a, x, first, end, axes: x[:, :, first[0] : end[0]],
}


def run(graph, **inputs):
    """Return what the graph gives, by names; inputs have defaults."""
    values = {"": None}
    for tensor in graph.initializer:
        array = numpy_helper.to_array(tensor)
        is_float = array.dtype == np.float32
        values[tensor.name] = array.astype(np.float64) if is_float else array
    values.update(inputs)
    for node in graph.node:
        attributes = {
            a.name: onnx.helper.get_attribute_value(a) for a in node.attribute
        }
        y = OPERATORS[node.op_type](attributes, *(values[i] for i in node.input))
        outputs = y if isinstance(y, tuple) else (y,)
        values.update(zip(node.output, outputs))
    return {value.name: values[value.name] for value in graph.output}


def run_blocks(graph, x):
    """Return the output of blocks, each of which takes the states before."""
    states = {}
    outputs = []
    for part in np.split(x, np.cumsum(BLOCKS)[:-1]):
        result = run(graph, input=part, **states)
        outputs.append(result.pop("output"))
        states = {name[: -len("_out")]: state for name, state in result.items()}
    return np.concatenate(outputs)


def compare(model, sequences):
    """Return the worst errors against sequences, whole and in blocks.

    What runs backward or convolves is played whole twice, as it cannot be played
    in blocks.
    """
    graph = model.graph
    n_in = graph.input[0].type.tensor_type.shape.dim[2].dim_value
    x = sequences[: N_FRAMES * n_in].reshape(N_FRAMES, 1, n_in)
    wanted = sequences[N_FRAMES * n_in :].reshape(N_FRAMES, 1, -1)
    whole = run(graph, input=x)["output"]
    is_whole = any(
        node.op_type == "Conv" or a.name == "direction"
        for node in graph.node
        for a in node.attribute
    )
    blocks = run(graph, input=x)["output"] if is_whole else run_blocks(graph, x)
    return np.abs(whole - wanted).max(), np.abs(blocks - wanted).max()


def main():
    for path in map(pathlib.Path, sys.argv[1:]):
        model = onnx.load(path)
        onnx.checker.check_model(model, full_check=True)
        sequences = path.with_suffix(".f64")
        if sequences.exists():
            whole, blocks = compare(model, np.fromfile(sequences))
            print(f"{path.stem}: whole {whole:.1e}, in blocks {blocks:.1e}")
            assert max(whole, blocks) < 1e-12


if __name__ == "__main__":
    main()
