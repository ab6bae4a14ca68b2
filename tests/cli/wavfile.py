# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT
"""Audio files of 32-bit float for the test scripts, with nothing but Python."""

import array
import json
import math
import random
import struct
import sys


def write(path, channels, rate=48000):
    """Write a WAV file of several lists of samples."""
    frames = array.array("f", [x for frame in zip(*channels) for x in frame])
    data = frames.tobytes()
    n = len(channels)
    with open(path, "wb") as file:
        file.write(struct.pack("<4sI4s", b"RIFF", 36 + len(data), b"WAVE"))
        file.write(
            struct.pack("<4sIHHIIHH", b"fmt ", 16, 3, n, rate, rate * n * 4, n * 4, 32)
        )
        file.write(struct.pack("<4sI", b"data", len(data)) + data)


def read(path):
    """Return the channels of a WAV file as lists of samples."""
    with open(path, "rb") as file:
        content = file.read()
    n = struct.unpack_from("<H", content, 22)[0]
    start = content.index(b"data") + 8
    size = struct.unpack_from("<I", content, start - 4)[0]
    frames = array.array("f", content[start : start + size])
    return [list(frames[c::n]) for c in range(n)]


def sine(frames, frequency=440.0, level=0.5, rate=48000):
    step = 2.0 * math.pi * frequency / rate
    return [level * math.sin(step * t) for t in range(frames)]


def write_dense(path, *rows):
    """Write a model of one dense layer: a row of weights for each input."""
    layer = {
        "type": "dense",
        "activation": "",
        "shape": [None, None, len(rows[0])],
        "weights": [rows, [0.0] * len(rows[0])],
    }
    with open(path, "w") as file:
        json.dump({"in_shape": [None, None, len(rows)], "layers": [layer]}, file)


def clipper(n):
    """Plucked notes with some noise, and the same through a soft clipper and a
    low-pass: n frames of each."""
    random.seed(1)
    dry, wet, y, at = [], [], 0.0, 0
    for t in range(n):
        if t % 2000 == 0:
            step, level, at = random.uniform(0.05, 0.5), random.uniform(0.1, 0.9), t
        x = level * math.exp((at - t) / 900) * math.sin(step * (t - at))
        dry.append(x + random.uniform(-0.002, 0.002))
        y += 0.6 * (math.tanh(3 * dry[-1]) - y)
        wet.append(0.7 * y)
    return dry, wet
