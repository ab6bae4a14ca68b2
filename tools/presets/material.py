#!/usr/bin/env python3
# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT

"""Synthesise what goes into a circuit: test signals, then a guitar or a bass.

Phrases are played by fluidsynth with the sound font of fluid-soundfont-gm and
brought to levels from a whisper to full scale.  The same arguments give the
same file.
"""

import argparse
import os
import random
import subprocess
import tempfile

import numpy as np

import midi
import phrases
import sound

RATE = 48000
FONTS = ["/usr/share/sounds/sf2/FluidR3_GM.sf2", "/usr/share/sounds/sf2/TimGM6mb.sf2"]
PHRASE = 2  # Seconds


def gain(level_db):
    return 10.0 ** (level_db / 20.0)


def fade(y, n=240):
    edge = 0.5 - 0.5 * np.cos(np.pi * np.arange(n) / n)
    y[:n] *= edge
    y[-n:] *= edge[::-1]
    return y


# Test signals


def sweep(seconds, level_db, low=20.0, high=16000.0):
    """A sine that rises exponentially."""
    t = np.arange(round(seconds * RATE)) / RATE
    rate = np.log(high / low) / seconds
    phase = 2 * np.pi * low * np.expm1(rate * t) / rate
    return fade(gain(level_db) * np.sin(phase))


def steps(hertz, levels_db, seconds):
    """A sine whose level jumps."""
    n = round(seconds * RATE)
    level = np.repeat([gain(db) for db in levels_db], n)
    return level * np.sin(2 * np.pi * hertz / RATE * np.arange(len(level)))


def noise(generator, level_db, seconds, pole):
    """Noise, the darker the nearer the pole is to 1."""
    y = generator.standard_normal(round(seconds * RATE))
    for i in range(1, len(y)):
        y[i] = y[i - 1] + (1 - pole) * (y[i] - y[i - 1])
    return fade(gain(level_db) * y / np.abs(y).max())


def silence(seconds):
    return np.zeros(round(seconds * RATE))


def test_signals(generator):
    bursts = [
        noise(generator, level_db, 0.25, pole)
        for level_db, pole in [(-24, 0.5), (-12, 0.9), (-6, 0.6), (0, 0.95)]
    ]
    return np.concatenate(
        [silence(0.3), sweep(1.0, -30), sweep(1.0, -12), sweep(1.0, -2)]
        + bursts
        + [silence(0.2), steps(220, [-30, -6, -18, -2, -40, -12], 0.15)]
        + [steps(82.4, [-12, -24, -3], 0.2), silence(0.5)]
    )


# Phrases


def render(track, font=FONTS[0]):
    """Return what fluidsynth plays; of two channels, the left."""
    with tempfile.TemporaryDirectory() as folder:
        song, out = (os.path.join(folder, n) for n in ("a.mid", "a.wav"))
        track.write(song)
        command = ["fluidsynth", "-q", "-n", "-i", "-R", "0", "-C", "0"]
        command += ["-r", str(RATE), "-g", "0.5", "-O", "float", "-T", "wav"]
        subprocess.run(command + ["-F", out, font, song], check=True)
        return sound.read(out)[1]


def played(seed, instrument, n_phrases):
    """Return phrases, each brought to a peak level of its own.

    Levels come in rounds of a soft, a middle and a loud one, so that any part
    of the file has them all.
    """
    chance = random.Random(seed)
    track = midi.Track()
    for i in range(n_phrases):
        phrases.play(track, chance, instrument, i * PHRASE, PHRASE)
    n = PHRASE * RATE
    audio = render(track)
    audio = np.pad(audio, (0, max(0, n * n_phrases - len(audio))))
    ranges = [(-30, -18), (-18, -9), (-9, 0)]
    levels = [chance.uniform(*ranges[i % 3]) for i in range(n_phrases)]
    return np.concatenate(
        [
            fade(gain(level) * y / np.abs(y).max())
            for y, level in zip(np.split(audio[: n * n_phrases], n_phrases), levels)
        ]
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--instrument", choices=phrases.KINDS, default="guitar")
    parser.add_argument("--phrases", type=int, default=12, metavar="N")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("out")
    args = parser.parse_args()

    signals = test_signals(np.random.default_rng(args.seed))
    music = played(args.seed, args.instrument, args.phrases)
    sound.write(args.out, RATE, np.concatenate([signals, music]))


if __name__ == "__main__":
    main()
