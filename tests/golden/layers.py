#!/usr/bin/env python3
# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT

"""The layers in float64, by PyTorch or by the formulas written out below."""

import numpy as np
import torch
from torch import nn

ACTIVATIONS = {
    "linear": nn.Identity(),
    "tanh": nn.Tanh(),
    "sigmoid": nn.Sigmoid(),
    "relu": nn.ReLU(),
    "elu": nn.ELU(),
    "softmax": nn.Softmax(dim=-1),
}


class Layer:
    """Keys and weights as in the own format, and what they compute."""

    def __init__(self, run, weights=None, module=None, parts=None, **keys):
        self.run = run
        self.parts = parts or [self]  # As the own format has them
        self.weights = weights or {}
        self.module = module  # Of PyTorch, where there is one
        self.keys = keys


# Numbers


def to_float32(x):
    """Round to what float32 holds, and stay in float64."""
    return torch.as_tensor(x).detach().float().double()


def to_grid(x):
    """Round so coarsely that sums and small products are exact in float32."""
    return torch.round(torch.as_tensor(x).detach() * 2**12) / 2**12


def settle(module):
    """Make a module float64 with weights that a file can hold exactly.

    Loaders add pairs of biases: these sums must be exact as well.
    """
    module.double()
    for name, parameter in module.named_parameters():
        rounded = to_grid if "bias" in name else to_float32
        parameter.data = rounded(parameter.data)
    return module


def uniform(bound, *size):
    return to_float32((torch.rand(*size) * 2 - 1) * bound)


# Layers of PyTorch


def dense(n_in, n_out, activation="linear"):
    module = settle(nn.Linear(n_in, n_out))
    phi = ACTIVATIONS[activation]
    return Layer(
        lambda x: phi(module(x)),
        {"W": module.weight, "b": module.bias},
        module,
        type="dense",
        activation=activation,
        units=n_out,
    )


def rnn(n_in, n_hidden, activation="tanh"):
    module = settle(nn.RNN(n_in, n_hidden, nonlinearity=activation))
    return Layer(
        lambda x: module(x)[0],
        recurrent_weights(module),
        module,
        type="rnn",
        activation=activation,
        units=n_hidden,
    )


def lstm(n_in, n_hidden, initial=False):
    module = settle(nn.LSTM(n_in, n_hidden))
    weights = recurrent_weights(module)
    h0, c0 = torch.zeros(2, 1, n_hidden).double()
    if initial:
        h0, c0 = uniform(0.5, 1, n_hidden), uniform(1.0, 1, n_hidden)
        weights.update(h0=h0[0], c0=c0[0])
    return Layer(
        lambda x: module(x, (h0, c0))[0],
        weights,
        module,
        type="lstm",
        units=n_hidden,
    )


def gru(n_in, n_hidden):
    module = settle(nn.GRU(n_in, n_hidden))
    return Layer(
        lambda x: module(x)[0],
        recurrent_weights(module),
        module,
        type="gru",
        reset="after",
        units=n_hidden,
    )


def recurrent_weights(module, suffix="l0"):
    """Return the weights of a direction as a layer has them."""
    names = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
    W, U, b, b_u = (getattr(module, f"{name}_{suffix}") for name in names)
    weights = {"W": W, "U": U, "b": (b + b_u).detach()}
    if isinstance(module, nn.GRU):
        n = 2 * module.hidden_size
        weights["b"][n:] = b.detach()[n:]
        weights["b_u"] = b_u[n:]
    return weights


# Both ways through time


def flip(x):
    return torch.flip(x, dims=[0])


def backward(layer):
    return Layer(
        lambda x: flip(layer.run(flip(x))),
        layer.weights,
        direction="backward",
        **layer.keys,
    )


def beside(*layers):
    """Layers that take the same, of any kind and direction each."""
    for layer in layers[1:]:
        layer.keys["place"] = "beside"
    return Layer(
        lambda x: torch.cat([layer.run(x) for layer in layers], dim=1),
        parts=list(layers),
    )


def bidirectional(cell, n_in, n_hidden):
    """A module of PyTorch that runs both ways."""
    module = settle(cell(n_in, n_hidden, bidirectional=True))
    keys = {"type": cell.__name__.lower(), "units": n_hidden}
    forth = Layer(None, recurrent_weights(module), **keys)
    back = Layer(None, recurrent_weights(module, "l0_reverse"), **keys)
    both = beside(forth, backward(back))
    return Layer(lambda x: module(x)[0], parts=both.parts)


def activation_layer(activation):
    return Layer(
        ACTIVATIONS[activation], type="activation", activation=activation
    )


def prelu(n):
    module = settle(nn.PReLU(n))
    module.weight.data = uniform(1.0, n)
    return Layer(module, {"W": module.weight}, module, type="prelu")


def batchnorm(n):
    """Statistics that fold into exact weights: sqrt(var + eps) is 2^k."""
    module = nn.BatchNorm1d(n, eps=2.0**-10).double().eval()
    deviation = 2.0 ** torch.randint(-1, 2, (n,)).double()
    module.weight.data = torch.round(torch.rand(n).double() * 32 + 16) / 32
    module.bias.data = to_grid(torch.rand(n).double() - 0.5)
    module.running_mean = torch.round(torch.randn(n).double() * 32) / 64
    module.running_var = deviation**2 - module.eps
    scale = module.weight / deviation
    shift = module.bias - module.running_mean * scale
    return Layer(module, {"W": scale, "b": shift}, module, type="batchnorm")


def conv1d(n_in, n_out, kernel, dilation=1, groups=1, activation="linear"):
    module = settle(
        nn.Conv1d(n_in, n_out, kernel, dilation=dilation, groups=groups)
    )
    history = torch.zeros(n_in, (kernel - 1) * dilation).double()
    phi = ACTIVATIONS[activation]
    return Layer(
        lambda x: phi(module(torch.cat([history, x.T], dim=1)).T),
        {"W": module.weight.permute(2, 0, 1), "b": module.bias},
        module,
        type="conv1d",
        activation=activation,
        units=n_out,
        kernel_size=kernel,
        dilation=dilation,
        groups=groups,
    )


# Layers that PyTorch does not have


def sigmoid(x):
    return 1.0 / (1.0 + np.exp(-x))


class Function:
    """A function of single numbers, with its parameters."""

    FORMULAS = {
        "linear": lambda x: x,
        "tanh": np.tanh,
        "sigmoid": sigmoid,
        "relu": lambda x: np.maximum(x, 0),
        "elu": lambda x: np.where(x < 0, np.exp(np.minimum(x, 0)) - 1, x),
        "affine": lambda x, alpha, beta: alpha * x + beta,
        "leaky-relu": lambda x, alpha: np.where(x < 0, alpha * x, x),
        "thresholded-relu": lambda x, alpha: np.where(x < alpha, 0, x),
        "scaled-tanh": lambda x, alpha, beta: alpha * np.tanh(beta * x),
        "hard-sigmoid": lambda x, alpha, beta: np.clip(alpha * x + beta, 0, 1),
        "scaled-elu": lambda x, alpha: np.where(
            x < 0, alpha * (np.exp(np.minimum(x, 0)) - 1), x
        ),
        "softsign": lambda x: x / (1 + np.abs(x)),
        "softplus": lambda x: np.log(1 + np.exp(x)),
    }

    def __init__(self, name, *parameters):
        self.name = name
        self.parameters = dict(zip(("alpha", "beta"), parameters))

    def __call__(self, x):
        return self.FORMULAS[self.name](x, *self.parameters.values())

    def json(self):
        return {"name": self.name, **self.parameters} if self.parameters else self.name


FUNCTIONS = [
    Function("linear"),
    Function("tanh"),
    Function("sigmoid"),
    Function("relu"),
    Function("elu"),
    Function("affine", 0.625, -0.25),
    Function("leaky-relu", 0.125),
    Function("thresholded-relu", 0.25),
    Function("scaled-tanh", 1.5, 0.75),
    Function("hard-sigmoid", 0.375, 0.5),
    Function("scaled-elu", 0.75),
    Function("softsign"),
    Function("softplus"),
]
SIGMOID = Function("sigmoid")
TANH = Function("tanh")


def bounded(functions, clip):
    """Return functions of what is within -clip and clip."""
    return [lambda x, f=f: f(np.clip(x, -clip, clip)) for f in functions]


def function_keys(functions, clip):
    """Return what the own format says of the functions of a LSTM or GRU."""
    names = "gate_activation", "candidate_activation", "cell_activation"
    keys = {name: f.json() for name, f in zip(names, functions)}
    return {**keys, **({"clip": clip} if clip < np.inf else {})}


def apart(f, n):
    """A function of each channel."""
    return Layer(
        lambda x: torch.from_numpy(f(x.numpy())),
        type="activation",
        activation=f.json(),
        units=n,
    )


def rnn_of(n_in, n_hidden, f, clip=np.inf):
    """A RNN of any function."""
    weights = cell_weights(n_in, n_hidden, 1)
    (phi,) = bounded([f], clip)

    def run(x):
        W, U, b = (weights[key].numpy() for key in ("W", "U", "b"))
        h = np.zeros(n_hidden)
        y = []
        for x_t in x.numpy():
            h = phi(W @ x_t + U @ h + b)
            y.append(h)
        return torch.from_numpy(np.array(y))

    keys = {"clip": clip} if clip < np.inf else {}
    return Layer(
        run, weights, type="rnn", activation=f.json(), units=n_hidden, **keys
    )


def cell_weights(n_in, n_hidden, n_gates):
    bound = n_hidden**-0.5
    return {
        "W": uniform(bound, n_gates * n_hidden, n_in),
        "U": uniform(bound, n_gates * n_hidden, n_hidden),
        "b": uniform(bound, n_gates * n_hidden),
    }


def split(weights, n_gates):
    """Return W, U and b of each gate by itself."""
    arrays = [weights[key].numpy() for key in ("W", "U", "b")]
    return zip(*(np.split(array, n_gates) for array in arrays))


def lstm_peephole(
    n_in, n_hidden, peephole, is_coupled=False, functions=(), clip=np.inf
):
    """Gers and Schmidhuber 2000; f and i see C_{t-1}, o sees C_t.

    Coupled gates are Greff et al. 2015: f is 1 - i.  Other functions than sigmoid
    and tanh are of the gates, of g and of C.
    """
    weights = cell_weights(n_in, n_hidden, 4)
    size = (3, n_hidden) + ((n_hidden,) if peephole == "full" else ())
    weights["P"] = uniform(n_hidden**-0.5, *size)
    phi, phi_g, phi_C = bounded(functions or (SIGMOID, TANH, TANH), clip)

    def run(x):
        gate_i, gate_f, gate_g, gate_o = split(weights, 4)
        (W_i, U_i, b_i), (W_f, U_f, b_f) = gate_i, gate_f
        (W_g, U_g, b_g), (W_o, U_o, b_o) = gate_g, gate_o
        P_i, P_f, P_o = weights["P"].numpy()
        see = np.matmul if peephole == "full" else np.multiply
        h = weights["h0"].numpy() if "h0" in weights else np.zeros(n_hidden)
        C = weights["c0"].numpy() if "c0" in weights else np.zeros(n_hidden)
        y = []
        for x_t in x.numpy():
            f = phi(W_f @ x_t + U_f @ h + see(P_f, C) + b_f)
            i = phi(W_i @ x_t + U_i @ h + see(P_i, C) + b_i)
            f = 1 - i if is_coupled else f
            g = phi_g(W_g @ x_t + U_g @ h + b_g)
            C = f * C + i * g
            o = phi(W_o @ x_t + U_o @ h + see(P_o, C) + b_o)
            h = o * phi_C(C)
            y.append(h)
        return torch.from_numpy(np.array(y))

    return Layer(
        run,
        weights,
        type="lstm",
        peephole=peephole,
        units=n_hidden,
        **function_keys(functions, clip),
    )


def gru_reset_before(n_in, n_hidden):
    """Cho et al. 2014, with z as the share of the past."""
    return gru_of(n_in, n_hidden, "before")


def gru_of(n_in, n_hidden, reset, functions=(), clip=np.inf):
    """A GRU of other functions than sigmoid, of the gates, and tanh, of g."""
    weights = cell_weights(n_in, n_hidden, 3)
    if reset == "after":
        weights["b_u"] = uniform(n_hidden**-0.5, n_hidden)
    phi, phi_g = bounded(functions or (SIGMOID, TANH), clip)

    def run(x):
        (W_r, U_r, b_r), (W_z, U_z, b_z), (W_g, U_g, b_g) = split(weights, 3)
        h = np.zeros(n_hidden)
        y = []
        for x_t in x.numpy():
            r = phi(W_r @ x_t + U_r @ h + b_r)
            z = phi(W_z @ x_t + U_z @ h + b_z)
            if reset == "after":
                seen = r * (U_g @ h + weights["b_u"].numpy())
            else:
                seen = U_g @ (r * h)
            g = phi_g(W_g @ x_t + seen + b_g)
            h = z * h + (1 - z) * g
            y.append(h)
        return torch.from_numpy(np.array(y))

    return Layer(
        run,
        weights,
        type="gru",
        reset=reset,
        units=n_hidden,
        **function_keys(functions, clip),
    )
