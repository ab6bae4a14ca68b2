#!/usr/bin/env python3
# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT

"""Fit a LSTM to the equation of a diode clipper; see README.md.

Everything is made here: guitar-like phrases, what the circuit makes of them,
the training, and the figures, which are measured on phrases that had no part
in it.
"""

import argparse
import copy
import json
import math
import time

import numpy as np
import torch
from torch import nn

from circuit import RATE, gain, target
from material import held_out_set, phrase, pluck, training_set

N_HIDDEN = 16
SEED = 2026

# The data


def solve(audio, drive, n_together=128):
    """Return tensors [n_frames][n_lanes][channels] of inputs and target."""
    parts = range(0, audio.shape[1], n_together)
    wet = [
        target(audio[:, i : i + n_together], drive[:, i : i + n_together])
        for i in parts
    ]
    x = torch.from_numpy(np.stack([audio, drive], 2)).float()
    return x, torch.from_numpy(np.concatenate(wet, 1)[:, :, None]).float()


# The network


class Effect(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(2, N_HIDDEN)
        self.dense = nn.Linear(N_HIDDEN, 1)
        with torch.no_grad():
            self.lstm.bias_ih_l0[N_HIDDEN : 2 * N_HIDDEN] += 1.0  # Remember

    def forward(self, x, state=None):
        h, state = self.lstm(x, state)
        return self.dense(h), state


def emphasise(y):
    return y[1:] - 0.85 * y[:-1]


def energies(y):
    """Mean square of each lane; quiet lanes count, but not without end."""
    return y.square().mean(0) + 1e-5


class Loss:
    """Error-to-signal ratio of each lane, plain and after pre-emphasis."""

    def __init__(self, y):
        self.plain = energies(y)
        self.emphasised = energies(emphasise(y))

    def __call__(self, error, lanes):
        plain = error.square().mean(0) / self.plain[lanes]
        error = emphasise(error)
        emphasised = error.square().mean(0) / self.emphasised[lanes]
        return 0.5 * (plain.mean() + emphasised.mean())


def train(x, y, x_held, y_held, n_updates, n_lanes=128, n_steps=64):
    """Truncated back-propagation: the gradient is cut, the memory is not."""
    torch.manual_seed(SEED)
    model = Effect()
    optimiser = torch.optim.Adam(model.parameters(), 1e-2)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser,
        lambda u: min(1, (u + 1) / 200)
        * max(1e-3, 0.5 + 0.5 * math.cos(math.pi * u / n_updates)),
    )
    loss_of = Loss(y)
    best = math.inf
    update = 0
    start = time.time()
    while update < n_updates:
        lanes = torch.randperm(x.shape[1])[:n_lanes]
        t = 1000 + int(torch.randint(n_steps, ()))
        with torch.no_grad():
            _, state = model(x[:t, lanes])
        while t + n_steps <= len(x) and update < n_updates:
            piece = slice(t, t + n_steps)
            out, state = model(x[piece, lanes], state)
            loss = loss_of(out - y[piece, lanes], lanes)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 0.2)
            optimiser.step()
            schedule.step()
            state = tuple(s.detach() for s in state)
            t += n_steps
            update += 1
        esr = held_out_esr(model, x_held, y_held)[0].mean().item()
        if esr < best:
            best = esr
            best_model = copy.deepcopy(model)
        seconds = time.time() - start
        print(f"{update:6} updates {seconds:4.0f} s ESR {esr:.2e}", flush=True)
    return best_model


def held_out_esr(model, x, y, n_drives=5):
    """Return the ESR at each drive, plain and after pre-emphasis."""
    with torch.no_grad():
        silent = torch.zeros(RATE // 2, x.shape[1], 1)
        knob = x[:1, :, 1:].expand(len(silent), -1, -1)
        _, rest = model(torch.cat([silent, knob], 2))
        out, _ = model(x, rest)

    def energy(signal):
        return signal.square().sum(0).view(n_drives, -1).sum(1)

    plain = energy(out - y) / energy(y)
    return plain, energy(emphasise(out - y)) / energy(emphasise(y))


# The figures and the file


def rest_outputs(model, drives):
    """Return what a second of silence leads to at each drive."""
    x = torch.zeros(RATE, len(drives), 2)
    x[:, :, 1] = torch.tensor(drives)
    with torch.no_grad():
        return model(x)[0][-1, :, 0].tolist()


def loudness_db(model, drives):
    """Return the level of the output for a guitar of -18 dBFS RMS."""
    random = np.random.default_rng(SEED + 2)
    audio = np.concatenate([phrase(random, RATE) for _ in range(8)])
    audio *= gain(-18) / np.sqrt(np.mean(audio**2))
    x = torch.zeros(len(audio), len(drives), 2)
    x[:, :, 0] = torch.from_numpy(audio)[:, None]
    x[:, :, 1] = torch.tensor(drives)
    with torch.no_grad():
        y = model(x)[0][:, :, 0]
    return (10 * y.square().mean(0).log10()).tolist()


def numbers(tensor):
    """Nested lists with the nine digits that float32 needs."""
    if tensor.ndim:
        return [numbers(row) for row in tensor]
    return float(f"{tensor.item():.9g}")


def self_test(model, n_frames=256):
    random = np.random.default_rng(SEED + 3)
    x = torch.full((n_frames, 1, 2), 0.7)
    x[:, 0, 0] = torch.from_numpy(0.5 * pluck(random, 330.0, n_frames))
    with torch.no_grad():
        y = copy.deepcopy(model).double()(x.double())[0]
    return {"input": numbers(x[:, 0].T), "output": numbers(y[:, 0].T)}


def layers(model):
    lstm, dense = model.lstm, model.dense
    return [
        {
            "type": "lstm",
            "units": N_HIDDEN,
            "W": numbers(lstm.weight_ih_l0),
            "U": numbers(lstm.weight_hh_l0),
            "b": numbers(lstm.bias_ih_l0 + lstm.bias_hh_l0),
        },
        {
            "type": "dense",
            "units": 1,
            "W": numbers(dense.weight),
            "b": numbers(dense.bias),
        },
    ]


def two_digits(values):
    return [float(f"{value:.1e}") for value in values]


def figures(model, x, y, drives):
    esr, emphasised = held_out_esr(model, x, y)
    return {
        "drive": drives,
        "esr": two_digits(esr),
        "esr_pre_emphasis": two_digits(emphasised),
        "rest": two_digits(rest_outputs(model, drives)),
        "loudness_db": [round(db, 1) for db in loudness_db(model, drives)],
    }


def document(model, measured):
    default = measured["drive"].index(0.5)
    return {
        "remanence": 1,
        "rate_hz": RATE,
        "inputs": [
            {"name": "Audio"},
            {"name": "Drive", "default": 0.5, "minimum": 0, "maximum": 1},
        ],
        "outputs": [{"name": "Audio"}],
        "layers": layers(model),
        "metadata": {
            "name": "Diode Clipper",
            "author": "The Remanence developers",
            "licence": "MIT",
            "description": "Two antiparallel 1N4148 diodes across a capacitor, "
            "solved from the equation of the circuit; Drive is 0 to 30 dB",
            "loudness_db": measured["loudness_db"][default],
            "esr": measured["esr"][default],
        },
        "provenance": {
            "data": "Synthesised strings, sweeps, noise and silence",
            "recipe": "presets/diode-clipper/fit.py",
            "seed": SEED,
        },
        "training": measured,
        "self_test": self_test(model),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--updates", type=int, default=32000)
    parser.add_argument("out", nargs="?", default="model.json")
    args = parser.parse_args()

    torch.set_num_threads(1)
    drives = [0.0, 0.25, 0.5, 0.75, 1.0]
    print("Solving the circuit...", flush=True)
    x, y = solve(*training_set(SEED, 256, 2 * RATE))
    held_out = solve(*held_out_set(SEED + 1, 8, 2 * RATE, drives))
    test = solve(*held_out_set(SEED + 4, 16, 2 * RATE, drives))

    model = train(x, y, *held_out, args.updates)
    measured = figures(model, *test, drives)
    measured["updates"] = args.updates
    measured["seconds_of_audio"] = x.shape[1] * len(x) // RATE
    print(json.dumps(measured, indent=2))
    with open(args.out, "w", encoding="utf-8") as file:
        json.dump(document(model, measured), file, separators=(",", ":"))
        file.write("\n")


if __name__ == "__main__":
    main()
