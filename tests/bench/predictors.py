#!/usr/bin/env python3
# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT

"""Print how good the presets that predict are, beside honest baselines.

Real recordings had no part in any training: they are in DATA, and where notes
begin in them is in tests/bench/onsets.  What the baselines need is tuned on what
the networks were trained on, in OUT, where `make presets` leaves it.
"""

import argparse
import os
import subprocess
import sys
import tempfile

import numpy as np
from scipy import linalg, signal, stats

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "../../tools/presets"))

import onset  # noqa: E402
import sound  # noqa: E402
import speech  # noqa: E402

GUITARS = ["guitar_di_nam", "t3k_fear_guitar", "t3k_jazz_hop_guitar"]
BASS = "t3k_downtown_bass"
VOICE = "voice_16k_30s_silero"

args = None


def load(name, rate):
    """Return a recording at another rate."""
    path = os.path.join(args.data, "audio/di", name + ".flac")
    command = ["ffmpeg", "-v", "error", "-i", path, "-ar", str(rate)]
    command += ["-ac", "1", "-f", "f64le", "-"]
    out = subprocess.run(command, capture_output=True, check=True).stdout
    return np.frombuffer(out)


def render(preset, audio, rate):
    """Return what a preset makes of audio at its own rate."""
    with tempfile.TemporaryDirectory() as folder:
        dry, wet = (os.path.join(folder, n) for n in ("dry.wav", "wet.wav"))
        sound.write(dry, rate, audio)
        command = [args.remanence, "render", "--quiet", preset, dry, wet]
        subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
        return sound.read(wet)[1][: len(audio)]


def model(name):
    return os.path.join(args.presets, name, "model.json")


def prediction(name):
    with open(model(name), encoding="utf-8") as file:
        return json.load(file)


# Speech activity


def roc_area(y, is_so):
    """Mann and Whitney: how often a frame that is so has the higher value."""
    ranks = stats.rankdata(y)
    n = is_so.sum()
    return (ranks[is_so].sum() - n * (n + 1) / 2) / (n * (~is_so).sum())


def band_energy(x, rate, band, seconds):
    sos = signal.butter(2, band, "band", fs=rate, output="sos")
    pole = np.exp(-1 / (seconds * rate))
    return signal.lfilter([1 - pole], [1, -pole], signal.sosfilt(sos, x) ** 2)


def tune_energy(audio, is_so, rate):
    """Return the band and the smoothing of the largest area."""
    bands = [(80, 3800), (150, 3400), (300, 3000), (500, 2000), (1000, 3800)]
    trials = [(b, s) for b in bands for s in (0.02, 0.05, 0.1, 0.2, 0.4)]
    step = 40  # Frames of 5 ms are enough to rank

    def area(trial):
        return roc_area(band_energy(audio, rate, *trial)[::step], is_so[::step])

    return max(trials, key=area)


def mixtures(rate, snr_db):
    """Yield the voice over each instrument, all at this ratio of power where
    somebody speaks, and where that is."""
    voice = load(VOICE, rate)
    is_so = speech.activity(voice, rate) > 0
    power = np.mean(voice[is_so] ** 2)
    for name in GUITARS + [BASS]:
        music = load(name, rate)
        music = np.resize(music, len(voice))
        music *= np.sqrt(power / np.mean(music**2)) * 10 ** (-snr_db / 20)
        yield voice + music, is_so


def speech_rows(rate=8000):
    audio = sound.read(os.path.join(args.out, "speech/dry.wav"))[1][: 600 * rate]
    label = sound.read(os.path.join(args.out, "speech/wet.wav"))[1][: 600 * rate] > 0.5
    trial = tune_energy(audio, label, rate)
    print(f"energy: {trial[0]} Hz, {trial[1]} s", file=sys.stderr)
    for snr_db in (0, 10, 20):
        sums = []
        for mix, is_so in mixtures(rate, snr_db):
            sums.append((is_so, render(model("speech"), mix * LEVEL / mix.std(), rate), band_energy(mix, rate, *trial)))
        is_so, network, energy = (np.concatenate(part) for part in zip(*sums))
        yield snr_db, roc_area(network, is_so), roc_area(energy, is_so)


LEVEL = 0.05


def main():
    global args
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--remanence", default="build/remanence")
    parser.add_argument("--presets", default="presets")
    parser.add_argument("--out", default="build/presets")
    parser.add_argument("--data", required=True)
    args = parser.parse_args()
    for row in speech_rows():
        print(*row)


if __name__ == "__main__":
    main()
