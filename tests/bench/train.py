#!/usr/bin/env python3
# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT

"""Compare how fast training is with PyTorch, shape by shape, as a table:

    tests/bench/train.py build/bench-train

Both train the same network on 64 lanes, 128 frames an update: forward, back,
clipped, Adam, and the state carried on.  Rounds of both take turns, and the best
of each counts: compare within a run.  The figures are thousands of samples a
second.
"""

import subprocess
import sys
import time

import torch

SHAPES = ("lstm", 16), ("lstm", 40), ("gru", 16)
N_LANES, N_FRAMES = 64, 128
N_ROUNDS = 3
SECONDS = 2.0


class Net(torch.nn.Module):
    def __init__(self, cell, hidden):
        super().__init__()
        kind = torch.nn.LSTM if cell == "lstm" else torch.nn.GRU
        self.cell = kind(1, hidden)
        self.head = torch.nn.Linear(hidden, 1)

    def forward(self, x, state):
        h, state = self.cell(x, state)
        return x + self.head(h), state


def detach(state):
    return tuple(s.detach() for s in state) if isinstance(state, tuple) else state.detach()


def emphasise(x):
    return x[1:] - 0.85 * x[:-1]


def pytorch(cell, hidden, n_threads):
    """Return samples a second over some seconds."""
    torch.set_num_threads(n_threads)
    net = Net(cell, hidden)
    adam = torch.optim.Adam(net.parameters(), 1e-4)
    x = torch.rand(N_FRAMES, N_LANES, 1) - 0.5
    target = torch.tanh(3 * x)
    state, n, start = None, 0, time.monotonic()
    while time.monotonic() - start < SECONDS:
        y, state = net(x, state)
        loss = (y - target).square().mean() + emphasise(y - target).square().mean()
        adam.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 0.2)
        adam.step()
        state = detach(state)
        n += x.numel()
    return n / (time.monotonic() - start)


def remanence(program, cell, hidden, n_threads):
    output = subprocess.run(
        [program, cell, str(hidden), str(n_threads), str(N_FRAMES)],
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    return 1e3 * float(output.split(": ")[1].split()[0])


def main():
    print(f"PyTorch {torch.__version__}, {N_LANES} lanes, {N_FRAMES} frames")
    print("cell      threads  remanence  pytorch  ratio")
    for cell, hidden in SHAPES:
        best = {}
        for _ in range(N_ROUNDS):
            for n in 1, 2:
                rates = remanence(sys.argv[1], cell, hidden, n), pytorch(cell, hidden, n)
                best[n] = tuple(map(max, rates, best.get(n, rates)))
        fastest = max(rates[1] for rates in best.values())
        for n, (ours, theirs) in best.items():
            print(
                f"{cell:4} {hidden:4} {n:8} {ours / 1e3:10.0f} {theirs / 1e3:8.0f}"
                f" {ours / fastest:6.1f}"
            )
    print("ratio: to PyTorch at its better number of threads")


if __name__ == "__main__":
    main()
