#!/usr/bin/env python3
# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT

"""Play a guitar and a bass, and label where their notes begin.

Phrases are played by fluidsynth; pickups, cables and amplifiers are filters,
hum and hiss.  The same arguments give the same files.
"""

import argparse
import random

import numpy as np
from scipy import signal

import material
import midi
import phrases
import sound

PHRASE = 4.0  # Seconds
MARK = 0.03  # Seconds of a label
LATE = 0.004  # Seconds that it comes after the onset: nobody knows before
CHORD = 0.03  # Notes so near to each other are one onset


class Listener(midi.Track):
    """A track that remembers when its notes begin."""

    def __init__(self):
        super().__init__()
        self.onsets = []

    def note(self, seconds, duration, key, velocity):
        super().note(seconds, duration, key, velocity)
        self.onsets.append(seconds)


def join(onsets):
    """Return onsets, those of one chord being one."""
    joined = []
    for t in sorted(onsets):
        if not joined or t - joined[-1] > CHORD:
            joined.append(t)
    return joined


def colour(chance, y, rate, noise_db):
    """Let a pickup, its noise and its hum change a phrase, at some level."""
    hertz = chance.uniform(1500, 0.47 * rate)
    sos = signal.butter(2, min(hertz, 0.45 * rate), "low", fs=rate, output="sos")
    y = signal.sosfilt(sos, y) if chance.random() < 0.6 else y
    sos = signal.butter(1, chance.uniform(20, 120), "high", fs=rate, output="sos")
    y = signal.sosfilt(sos, y)
    y = y / max(np.abs(y).max(), 1e-9)
    noise = np.random.default_rng(chance.randrange(1 << 32)).standard_normal(len(y))
    t = np.arange(len(y)) / rate
    hum = sum(np.sin(2 * np.pi * 50 * k * t + k) / k for k in range(1, 8))
    y = y + material.gain(chance.uniform(-80, noise_db)) * noise
    y = y + material.gain(chance.uniform(-80, noise_db)) * hum
    return material.gain(chance.uniform(-30, -0.5)) * y / max(1.0, np.abs(y).max())


def play(chance, seconds, rate, noise_db=-45):
    """Return audio and the seconds at which notes begin."""
    n_phrases = round(seconds / PHRASE)
    track = Listener()
    for i in range(n_phrases):
        instrument = chance.choice(["guitar", "guitar", "bass"])
        phrases.play(track, chance, instrument, i * PHRASE, PHRASE)
    audio = signal.resample_poly(material.render(track), rate, material.RATE)
    n = round(PHRASE * rate)
    audio = np.pad(audio, (0, max(0, n * n_phrases - len(audio))))
    parts = np.split(audio[: n * n_phrases], n_phrases)
    audio = np.concatenate([colour(chance, y, rate, noise_db) for y in parts])
    return audio, join(track.onsets)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--rate", type=int, default=8000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("audio")
    parser.add_argument("labels")
    args = parser.parse_args()

    chance = random.Random(args.seed)
    audio, onsets = play(chance, 60 * args.minutes, args.rate)
    sound.write(args.audio, args.rate, audio)
    spans = [(t + LATE, t + LATE + MARK) for t in onsets]
    sound.write_labels(args.labels, spans, "Onset")


if __name__ == "__main__":
    main()
