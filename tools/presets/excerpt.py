#!/usr/bin/env python3
# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT

"""Cut a moment out of a sound that is small enough to be kept for the tests."""

import argparse

import sound

N_FRAMES = 8640


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--before-end",
        type=int,
        default=0,
        metavar="SECONDS",
        help="where it begins, instead of at the beginning",
    )
    parser.add_argument("sound")
    parser.add_argument("out")
    args = parser.parse_args()

    rate, x = sound.read(args.sound)
    start = len(x) - args.before_end * rate if args.before_end else 0
    sound.write_small(args.out, rate, x[start : start + N_FRAMES])


if __name__ == "__main__":
    main()
