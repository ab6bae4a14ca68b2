#!/usr/bin/env python3
# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT

"""whole.py COMMAND [MINUTES [UNITS]]: what rendering a whole recording costs.

Renders an hour of noise in sines, or as many minutes as asked for, through two
bidirectional LSTM of 24 units, and tells the time and the most memory that it
took.  Needs 4 GB of disk for an hour, in TMPDIR, and leaves nothing there.
"""

import array
import json
import math
import os
import random
import resource
import struct
import subprocess
import sys
import tempfile

RATE_HZ = 48000


def matrix(n_rows, n_columns, n_units):
    bound = n_units**-0.5
    return [
        [random.uniform(-bound, bound) for _ in range(n_columns)]
        for _ in range(n_rows)
    ]


def lstm(n_in, n, **keys):
    return {
        "type": "lstm",
        "units": n,
        "W": matrix(4 * n, n_in, n),
        "U": matrix(4 * n, n, n),
        "b": matrix(1, 4 * n, n)[0],
        **keys,
    }


def both(n_in, n):
    return [lstm(n_in, n), lstm(n_in, n, direction="backward", place="beside")]


def write_model(path, n):
    head = {"type": "dense", "units": 1, "W": matrix(1, 2 * n, n), "b": [0]}
    layers = [*both(1, n), *both(2 * n, n), head]
    model = {"remanence": 1, "rate_hz": RATE_HZ, "layers": layers}
    with open(path, "w", encoding="utf-8") as file:
        json.dump(model, file)


def write_audio(path, n_minutes):
    """Write 16 bits of a tone that swells in noise, every 44 seconds."""
    n_bytes = 2 * RATE_HZ * 60 * n_minutes
    second = [math.sin(0.01 * t) + random.uniform(-1, 1) for t in range(RATE_HZ)]
    seconds = []
    for s in range(44):
        gain = 8000 * (1.1 + math.sin(s))
        seconds.append(array.array("h", (int(gain * x / 2) for x in second)))
    with open(path, "wb") as file:
        fmt = struct.pack("<IHHIIHH", 16, 1, 1, RATE_HZ, 2 * RATE_HZ, 2, 16)
        file.write(b"RIFF" + struct.pack("<I", 36 + n_bytes) + b"WAVEfmt " + fmt)
        file.write(b"data" + struct.pack("<I", n_bytes))
        for s in range(60 * n_minutes):
            seconds[s % 44].tofile(file)


def main():
    command = os.path.abspath(sys.argv[1])
    n_minutes = int(sys.argv[2]) if len(sys.argv) > 2 else 60
    n_units = int(sys.argv[3]) if len(sys.argv) > 3 else 24
    random.seed(1)
    with tempfile.TemporaryDirectory() as folder:
        paths = [f"{folder}/{name}" for name in ("m.json", "in.wav", "out.w64")]
        write_model(paths[0], n_units)
        write_audio(paths[1], n_minutes)
        subprocess.run([command, "render", *paths], check=True)
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(
        f"{n_minutes} min, {usage.ru_utime + usage.ru_stime:.1f} s of processor, "
        f"at most {usage.ru_maxrss / 1024:.1f} MiB of memory"
    )


if __name__ == "__main__":
    main()
