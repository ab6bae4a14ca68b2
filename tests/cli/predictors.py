# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT
"""Networks whose predictions are known, and readers of what is told of them."""

import csv
import json
import math
import struct

LEAK = 0.01


def write_energy(path, levels, names=None, activation="sigmoid", rate=48000, **says):
    """Write a follower of energy: output o is how probable it is that the sound
    is louder than levels[o]; with none, a preset says nothing of predictions."""
    n = len(levels)
    names = names or ["Level %d" % o for o in range(n)]
    layers = [
        {"type": "dense", "activation": "relu", "units": 2, "W": [[1], [-1]], "b": [0, 0]},
        {"type": "rnn", "activation": "relu", "units": 1, "W": [[LEAK, LEAK]],
         "U": [[1 - LEAK]], "b": [0]},
        {"type": "dense", "activation": activation, "units": n, "W": [[32.0]] * n,
         "b": [-32.0 * level for level in levels]},
    ]
    if activation != "sigmoid":  # Two scores that are equal at the level
        layers[2]["W"] = [[-32.0], [32.0]]
        layers[2]["b"] = [32.0 * levels[0], -32.0 * levels[0]]
    preset = {"remanence": 1, "rate_hz": rate, "layers": layers,
              "outputs": [{"name": name} for name in names]}
    if says:
        preset["prediction"] = says
    with open(path, "w") as file:
        json.dump(preset, file)


def energy(audio):
    """Return what the network remembers after each frame, in double precision."""
    e, out = 0.0, []
    for x in audio:
        e = LEAK * abs(x) + (1 - LEAK) * e
        out.append(e)
    return out


def probability(e, level):
    return 1 / (1 + math.exp(-32 * (e - level)))


def events(values, rise, fall, hold):
    """Return (start, end, peak) of each event, in frames: detector.h."""
    found, start, peak = [], None, 0
    for t, value in enumerate(values):
        if start is None and value >= rise:
            start, peak = t, value
        elif start is not None and value < fall and t - start >= hold:
            found.append((start, t, peak))
            start = None
        peak = max(peak, value)
    return found + ([(start, len(values), peak)] if start is not None else [])


def table(path):
    """Return the header and the rows of a table, which ends lines as RFC 4180."""
    text = open(path, newline="").read()
    assert text.endswith("\r\n") and text.count("\n") == text.count("\r\n")
    rows = list(csv.reader(text.splitlines(keepends=True)))
    return rows[0], rows[1:]


def midi(path, rate):
    """Return (frame, status, number, value) of each message of a file of one
    track whose ticks are frames, and the frame that it ends at."""
    data = open(path, "rb").read()
    kind, n, division = struct.unpack_from(">HHH", data, 8)
    assert data[:8] == b"MThd\0\0\0\x06" and (kind, n) == (0, 1), data[:14]
    assert data[14:18] == b"MTrk"
    assert struct.unpack_from(">I", data, 18)[0] == len(data) - 22
    at, t, status, messages = 22, 0, 0, []
    while at < len(data):
        delta = 0
        while True:
            delta = delta << 7 | data[at] & 0x7F
            at += 1
            if data[at - 1] < 0x80:
                break
        t += delta
        if data[at] >= 0x80:
            status = data[at]
            at += 1
        if status == 0xFF:
            what, size = data[at], data[at + 1]
            body = data[at + 2:at + 2 + size]
            at += 2 + size
            if what == 0x51:
                us = int.from_bytes(body, "big")
                assert division * 1000000 == us * rate, (division, us)
            if what == 0x2F:
                assert at == len(data)
                return messages, t
        else:
            messages.append((t, status, data[at], data[at + 1]))
            at += 2
    raise AssertionError("no end of track")
