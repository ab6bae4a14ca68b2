#!/usr/bin/env python3
# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT

"""Play an audio file through a circuit that ngspice simulates.

The netlist leaves its node `in` to be driven, in volts, full scale being 1 V,
and is heard at its node `out`.  --set gives a .param of it another value.

The simulation runs at twice the rate, in chunks side by side, each of which
hears a moment of what came before it.
"""

import argparse
import multiprocessing
import os
import re
import subprocess
import tempfile

import numpy as np
from scipy.interpolate import CubicSpline
from scipy.signal import resample_poly

import chunks
import sound

OVERSAMPLING = 2
CHUNK = 5  # Seconds

DECK = """{title}
Asource %v([in]) source
.model source filesource (file="{drive}" amploffset=[0] amplscale=[1])
{circuit}
.options reltol=1e-3 abstol=1e-12 vntol=1e-7 method=gear maxord=2 itl4=60
.control
set filetype=binary
save v(out)
tran {step:.12e} {end:.12e} 0 {step:.12e}
write {result} v(out)
.endc
.end
"""


def circuit_with(path, settings):
    """Return a netlist with other values of its parameters."""
    with open(path, encoding="utf-8") as file:
        circuit = file.read()
    for name, value in settings:
        pattern = rf"(?m)^(\.param {re.escape(name)}=)\S+"
        circuit, n_found = re.subn(pattern, rf"\g<1>{value}", circuit)
        if n_found != 1:
            raise SystemExit(f"spice: {path}: it has no .param {name}=")
    return circuit


def read_raw(path):
    """Return time and voltage of a raw file that holds one vector."""
    with open(path, "rb") as file:
        data = file.read()
    values = data[data.index(b"Binary:\n") + 8 :]
    return np.frombuffer(values, np.float64).reshape(-1, 2).T


def simulate(circuit, x, rate):
    """Return what the circuit makes of x, which is a frame each 1 / rate."""
    with tempfile.TemporaryDirectory() as folder:
        drive, result, deck = (
            os.path.join(folder, name) for name in ("in.txt", "out.raw", "a.cir")
        )
        at = np.arange(len(x)) / rate
        np.savetxt(drive, np.stack([at, x], 1), fmt="%.12e %.9e")
        end = (len(x) - 1) / rate
        with open(deck, "w", encoding="utf-8") as file:
            title, circuit = circuit.split("\n", 1)
            names = {"title": title, "circuit": circuit, "drive": drive}
            file.write(DECK.format(**names, result=result, step=1 / rate, end=end))
        run = subprocess.run(["ngspice", "-b", deck], capture_output=True, text=True)
        t, v = read_raw(result) if os.path.exists(result) else ([0], [0])
        if t[-1] < end - 0.5 / rate:
            raise RuntimeError(run.stdout[-2000:] + run.stderr[-2000:])
        t, kept = np.unique(t, return_index=True)
        return CubicSpline(t, v[kept])(at)


def play(circuit, x, rate, pre_roll, is_linear):
    fast = rate * OVERSAMPLING
    up = resample_poly(x, OVERSAMPLING, 1)
    n, n_before = min(CHUNK * fast, len(up)), round(pre_roll * fast)
    pieces = chunks.split(up, n, n_before, fast // 100)
    with multiprocessing.Pool(len(os.sched_getaffinity(0))) as pool:
        work = [(circuit, piece, fast) for piece in pieces]
        made = pool.starmap(simulate, work, chunksize=1)
    wet = chunks.join(made, n, n_before, len(up))
    if is_linear:
        return resample_poly(wet, 1, OVERSAMPLING)
    return sound.decimate(wet, OVERSAMPLING)


def setting(text):
    name, _, value = text.partition("=")
    return name, float(value)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--set", type=setting, action="append", default=[], metavar="PARAM=VALUE"
    )
    parser.add_argument(
        "--pre-roll",
        type=float,
        default=0.2,
        metavar="SECONDS",
        help="what a chunk hears first: as long as the circuit remembers",
    )
    parser.add_argument(
        "--linear-phase",
        action="store_true",
        help="do not be late, but ring before edges",
    )
    parser.add_argument("circuit")
    parser.add_argument("dry")
    parser.add_argument("wet")
    args = parser.parse_args()

    rate, dry = sound.read(args.dry)
    circuit = circuit_with(args.circuit, args.set)
    wet = play(circuit, dry, rate, args.pre_roll, args.linear_phase)
    sound.write(args.wet, rate, wet)


if __name__ == "__main__":
    main()
