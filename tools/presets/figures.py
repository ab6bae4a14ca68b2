#!/usr/bin/env python3
# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT

"""Print a table of presets: how close they come to their devices, and at what
cost.  Each argument is FOLDER=MODEL=DRY=WET[=KNOB]: a recording that had no
part in the training, what the device makes of it, and where its knob is."""

import json
import subprocess
import sys
import tempfile

import numpy as np

import sound

HEAD = """\
# Factory presets

How close each comes to the device that it is of, and what it costs.
`make preset-table DATA=DIR` makes this page, where DIR is a folder of real
recordings.

- *Held-out ESR*: the energy of the error over that of the sound, on the tenth of
  the synthesised music that the training never heard, as `remanence train` says.
- *On a real instrument*: the same on seven seconds of three recorded guitars, one
  of them up to full scale, or of a bass, and after pre-emphasis, 1 - 0.85 z^-1,
  which weighs highs as the ear does. Knobs are in the middle.
- *Levels* and *peaks* are those of this recording, dry and as the preset plays
  it, without normalising; the *offset* is its mean.
- What presets learn was decimated by a filter of minimum phase, so that none needs to
  ring before an edge, and they are 0.03 ms late; those with `--linear-phase` in
  their recipe are in time.
- *CPU*: the share of one core at 48 kHz, mono, as `remanence bench` measures it
  at best, on the machine that made this page.

| preset | network | held-out ESR | on a real instrument | pre-emphasised \
| level in, out (dBFS RMS) | peak in, out (dBFS) | offset (dBFS) | CPU |
|:--|:--|--:|--:|--:|--:|--:|--:|--:|"""


def decibels(amplitude):
    return f"{20 * np.log10(max(amplitude, 1e-9)):.1f}".replace("-", "\u2212")


def percent(share):
    return f"{100 * share:.2g}%"


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def render(command, model, dry, knob):
    with tempfile.NamedTemporaryFile(suffix=".wav") as file:
        knobs = ["--param", knob] if knob else []
        run(command, "render", "--quiet", *knobs, model, dry, file.name)
        return sound.read(file.name)[1]


def emphasise(x):
    return x[1:] - 0.85 * x[:-1]


def esr(made, wet):
    return np.sum((made - wet) ** 2) / np.sum(wet**2)


def cost(command, model):
    """Return the share of a core that a sample takes at 48 kHz."""
    text = run(command, "bench", "--model", model, "--json", "--rounds", "50")
    mono = [entry for entry in json.loads(text) if entry["streams"] == 1]
    return min(entry["ns_min"] for entry in mono) * 48000e-9


def row(command, folder, model, dry_path, wet_path, knob=""):
    info = json.loads(run(command, "info", "--json", model))
    dry, wet = (sound.read(path)[1] for path in (dry_path, wet_path))
    made = render(command, model, dry_path, knob)
    name = info["name"] + (f", {info['inputs'][1]['name']} at {knob}" if knob else "")
    cells = [
        f"[{name}](../presets/{folder}/README.md)",
        info["architecture"].split(" ->")[0],
        percent(info["esr"]),
        percent(esr(made, wet)),
        percent(esr(emphasise(made), emphasise(wet))),
        f"{decibels(dry.std())}, {decibels(made.std())}",
        f"{decibels(np.abs(dry).max())}, {decibels(np.abs(made).max())}",
        decibels(np.abs(made.mean())),
        percent(cost(command, model)),
    ]
    return f"| {' | '.join(cells)} |"


def main():
    command, *presets = sys.argv[1:]
    print(HEAD)
    for preset in presets:
        print(row(command, *preset.split("=")), flush=True)


if __name__ == "__main__":
    main()
