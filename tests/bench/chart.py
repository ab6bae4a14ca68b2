#!/usr/bin/python3
# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT
"""Time Remanence, OpenBLAS and PyTorch in one run, and draw the chart of README.md.

    tests/bench/chart.py REMANENCE PICTURE.png

REMANENCE is the command.  PyTorch plays blocks of 64 frames on one thread and
carries the state; its least time of many blocks counts, as for the others.
"""

import json
import subprocess
import sys
import time

import matplotlib
import torch

matplotlib.use("Agg")
import matplotlib.pyplot as plt  # noqa: E402, after the choice of a backend

BLOCK = 64
N_ROUNDS = 300
NETWORKS = [
    ("lstm", 8), ("lstm", 16), ("lstm", 24), ("lstm", 40), ("lstm", 64), ("lstm", 96),
    ("gru", 8), ("gru", 16), ("gru", 40), ("gru", 64),
]  # fmt: skip

# Colours that a colour-blind reader can tell apart (Okabe and Ito 2008)
COLOURS = ["#0072B2", "#56B4E9", "#E69F00", "#999999"]


class Network(torch.nn.Module):
    """A recurrent layer with a dense head, from sample to sample."""

    def __init__(self, cell, hidden):
        super().__init__()
        layer = torch.nn.LSTM if cell == "lstm" else torch.nn.GRU
        self.layer = layer(1, hidden, batch_first=True)
        self.head = torch.nn.Linear(hidden, 1)

    def forward(self, x, state):
        h, state = self.layer(x, state)
        return self.head(h), state


def time_torch(cell, hidden):
    """Return the least nanoseconds of a sample."""
    network = Network(cell, hidden).eval()
    x = 0.5 * torch.rand(1, BLOCK, 1) - 0.25
    state = None
    least = float("inf")
    with torch.no_grad():
        for _ in range(N_ROUNDS):
            start = time.perf_counter_ns()
            _, state = network(x, state)
            least = min(least, (time.perf_counter_ns() - start) / BLOCK)
    return least


def time_command(command):
    """Return {(cell, hidden, engine): ns}, and the kernels, fastest first."""
    run = subprocess.run(
        [command, "bench", "--json", "--against", "blas"],
        check=True,
        stdout=subprocess.PIPE,
    )
    entries = [
        e for e in json.loads(run.stdout) if e["streams"] == 1 and e["layers"] == 1
    ]
    isas = []
    times = {}
    for e in entries:
        engine = e["isa"] if e["engine"] == "remanence" else "blas"
        times[e["cell"], e["hidden"], engine] = e["ns_min"]
        if engine != "blas" and engine not in isas:
            isas.append(engine)
    return times, isas


def print_table(engines, times):
    print(f"{'ns a sample':14}" + "".join(f"{name:>24}" for _, name in engines))
    for cell, hidden in NETWORKS:
        row = [times[cell, hidden, engine] for engine, _ in engines]
        print(f"{cell.upper():4} {hidden:<9}" + "".join(f"{ns:24.1f}" for ns in row))


def draw(engines, times, path):
    figure, axes = plt.subplots(figsize=(8.0, 4.2), dpi=110)
    width = 0.8 / len(engines)
    for i, (engine, name) in enumerate(engines):
        xs = [k + (i - (len(engines) - 1) / 2) * width for k in range(len(NETWORKS))]
        ns = [times[cell, hidden, engine] for cell, hidden in NETWORKS]
        bars = axes.bar(xs, ns, width, color=COLOURS[i], label=name)
        if i == 0:
            axes.bar_label(bars, [f"{t:.0f}" for t in ns], fontsize=7, padding=1)
    axes.axhline(1e9 / 48000, color="black", linewidth=0.8, linestyle="--")
    axes.text(-0.5, 1e9 / 48000 * 1.08, "real time at 48 kHz", fontsize=7)
    axes.set_yscale("log")
    axes.set_ylabel("ns a sample, log scale (less is better)")
    axes.set_xticks(range(len(NETWORKS)))
    axes.set_xticklabels([f"{c.upper()}\n{h}" for c, h in NETWORKS])
    axes.set_ylim(10, 100000)
    axes.legend(fontsize=8, ncol=len(engines), loc="upper center", frameon=False)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    figure.tight_layout()
    figure.savefig(path)


def main():
    if len(sys.argv) != 3:
        sys.exit("Usage: chart.py REMANENCE PICTURE.png")
    command, path = sys.argv[1:]

    torch.set_num_threads(1)
    times, isas = time_command(command)
    for cell, hidden in NETWORKS:
        times[cell, hidden, "torch"] = time_torch(cell, hidden)

    wide = [isa for isa in isas if isa in ("x86-64-v4", "x86-64-v3", "aarch64")]
    engines = [(isa, f"Remanence, {isa}") for isa in (wide or isas)[:2]]
    engines += [("blas", "OpenBLAS"), ("torch", f"PyTorch {torch.__version__}")]
    print_table(engines, times)
    draw(engines, times, path)


if __name__ == "__main__":
    main()
