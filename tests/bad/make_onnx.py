#!/usr/bin/env python3
# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT

"""Write the bad ONNX models: each is a good one with the flaw of its name."""

import pathlib

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

FOLDER = pathlib.Path(__file__).parent
H = 3
SHAPES = {
    "W": [1, 4 * H, 1],
    "R": [1, 4 * H, H],
    "B": [1, 8 * H],
    "P": [1, 3 * H],
    "Wb": [2, 4 * H, 1],
    "Rb": [2, 4 * H, H],
    "h": [1, 1, H],
    "two": [1, 2, H],
    "V": [H, 1],
    "v": [1],
    "W2": [1, 4 * H, H],
    "W3": [1, 4 * H, 2],
    "K": [1, 1, 3],
    "pads": [6],
    "one": [1, 1],
    "lens": [1],
}


def number(name):
    """Return a tensor of small numbers that differ."""
    n = np.prod(SHAPES[name])
    values = 0.5 * np.sin(np.arange(n)).reshape(SHAPES[name])
    if name == "pads":
        return numpy_helper.from_array(np.array([0, 0, 2, 0, 0, 0]), name)
    dtype = np.int32 if name == "lens" else np.float32
    return numpy_helper.from_array(values.astype(dtype), name)


def node(op, inputs, outputs, **attributes):
    return helper.make_node(op, inputs.split(" "), outputs.split(" "), **attributes)


def lstm(inputs="x W R B", output="Y", **attributes):
    return node("LSTM", inputs, output, hidden_size=H, **attributes)


PAD = node("Pad", "x pads", "p")
SQUEEZE = node("Squeeze", "Y", "s", axes=[1])
HEAD = [SQUEEZE, node("MatMul", "s V", "m"), node("Add", "m v", "y")]


def conv(**attributes):
    """Return a convolution over time as [batch][channels][time]."""
    return [
        node("Transpose", "x", "t", perm=[1, 2, 0]),
        node("Conv", "t K", "y", **attributes),
    ]


def value(name, sizes=("frames", 1, 1)):
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, sizes)


def model(nodes, inputs=("x",), outputs=("y",), opset=12, sizes=("frames", 1, 1)):
    """Return a model whose weights are those that its nodes take."""
    taken = {name for n in nodes for name in n.input}
    graph = helper.make_graph(
        nodes,
        "bad",
        [value(name, sizes if name == "x" else SHAPES.get(name, sizes)) for name in inputs],
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in outputs],
        [number(name) for name in sorted(taken & SHAPES.keys() - set(inputs))],
    )
    result = helper.make_model(
        graph, producer_name="", opset_imports=[helper.make_opsetid("", opset)]
    )
    result.ir_version = 7
    return result


def changed(change, **attributes):
    """Return a LSTM and head with one of its weights changed."""
    result = model([lstm(**attributes), *HEAD])
    weights = {tensor.name: tensor for tensor in result.graph.initializer}
    change(weights)
    return result


def both(*nodes):
    """Return a LSTM that runs both ways, and what comes after it."""
    return model([lstm("x Wb Rb", "Y", direction="bidirectional"), *nodes])


def set_dims(name, dims):
    def change(weights):
        weights[name].dims[:] = dims

    return changed(change)


def set_array(name, array):
    def change(weights):
        weights[name].CopyFrom(numpy_helper.from_array(array, name))

    return changed(change)


def external():
    def change(weights):
        tensor = weights["W"]
        tensor.ClearField("raw_data")
        tensor.data_location = TensorProto.EXTERNAL
        tensor.external_data.add(key="location", value="../../secret.bin")

    return changed(change)


def with_nan():
    values = numpy_helper.to_array(number("R")).copy()
    values[0, 5, 1] = np.nan
    return set_array("R", values)


def cell(change=lambda graph: None, split=(H, H, H, H)):
    """Return a LSTM as PyTorch exports a LSTMCell, with something changed."""
    rng = np.random.default_rng(1)
    nodes = [
        node("Gemm", "h U v", "a", transB=1),
        node("Gemm", "x W u", "b", transB=1),
        node("Add", "a b", "sum"),
        node("Split", "sum", "i f g o", axis=1, split=split),
        node("Sigmoid", "i", "I"),
        node("Sigmoid", "f", "F"),
        node("Tanh", "g", "G"),
        node("Sigmoid", "o", "O"),
        node("Mul", "F c", "kept"),
        node("Mul", "I G", "new"),
        node("Add", "kept new", "C"),
        node("Tanh", "C", "T"),
        node("Mul", "O T", "y"),
    ]
    sizes = {"W": [4 * H, 1], "U": [4 * H, H], "u": [4 * H], "v": [4 * H]}
    graph = helper.make_graph(
        nodes,
        "bad",
        [value("x", (1, 1)), value("h", (1, H)), value("c", (1, H))],
        [value("y", (1, H)), value("C", (1, H))],
        [
            numpy_helper.from_array(rng.random(size, np.float32), name)
            for name, size in sizes.items()
        ],
    )
    change(graph)
    result = helper.make_model(
        graph, producer_name="", opset_imports=[helper.make_opsetid("", 12)]
    )
    result.ir_version = 7
    return result


def take_fewer_rows(graph):
    for i, sizes in (1, [3 * H, 1]), (2, [3 * H]):
        name = f"few{i}"
        array = np.ones(sizes, np.float32)
        graph.initializer.append(numpy_helper.from_array(array, name))
        graph.node[1].input[i] = name


def nested(depth):
    """A graph inside a graph inside a graph, by hand: the writer refuses."""

    def field(key, content):
        n, size = len(content), b""
        while n >= 0x80:
            size += bytes([n & 0x7F | 0x80])
            n >>= 7
        return bytes([key]) + size + bytes([n]) + content

    graph = b""
    for _ in range(depth):
        attribute = field(0x32, graph)  # AttributeProto.g
        graph = field(0x0A, field(0x2A, attribute))  # .node.attribute
    return b"\x08\x07" + field(0x3A, graph)


def constant(name, values):
    tensor = numpy_helper.from_array(np.asarray(values, dtype=np.int64), name)
    return helper.make_node("Constant", [], [name], value=tensor)


def sparse_sizes():
    """A constant of 2^40 numbers from a file of a few bytes."""
    zeros = node("ConstantOfShape", "size", "R")
    nodes = [constant("size", [1, 4 * H, 2**40]), zeros]
    return model([*nodes, lstm(), *HEAD], inputs=("x",))


def unsupported():
    yield "conv-net", model([node("Conv", "x K", "y")])
    yield "direction", changed(lambda w: None, direction="sideways")
    yield "directions-apart", both(node("MatMul", "Y V", "y"))
    yield "sum-of-directions", both(
        node("Split", "Y", "s t", axis=1),
        node("Add", "s t", "u"),
        node("Squeeze", "u", "m", axes=[1]),
        node("MatMul", "m V", "y"),
    )
    yield "first-frame-of-backward", model(
        [
            lstm("x W R B", "Y Yh", direction="reverse"),
            node("Squeeze", "Yh", "s", axes=[0]),
            node("MatMul", "s V", "y"),
        ]
    )
    yield "tanh-of-two-inputs", model(
        [
            node("MatMul", "x one", "a"),
            node("MatMul", "z one", "b"),
            node("Add", "a b", "c"),
            node("Tanh", "c", "y"),
        ],
        ("x", "z"),
    )
    yield "conv-hears-the-future", model(conv(pads=[1, 1]))
    yield "conv-with-strides", model(conv(pads=[2, 0], strides=[2]))
    yield "conv-over-two-axes", model(
        [node("Unsqueeze", "x", "a", axes=[3]), node("Conv", "a K", "y")]
    )
    yield "pad-without-conv", model([PAD, lstm("p W R B"), *HEAD])
    yield "pad-at-the-end", model(
        [lstm(), *HEAD[:2], node("Add", "m v", "x2"), node("Pad", "x2 pads", "y")]
    )
    yield "activation-of-gates", changed(
        lambda w: None, activations=["Softmax", "Tanh", "Tanh"]
    )
    yield "activation-with-spare-numbers", changed(
        lambda w: None,
        activations=["HardSigmoid", "Tanh", "Tanh"],
        activation_alpha=[0.2, 0.0, 0.0],
    )
    yield "coupled-relu", changed(
        lambda w: None, activations=["Relu", "Tanh", "Tanh"], input_forget=1
    )
    yield "weights-in-another-file", external()
    yield "int8-weights", set_array("W", np.zeros(SHAPES["W"], np.int8))
    yield "opset-6", model([lstm(), *HEAD], opset=6)
    yield "operator-of-others", model(
        [node("QLSTM", "x", "y", domain="com.example")]
    )
    yield "circle", model(
        [node("Add", "Y2 Y", "Y"), lstm("Y W R B", "Y2"), *HEAD]
    )
    yield "two-branches", model(
        [lstm(), lstm(output="Y2"), node("Add", "Y Y2", "y")]
    )
    yield "branch-around-a-layer", model(
        [lstm(), SQUEEZE, node("Tanh", "s", "a"), node("Add", "s a", "y")]
    )
    yield "inner-output", model([lstm(), *HEAD], outputs=("y", "s"))
    yield "short-sequences", model([lstm("x W R B lens"), *HEAD])
    yield "initial-states-differ", model([lstm("x W R B  two"), *HEAD])
    yield "encoder-and-decoder", model(
        [
            lstm(output="Y1 h1"),
            node("Squeeze", "Y1", "s1", axes=[1]),
            lstm("s1 W2 R B  h1"),
            *HEAD,
        ]
    )
    yield "audio-is-a-state", model(
        [lstm("x W R B  x"), *HEAD], sizes=(1, 1, 1)
    )
    yield "joined-in-time", model(
        [node("Concat", "x z", "a", axis=0), lstm("a W R B"), *HEAD], ("x", "z")
    )
    yield "joined-after-a-layer", model(
        [lstm(), SQUEEZE, node("Concat", "s x", "a", axis=2), node("Tanh", "a", "y")]
    )
    yield "knob-is-a-state", model(
        [node("Concat", "x z", "a", axis=2), lstm("a W3 R B  z"), *HEAD], ("x", "z")
    )
    yield "mean-over-time", model(
        [lstm(), node("ReduceMean", "Y", "y", axes=[0])]
    )
    yield "first-frame-only", model(
        [constant("i", 0), lstm(), node("Gather", "Y i", "g", axis=0),
         node("MatMul", "g V", "y")]
    )
    yield "time-becomes-batch", model(
        [lstm(), SQUEEZE, node("Transpose", "s", "t", perm=[1, 0, 2]),
         lstm("t W2 R B", "y")]
    )
    yield "subgraph", model(
        [node("If", "x", "y", then_branch=model([lstm()]).graph)]
    )
    yield "frames-are-channels", model(
        [constant("n", [4, 1, 2]), node("Reshape", "x n", "r"),
         lstm("r W R B"), *HEAD], sizes=(1, 2, 4)
    )


    yield "gain-of-one-output", model(
        [
            lstm(),
            SQUEEZE,
            constant("gains", [1.0, 2.0, 2.0]),
            node("Add", "s x", "t"),
            node("Mul", "t gains", "y"),
        ]
    )


    yield "cell-state-is-the-audio", cell(
        lambda graph: graph.node[8].input.__setitem__(1, "x")
    )
    yield "cell-with-alpha", cell(
        lambda graph: graph.node[0].attribute.append(
            helper.make_attribute("alpha", 0.5)
        )
    )


def missing():
    yield "graph", onnx.ModelProto(
        ir_version=7, opset_import=[helper.make_opsetid("", 12)]
    )
    yield "initialiser", model([lstm("x W R nowhere"), *HEAD])
    yield "weights", model([lstm(), *HEAD], inputs=("x", "W"))
    yield "layer", model([node("Identity", "x", "y")])
    yield "node-of-output", model([lstm(), *HEAD], outputs=("y", "z"))
    yield "recurrent-weight", model([lstm("x W"), *HEAD])
    yield "cell-weights", cell(
        lambda graph: graph.node[1].input.__setitem__(1, "nowhere")
    )
    yield "layer-beside-a-gain", model(
        [constant("gain", 2.0), node("Mul", "x gain", "a"), node("Add", "a a", "y")]
    )


def shape():
    yield "lstm-rows", set_dims("W", [1, 3 * H, 1])
    yield "lstm-axes", set_array("R", np.zeros([4 * H, H], np.float32))
    yield "batchnorm", model([*conv(pads=[2, 0])[:1], node("BatchNormalization", "t v v v W", "y")])
    yield "activations", changed(lambda w: None, activations=["Sigmoid", "Tanh"])
    yield "bias-length", set_array("B", np.zeros([1, 4 * H], np.float32))
    yield "too-few-numbers", set_dims("V", [H, 2])
    yield "negative-size", set_dims("V", [-3, -1])
    yield "dense-takes-more-than-given", set_array(
        "V", np.zeros([2 * H, 1], np.float32)
    )
    yield "channels-in", model([lstm(), *HEAD], sizes=("frames", 1, 2))
    yield "computed-twice", model([constant("x", 1), lstm(), *HEAD])
    yield "no-permutation", model(
        [node("Transpose", "x", "t", perm=[0, 0, 2]), lstm("t W R B"), *HEAD]
    )
    yield "axis-beyond-all", model(
        [node("Squeeze", "x", "t", axes=[7]), lstm("t W R B"), *HEAD]
    )


    yield "cell-parts", cell(split=(H, H, H - 1, H + 1))
    yield "cell-bias", cell(lambda graph: graph.node[1].input.__setitem__(2, "U"))
    yield "cell-rows", cell(take_fewer_rows)


def limit():
    yield "tensor-of-2-to-the-40", set_dims("W", [1, 2**20, 2**20])
    yield "sizes-beyond-64-bits", set_dims("W", [2**40, 2**40, 2**40])
    yield "empty-beyond-64-bits", set_dims("W", [0, 2**62, 2**62])
    yield "constant-of-2-to-the-40", sparse_sizes()
    yield "hidden-size", model(
        [node("LSTM", "x W R B", "Y", hidden_size=2**62), *HEAD]
    )
    yield "nine-axes", model([lstm(), *HEAD], sizes=(1,) * 9)
    yield "too-many-nodes", model(
        [onnx.NodeProto(op_type="X") for _ in range(4097)]
    )
    yield "nested-too-deep", nested(40)


def value_errors():
    yield "negative-clip", changed(lambda w: None, clip=-1.0)
    yield "endless-alpha", changed(
        lambda w: None,
        activations=["HardSigmoid", "Tanh", "Tanh"],
        activation_alpha=[np.inf],
    )
    yield "nan", with_nan()
    yield "beyond-float", set_array("R", np.full(SHAPES["R"], 1e300))


def type_errors():
    result = model([lstm(), *HEAD])
    result.metadata_props.add(key="sample_rate", value="48 kHz")
    yield "sample-rate-with-unit", result


def syntax():
    result = model([lstm(), *HEAD])
    result.metadata_props.add(key="remanence", value='{"start": [')
    yield "supplement", result


def main():
    for status, cases in {
        "unsupported": unsupported,
        "missing": missing,
        "shape": shape,
        "limit": limit,
        "value": value_errors,
        "type": type_errors,
        "syntax": syntax,
    }.items():
        for name, bad in cases():
            content = bad if isinstance(bad, bytes) else bad.SerializeToString()
            (FOLDER / status / f"onnx-{name}.onnx").write_bytes(content)


if __name__ == "__main__":
    main()
