# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT

"""What makes note onsets hard to hear, in addition to phrases.py.

Each kind yields (seconds to the note from the last, duration, key, loudness
beside that of the phrase).
"""

import phrases


def hammer(random, root):
    """Slurs: the first note is struck, the others begin within its sound."""
    gap = random.uniform(0.07, 0.25)
    key = root + 12 * random.randrange(2) + random.choice(phrases.SCALE)
    for i in range(random.randint(2, 5)):
        yield gap, gap + 0.02, key, -12 * (i > 0)
        key += random.choice([-2, -1, 1, 2, 3])


def muted(random, root):
    """Short notes of one pitch, as under the palm."""
    gap = random.choice([0.1, 0.125, 0.1667, 0.25])
    fifth = random.random() < 0.5
    for _ in range(random.randint(3, 8)):
        length = gap * random.uniform(0.25, 0.6)
        yield gap, length, root, random.uniform(-15, 5)
        if fifth:
            yield 0.003, length, root + 7, -5


def ringing(random, root):
    """Notes that are left to sound under those after them."""
    gap = random.choice([0.125, 0.25, 0.333, 0.5])
    for interval in random.sample(random.choice(phrases.CHORDS), 3):
        yield gap, random.uniform(1, 3), root + interval, random.uniform(-20, 10)


def sparse(random, root):
    """Few notes, and all of what they fade to."""
    gap = random.uniform(0.8, 2)
    yield gap, gap * random.uniform(0.1, 1), root + random.choice(phrases.SCALE), 0


def doubled(random, root):
    """Two strings at a time."""
    gap = random.choice([0.15, 0.25, 0.5])
    key = root + random.choice(phrases.SCALE)
    length = gap * random.uniform(0.5, 1.5)
    yield gap, length, key, 0
    yield random.uniform(0, 0.01), length, key + random.choice([3, 4, 5, 7, 12]), -5


KINDS = {
    "guitar": [hammer, muted, ringing, sparse, doubled],
    "bass": [hammer, muted, sparse, doubled],
}
PROGRAMS = {
    "guitar": [24, 25, 26, 27, 27, 28, 29],  # Nylon and overdrive too
    "bass": [32, 33, 34, 35, 36],
}


def play(track, random, instrument, start, seconds):
    """Add a phrase to a track; it ends by itself before `seconds` are over."""
    track.program(start, random.choice(PROGRAMS[instrument]))
    kind = random.choice(KINDS[instrument])
    root = phrases.LOWEST[instrument] + random.randrange(17)
    loudness = random.uniform(35, 118)
    t = start + random.uniform(0, 0.3)
    while t < start + seconds - 0.3:
        for gap, duration, key, louder in kind(random, root):
            t += gap
            left = start + seconds - 0.05 - t
            if left > 0.1:
                velocity = round(min(127, max(12, random.gauss(loudness + louder, 8))))
                track.note(t, min(duration, left), key, velocity)
