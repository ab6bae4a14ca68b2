#!/usr/bin/env python3
# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT

"""Make guitars, basses and voices, of which the next sample is to be foreseen.

The same arguments give the same file.
"""

import argparse
import random

import numpy as np

import material
import onset
import sound
import speech


def voices(chance, n_pieces, n, rate):
    """Return pieces in which somebody speaks."""
    for _ in range(n_pieces):
        y = np.zeros(0)
        while len(y) < n:
            y = np.concatenate([y, speech.speak(chance, rate), np.zeros(rate // 4)])
        yield y[:n]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=3)
    parser.add_argument("--rate", type=int, default=48000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("audio")
    args = parser.parse_args()

    chance = random.Random(args.seed)
    n_pieces = round(60 * args.minutes / onset.PHRASE / 2)
    n = round(onset.PHRASE * args.rate)
    strings, _ = onset.play(chance, n_pieces * onset.PHRASE, args.rate, noise_db=-70)
    talk = voices(chance, n_pieces, n, args.rate)
    pieces = []
    for string, voice in zip(np.split(strings, n_pieces), talk):
        voice *= material.gain(chance.uniform(-30, -1)) / np.abs(voice).max()
        pieces += [material.fade(string), material.fade(voice)]
    sound.write(args.audio, args.rate, np.concatenate(pieces))


if __name__ == "__main__":
    main()
