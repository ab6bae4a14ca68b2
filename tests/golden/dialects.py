#!/usr/bin/env python3
# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT

"""One network in the words of each dialect."""

import torch


def numbers(array):
    """Nested lists of numbers, short but enough for float32."""
    if array.ndim:
        return [numbers(row) for row in array]
    return float(f"{array.item():.9g}")


def own_file(model):
    names = ["Audio"] + [f"Knob {i}" for i in range(1, model.n_inputs)]
    return {
        "remanence": 1,
        "rate_hz": 48000,
        "in_gain_db": model.in_db,
        "out_gain_db": model.out_db,
        "skip": model.skip,
        "inputs": [{"name": name} for name in names],
        "layers": [
            {
                **part.keys,
                **{key: numbers(w) for key, w in part.weights.items()},
            }
            for layer in model.layers
            for part in layer.parts
        ],
    }


def guitarml_file(model):
    """Rows of PyTorch, both biases, by the module's own names."""
    rec, lin = (layer.module for layer in model.layers)
    n = rec.hidden_size
    state = {f"rec.{key}": value for key, value in rec.state_dict().items()}
    state.update({f"lin.{k}": v for k, v in lin.state_dict().items()})
    return {
        "model_data": {
            "model": "SimpleRNN",
            "input_size": model.n_inputs,
            "skip": model.skip,
            "output_size": 1,
            "unit_type": type(rec).__name__,
            "num_layers": 1,
            "hidden_size": n,
            "bias_fl": True,
        },
        "state_dict": {key: numbers(value) for key, value in state.items()},
    }


def keras_weights(layer):
    """Transpose to Keras; a GRU goes z, r, c there."""
    weights = layer.weights
    W, U, b = (weights.get(key) for key in "WUb")
    kind = layer.keys["type"]
    if kind == "gru":
        after = layer.keys["reset"] == "after"
        b_u = torch.zeros_like(b)
        if after:
            b, b_u = layer.module.bias_ih_l0, layer.module.bias_hh_l0
        W, U, b, b_u = (swap_gates(a) for a in (W, U, b, b_u))
        return [W.T, U.T, torch.stack([b, b_u]) if after else b]
    if kind == "lstm":
        return [W.T, U.T, b]
    if kind == "dense":
        return [W.T, b]
    if kind == "conv1d":
        return [W.permute(0, 2, 1), b]
    if kind == "batchnorm":
        module = layer.module
        mean, variance = module.running_mean, module.running_var
        return [module.weight, module.bias, mean, variance]
    return [W] if kind == "prelu" else []


def swap_gates(rows):
    r, z, n = torch.chunk(rows, 3)
    return torch.cat([z, r, n])


def keras_layer(layer, width):
    keys = layer.keys
    result = {
        "type": keys["type"],
        "activation": keys.get("activation", "").replace("linear", ""),
        "shape": [None, None, width],
        "weights": [numbers(array) for array in keras_weights(layer)],
    }
    if keys["type"] == "conv1d":
        result["kernel_size"] = [keys["kernel_size"]]
        result["dilation"] = [keys["dilation"]]
        result["groups"] = keys["groups"]
    if keys["type"] == "batchnorm":
        result["epsilon"] = layer.module.eps
    return result


def keras_file(model):
    layers = []
    width = model.n_inputs
    for layer in model.layers:
        width = layer.keys.get("units", width)
        layers.append(keras_layer(layer, width))
    return {
        "in_shape": [None, None, model.n_inputs],
        "in_skip": model.skip,
        "in_gain": model.in_db,
        "out_gain": model.out_db,
        "samplerate": "48000",
        "layers": layers,
    }


def nam_file(model):
    """One flat list: [W U], b, h0, c0 of each layer, then the head."""
    *recurrent, head = model.layers
    flat = []
    for layer in recurrent:
        w = layer.weights
        joined = torch.cat([w["W"], w["U"]], dim=1)
        flat += [joined, w["b"], w["h0"], w["c0"]]
    flat += [head.weights["W"], head.weights["b"]]
    return {
        "version": "0.5.4",
        "architecture": "LSTM",
        "config": {
            "input_size": model.n_inputs,
            "hidden_size": recurrent[0].keys["units"],
            "num_layers": len(recurrent),
        },
        "weights": numbers(torch.cat([array.flatten() for array in flat])),
        "sample_rate": 48000,
        "metadata": None,
    }
