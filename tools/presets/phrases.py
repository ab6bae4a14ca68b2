# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT

"""Phrases of a guitar or a bass, as notes for a synthesiser.

Each kind of phrase yields (seconds after the last note, duration, key).
"""

BEAT = 0.5  # Seconds

GUITARS = [25, 26, 27, 27, 27, 28]  # Steel, jazz, clean, muted
BASSES = [33, 34, 36]  # Fingers, plectrum, slap

SCALE = [0, 3, 5, 6, 7, 10, 12, 15, 17]
CHORDS = [[0, 7, 12], [0, 4, 7, 12, 16], [0, 3, 7, 12, 15], [0, 7, 12, 16, 19]]


def riff(random, root):
    gap = random.choice([0.25, 0.5, 1]) * BEAT
    yield gap, gap * random.uniform(0.3, 1.0), root + random.choice(SCALE)


def lead(random, root):
    gap = random.choice([0.25, 0.5, 1, 2]) * BEAT
    yield gap, gap * random.uniform(0.7, 1.3), root + 12 + random.choice(SCALE)


def power(random, root):
    gap = random.choice([0.5, 1, 2]) * BEAT
    for i, interval in enumerate([0, 7, 12]):
        yield 0.005 if i else gap, 0.95 * gap, root + interval


def strum(random, root):
    gap = random.choice([0.5, 1, 1.5]) * BEAT
    for i, interval in enumerate(random.choice(CHORDS)):
        yield 0.012 if i else gap, 0.95 * gap, root + interval


def arpeggio(random, root):
    for interval in random.choice(CHORDS):
        yield 0.25 * BEAT, 1.5 * BEAT, root + interval


KINDS = {
    "guitar": [riff, riff, lead, lead, power, strum, arpeggio],
    "bass": [riff, riff, riff, lead, power],
}
LOWEST = {"guitar": 40, "bass": 28}
PROGRAMS = {"guitar": GUITARS, "bass": BASSES}


def play(track, random, instrument, start, seconds):
    """Add a phrase to a track; it ends by itself before `seconds` are over."""
    track.program(start, random.choice(PROGRAMS[instrument]))
    kind = random.choice(KINDS[instrument])
    root = LOWEST[instrument] + random.choice([0, 2, 3, 5, 7, 10, 12])
    loudness = random.uniform(50, 115)
    t = start
    while t < start + seconds - 0.3:
        for gap, duration, key in kind(random, root):
            left = start + seconds - 0.05 - t
            if left > 0.1:
                velocity = round(min(127, random.gauss(loudness, 12)))
                track.note(t, min(duration, left), key, velocity)
                if kind is lead and random.random() < 0.3:
                    vibrate(track, random, t, min(duration, left))
            t += gap
    track.bend(start + seconds - 0.01, 0)


def vibrate(track, random, start, seconds):
    """Bend a note up, or to and fro."""
    depth = random.choice([0.3, 1.0, 2.0])
    for i in range(20):
        track.bend(start + seconds * i / 20, depth * min(1, i / 10))
    track.bend(start + seconds, 0)
