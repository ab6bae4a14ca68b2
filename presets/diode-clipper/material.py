#!/usr/bin/env python3
# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT

"""What a guitar may send, and what else an effect may meet."""

import numpy as np

from circuit import RATE, gain


def pluck(random, hertz, n_frames):
    """A string after Karplus and Strong 1983, plucked now."""
    n = round(RATE / hertz - 0.5)
    burst = random.uniform(-1, 1, n)
    brightness = random.uniform(0.1, 0.9)
    for i in range(1, n):
        burst[i] = burst[i - 1] + brightness * (burst[i] - burst[i - 1])
    burst -= np.roll(burst, n // random.integers(3, 12))  # Where it is picked
    decay = random.choice([0.95, random.uniform(0.985, 0.9995)], p=[0.2, 0.8])

    y = np.zeros(n_frames + 2 * n + 1)
    y[1 : n + 1] = burst / np.abs(burst).max()
    for t in range(n + 1, n_frames + n + 1, n):
        y[t : t + n] = decay * 0.5 * (y[t - n : t] + y[t - n - 1 : t - 1])
    return y[1 : n_frames + 1]


def phrase(random, n_frames):
    """Single notes and strummed chords, some of them muted."""
    y = np.zeros(n_frames)
    t = random.integers(0, RATE // 4)
    while t < n_frames:
        root = 82.4 * 2 ** (random.integers(0, 37) / 12)
        intervals = [0, 7, 12, 16, 19, 24][: random.choice([1, 1, 1, 2, 3, 6])]
        velocity = gain(random.uniform(-12, 0))
        for string, interval in enumerate(intervals):
            start = t + string * random.integers(100, 900)
            n = n_frames - start
            if n > 0:
                note = pluck(random, root * 2 ** (interval / 12), n)
                y[start:] += velocity * note
        t += random.integers(RATE // 12, RATE * 2 // 3)
    return y


def sweep(random, n_frames):
    """A sine that rises exponentially."""
    t = np.arange(n_frames) / RATE
    low, high = random.uniform(20, 200), random.uniform(2000, 16000)
    rate = np.log(high / low) * RATE / n_frames
    return np.sin(2 * np.pi * low * np.expm1(rate * t) / rate)


def bursts(random, n_frames):
    """Noise that comes and goes, with silence between."""
    n = random.integers(2, 12)
    levels = gain(random.uniform(-40, 0, n)) * (random.random(n) < 0.7)
    return random.standard_normal(n_frames) * np.repeat(
        levels, -(-n_frames // n)
    )[:n_frames]


def silence(random, n_frames):
    """The noise floor of a converter."""
    return gain(-90) * random.standard_normal(n_frames)


def lane(random, n_frames):
    """A sequence of random kind and level, from silence to silence."""
    kind = random.choice(
        [phrase, sweep, bursts, silence], p=[0.8, 0.08, 0.08, 0.04]
    )
    y = kind(random, n_frames)
    if kind is not silence:
        y *= gain(random.uniform(-30, 3)) / np.abs(y).max()
    edge = np.linspace(0, 1, RATE // 100)
    y[: len(edge)] *= edge
    y[-len(edge) :] *= edge[::-1]
    return y


def drive_curve(random, n_frames):
    """Mostly a knob at rest, often at an end, sometimes one that is turned."""
    still = random.choice([0, 0.5, 1, random.random()], p=[0.2, 0.1, 0.2, 0.5])
    if random.random() < 0.7:
        return np.full(n_frames, still)
    return np.linspace(still, random.random(), n_frames)


def training_set(seed, n_lanes, n_frames):
    random = np.random.default_rng(seed)
    audio = [lane(random, n_frames) for _ in range(n_lanes)]
    drive = [drive_curve(random, n_frames) for _ in range(n_lanes)]
    return np.stack(audio, 1), np.stack(drive, 1)


def held_out_set(seed, n_phrases, n_frames, drives):
    """The same phrases at every drive, peaks from -24 to 0 dBFS."""
    random = np.random.default_rng(seed)
    phrases = [phrase(random, n_frames) for _ in range(n_phrases)]
    levels = gain(np.linspace(-24, 0, n_phrases))
    fade = np.minimum(1, (n_frames - np.arange(n_frames)) / 480)
    audio = np.stack(
        [y * fade * g / np.abs(y).max() for y, g in zip(phrases, levels)], 1
    )
    drive = np.repeat(drives, n_phrases) * np.ones((n_frames, 1))
    return np.tile(audio, len(drives)), drive
