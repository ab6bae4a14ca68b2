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
import voices


def talk(chance, n_pieces, n, rate):
    """Return pieces in which somebody speaks."""
    for _ in range(n_pieces):
        says, y = voices.talker(chance, rate), np.zeros(0)
        while len(y) < n:
            y = np.concatenate([y, says(), np.zeros(rate // 4)])
        yield y[:n]


def level(chance, y, softest_db):
    """Return a piece whose loudest sample is at some level."""
    return y * material.gain(chance.uniform(softest_db, -1)) / np.abs(y).max()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=3)
    parser.add_argument("--rate", type=int, default=48000)
    parser.add_argument("--even", action="store_true", help="no piece is soft")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("audio")
    args = parser.parse_args()

    chance = random.Random(args.seed)
    n_pieces = round(60 * args.minutes / onset.PHRASE / 2)
    n = round(onset.PHRASE * args.rate)
    strings, _ = onset.play(chance, n_pieces * onset.PHRASE, args.rate, noise_db=-70)
    spoken = talk(chance, n_pieces, n, args.rate)
    pieces = []
    for string, voice in zip(np.split(strings, n_pieces), spoken):
        if args.even:
            string = level(chance, string, -12)
        voice = level(chance, voice, -12 if args.even else -30)
        pieces += [material.fade(string), material.fade(voice)]
    sound.write(args.audio, args.rate, np.concatenate(pieces))


if __name__ == "__main__":
    main()
