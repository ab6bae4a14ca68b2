#!/usr/bin/env python3
# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT

"""Make one network of several that learned the same: the mean of what they say.

They stand on one front, each a recurrent layer and a dense one.  Their recurrent
layers go beside each other, below one dense layer that says the mean of all before
its function, as the mean of networks that err in different ways errs less.
"""

import argparse
import json

import bands

UNKNOWN = ("rest", "self_test", "training", "provenance")  # Of the mean, to be told anew


def mean(models):
    """Return a model of the first one's metadata, in which all take part."""
    *front, _, head = models[0]["layers"]
    for model in models:
        if model["layers"][:-2] != front or model["in_gain_db"] != models[0]["in_gain_db"]:
            raise SystemExit("mean.py: these networks do not stand on one front")

    cells = [model["layers"][-2] for model in models]
    heads = [model["layers"][-1] for model in models]
    cells = cells[:1] + [cell | {"place": "beside"} for cell in cells[1:]]
    W = [[w / len(models) for h in heads for w in h["W"][row]] for row in range(head["units"])]
    b = [sum(biases) / len(models) for biases in zip(*(h["b"] for h in heads))]
    joint = {key: value for key, value in models[0].items() if key not in UNKNOWN}
    return joint | {"layers": [*front, *cells, head | {"W": W, "b": b}]}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("models", nargs="+")
    parser.add_argument("mean")
    args = parser.parse_args()

    models = []
    for path in args.models:
        with open(path, encoding="utf-8") as file:
            models.append(json.load(file))
    bands.write(args.mean, mean(models))


if __name__ == "__main__":
    main()
