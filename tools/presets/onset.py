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

import licks
import material
import midi
import phrases
import sound

PHRASE = 4.0  # Seconds
MARK = 0.03  # Seconds of a label
LATE = 0.006  # Seconds that it comes after the onset: nobody knows before
CHORD = 0.03  # Notes so near to each other are one onset


HEARD = 0.1  # Part of its peak from which on a note is heard
APART = 0.6  # Seconds between notes that are played to hear when they begin


class Listener(midi.Track):
    """A track that remembers its notes, and is played with a sound font."""

    def __init__(self, font):
        super().__init__()
        self.font = font
        self.current = 0
        self.notes = []

    def program(self, seconds, number):
        super().program(seconds, number)
        self.current = number

    def note(self, seconds, duration, key, velocity):
        super().note(seconds, duration, key, velocity)
        self.notes.append((seconds, (self.current, key, velocity // 32)))

    def onsets(self):
        """Return when its notes are heard, which is up to 45 ms after they are
        struck: samples begin with what was before the sound."""
        kinds = sorted({kind for _, kind in self.notes})
        alone = midi.Track()
        for i, (program, key, layer) in enumerate(kinds):
            alone.program(APART * i, program)
            alone.note(APART * i + 0.01, 0.2, key, 32 * layer + 16)
        y = np.abs(material.render(alone, self.font))
        late = {}
        for i, kind in enumerate(kinds):
            start = round((APART * i + 0.01) * material.RATE)
            attack = y[start : start + material.RATE // 10]
            late[kind] = np.argmax(attack >= HEARD * attack.max()) / material.RATE
        return [t + late[kind] for t, kind in self.notes]


def join(onsets):
    """Return onsets, those of one chord being one."""
    joined = []
    for t in sorted(onsets):
        if not joined or t - joined[-1] > CHORD:
            joined.append(t)
    return joined


def peak(chance, rate):
    """Return a filter that lifts or cuts about some frequency, as bodies,
    pickups and knobs do (Bristow-Johnson, "Audio EQ cookbook")."""
    w = 2 * np.pi * np.exp(chance.uniform(np.log(80), np.log(0.4 * rate))) / rate
    lift = material.gain(chance.uniform(-6, 6))
    width = np.sin(w) / (2 * chance.uniform(0.5, 2))
    b = [1 + width * lift, -2 * np.cos(w), 1 - width * lift]
    return b, [1 + width / lift, -2 * np.cos(w), 1 - width / lift]


def colour(chance, y, rate, noise_db):
    """Let a pickup, its noise and its hum change a phrase, at some level."""
    hertz = chance.uniform(1500, 0.47 * rate)
    sos = signal.butter(2, min(hertz, 0.45 * rate), "low", fs=rate, output="sos")
    y = signal.sosfilt(sos, y) if chance.random() < 0.6 else y
    y = signal.lfilter(*peak(chance, rate), y)
    sos = signal.butter(1, chance.uniform(20, 120), "high", fs=rate, output="sos")
    y = signal.sosfilt(sos, y)
    y = y / max(np.abs(y).max(), 1e-9)
    drive = chance.uniform(1, 8)
    y = np.tanh(drive * y) / np.tanh(drive) if chance.random() < 0.15 else y
    noise = np.random.default_rng(chance.randrange(1 << 32)).standard_normal(len(y))
    t = np.arange(len(y)) / rate
    hum = sum(np.sin(2 * np.pi * 50 * k * t + k) / k for k in range(1, 8))
    y = y + material.gain(chance.uniform(-80, noise_db)) * noise
    y = y + material.gain(chance.uniform(-80, noise_db)) * hum
    return material.gain(chance.uniform(-30, -0.5)) * y / max(1.0, np.abs(y).max())


def play(chance, seconds, rate, noise_db=-45):
    """Return audio and the seconds at which notes begin."""
    n_phrases = round(seconds / PHRASE)
    tracks = [Listener(font) for font in material.FONTS]
    for i in range(n_phrases):
        instrument = chance.choice(["guitar", "guitar", "bass"])
        style = chance.choice([phrases, licks])
        style.play(chance.choice(tracks), chance, instrument, i * PHRASE, PHRASE)
    n = round(PHRASE * rate)
    audio = np.zeros(n * n_phrases)
    for track in tracks:
        y = signal.resample_poly(material.render(track, track.font), rate, material.RATE)
        y = y[: len(audio)]
        audio[: len(y)] += y
    parts = np.split(audio, n_phrases)
    audio = np.concatenate([colour(chance, y, rate, noise_db) for y in parts])
    return audio, join(t for track in tracks for t in track.onsets())


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
