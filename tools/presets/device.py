# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT

"""The command line of a device that is solved in Python."""

import argparse

import sound


def main(play, description):
    """Have play(x, rate, knob) play one audio file into another."""
    parser = argparse.ArgumentParser(description=description.split("\n\n")[0])
    parser.add_argument("--set", metavar="knob=VALUE", default="knob=0.5")
    parser.add_argument("dry")
    parser.add_argument("wet")
    args = parser.parse_args()
    knob = float(args.set.removeprefix("knob="))
    rate, dry = sound.read(args.dry)
    sound.write(args.wet, rate, play(dry, rate, knob))
