# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT

"""Music of some instruments, as it may be heard behind a voice."""

import numpy as np
from scipy import signal

import licks
import material
import midi
import onset
import phrases

# Guitars and basses most, then what else a band may have: pianos, organs,
# strings, brass, reeds, pads
PROGRAMS = 4 * phrases.GUITARS + 2 * phrases.BASSES
PROGRAMS += [29, 30, 0, 4, 11, 16, 19, 40, 48, 56, 65, 73, 81, 89]

DRUMS = [36, 38, 42, 46, 49, 45]


def voice(track, chance, channel, start, seconds):
    """One instrument, from single notes to chords."""
    track.add(start, 0xC0 | channel, chance.choice(PROGRAMS))
    root = chance.choice([28, 40, 40, 52, 52, 64]) + chance.randrange(12)
    step = chance.choice([0.125, 0.25, 0.5, 1.0])
    chord = chance.choice([[0], [0], [0, 7], [0, 4, 7], [0, 3, 7, 12]])
    t = start
    while t < start + seconds - 0.1:
        if chance.random() < 0.8:
            key = root + chance.choice(phrases.SCALE)
            for interval in chord:
                note = [key + interval, chance.randint(40, 120)]
                track.add(t, 0x90 | channel, *note)
                length = step * chance.uniform(0.3, 1.5)
                track.add(min(t + length, start + seconds - 0.02), 0x80 | channel, note[0], 0)
        t += step


def drums(track, chance, start, seconds):
    step = chance.choice([0.125, 0.2, 0.25])
    pattern = [chance.choice(DRUMS + [None] * 4) for _ in range(8)]
    for i in range(int((seconds - 0.3) / step)):
        key = pattern[i % 8]
        if key:
            track.add(start + i * step, 0x99, key, chance.randint(50, 120))


def strings(chance, n_scenes, seconds, rate):
    """Return [n_scenes][frames] of one guitar or bass each, as its pickup has it."""
    tracks = [midi.Track() for _ in material.FONTS]
    n_phrases = round(seconds / onset.PHRASE)
    for i in range(n_scenes):
        instrument = chance.choice(["guitar", "guitar", "bass"])
        track = chance.choice(tracks)
        for k in range(n_phrases):
            start = i * seconds + k * onset.PHRASE
            style = chance.choice([phrases, licks])
            style.play(track, chance, instrument, start, onset.PHRASE)
    audio = np.zeros(round(seconds * rate) * n_scenes)
    for track, font in zip(tracks, material.FONTS):
        y = signal.resample_poly(material.render(track, font), rate, material.RATE)
        y = y[: len(audio)]
        audio[: len(y)] += y
    return [onset.colour(chance, y, rate, -45) for y in np.split(audio, n_scenes)]


def play(chance, n_scenes, seconds, rate):
    """Return [n_scenes][frames] of music, of one voice up to a band."""
    track = midi.Track()
    for i in range(n_scenes):
        start = i * seconds
        for channel in range(chance.choice([1, 1, 1, 2, 3])):
            voice(track, chance, channel, start, seconds)
        if chance.random() < 0.25:
            drums(track, chance, start, seconds)
    audio = signal.resample_poly(material.render(track), rate, material.RATE)
    n = round(seconds * rate)
    audio = np.pad(audio, (0, max(0, n * n_scenes - len(audio))))
    return audio[: n * n_scenes].reshape(n_scenes, n)
