#!/usr/bin/env python3
# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT

"""Make audio with and without speech, and the label that tells which is which.

People of voices.py talk and breathe, and synthesisers, over noise and over music
of fluidsynth, at levels from louder than the speech to far below, for a minute
each: how loud it was before is a cue.  What is said is heard several times, over
something else each time, and what equalises it all is drawn, so that no timbre is.
The same arguments give the same files.
"""

import argparse
import multiprocessing
import os
import random
import subprocess
import tempfile

import numpy as np
from scipy import fft, signal

import band
import material
import sound
import voices

SCENE = 60.0  # Seconds of one speaker, with one noise or piece of music behind
PART = 15  # Minutes of talk that are made at once
TIMES = 2  # That it is heard
STRINGS = 0.5  # Share of scenes with a guitar or a bass behind, alone and close
PAUSE = 0.2  # Seconds of a pause that belongs to the speech
MARGIN_DB = 15.9  # Below its level, within which a voice is heard (ITU-T P.56)
READS = ([3, 4, 6, 8], [0.2, 0.3, 0.5, 0.8, 1.5])  # How many phrases in a turn, and
CHATS = ([1, 1, 2, 3, 4], [0.3, 0.4, 0.6, 1.5, 4])  # seconds between turns
EQUALISED_DB = 10.0  # Up and down, at most


def emphasis(chance, n, rate):
    """Return a gain that moves within some dB, as of who turns and stresses."""
    points = [chance.uniform(-9, 3) for _ in range(n // (rate // 4) + 2)]
    return material.gain(np.interp(np.arange(n) * 4 / rate, range(len(points)), points))


def colour(chance, y, rate):
    """Let a microphone and a room change a sound."""
    low = signal.butter(1, chance.uniform(30, 200), "high", fs=rate, output="sos")
    high = signal.butter(
        1, chance.uniform(0.2, 0.48) * rate, "low", fs=rate, output="sos"
    )
    y = signal.sosfilt(high, signal.sosfilt(low, y))
    if chance.random() < 0.5:
        n = round(rate * chance.uniform(0.05, 0.4))
        tail = np.random.default_rng(chance.randrange(1 << 32)).standard_normal(n)
        tail *= np.exp(-6.9 * np.arange(n) / n) * chance.uniform(0.01, 0.06)
        tail[0] = 1.0
        y = signal.fftconvolve(y, tail)[: len(y)]
    return y / max(np.abs(y).max(), 1e-9)


def equalise(chance, y, rate):
    """Lift and cut a sound by some dB, which change from octave to octave."""
    depth, n = chance.uniform(0, EQUALISED_DB), fft.next_fast_len(len(y), real=True)
    points = [chance.uniform(-depth, depth) for _ in range(8)]
    octave = np.log2(np.maximum(np.fft.rfftfreq(n, 1 / rate), 30) / 50) + chance.random()
    lift = material.gain(np.interp(octave, range(8), points))
    return np.fft.irfft(np.fft.rfft(y, n) * lift, n)[: len(y)]


def breath(chance, n, rate):
    """Return n frames in which somebody draws breath, far below a voice."""
    y = np.random.default_rng(chance.randrange(1 << 32)).standard_normal(n)
    hertz, width = chance.uniform(400, 2200), 1 + chance.uniform(0.5, 2)
    edges = max(60, hertz / width), min(0.475 * rate, hertz * width)
    y = signal.sosfilt(signal.butter(1, edges, "band", fs=rate, output="sos"), y)
    rise = np.interp(np.linspace(0, 1, n), [0, chance.uniform(0.2, 0.7), 1], [0, 1, 0])
    return unit(y) * rise ** chance.uniform(0.5, 1.5)


def activity(y, rate):
    """Return where a clean voice is heard: 1, or 0.

    Its power in 20 ms is within a margin of its level, the mean power where it is
    heard, which depends on the level: that is raised from silence until it stays.
    """
    n = round(0.02 * rate)
    power = signal.fftconvolve(y**2, np.ones(n) / n, mode="same")
    least = 0.0
    for _ in range(20):
        least = material.gain(-MARGIN_DB) ** 2 * np.mean(power[power >= least])
    return join((power > least).astype(float), rate)


def join(label, rate):
    """Have short pauses, as of a stop or between two words, belong to it."""
    edges = np.flatnonzero(np.diff(label, prepend=0, append=0))
    for end, start in zip(edges[1::2], edges[2::2]):
        if start - end < PAUSE * rate:
            label[end:start] = 1
    return label


def noise(chance, n, rate):
    """Return noise of some colour, steady or moving."""
    random_ = np.random.default_rng(chance.randrange(1 << 32))
    spectrum = np.fft.rfft(random_.standard_normal(n))
    hertz = np.fft.rfftfreq(n, 1 / rate)
    spectrum *= (np.maximum(hertz, 30) / 30) ** -chance.uniform(0, 1.2)
    y = np.fft.irfft(spectrum, n)
    if chance.random() < 0.4:
        depth, speed = chance.uniform(0.2, 1.0), chance.uniform(0.2, 6)
        y *= 1 - depth * (0.5 + 0.5 * np.sin(2 * np.pi * speed * np.arange(n) / rate))
    if chance.random() < 0.3:
        t = np.arange(n) / rate
        hum = sum(np.sin(2 * np.pi * 50 * k * t + k) / k for k in range(1, 8))
        y += chance.uniform(0.3, 2) * y.std() * hum
    return y


def backgrounds(chance, n_scenes, rate):
    """Return scenes of noise, of music, of both or of nothing but hiss."""
    n = round(SCENE * rate)
    music = band.play(chance, n_scenes, SCENE, rate)
    for i in range(n_scenes):
        kind = chance.choice(["noise", "music", "music", "music", "both", "hiss"])
        y = music[i] if kind in ("music", "both") else np.zeros(n)
        if kind in ("noise", "both"):
            y = y / max(y.std(), 1e-9) + chance.uniform(0.1, 2) * unit(
                noise(chance, n, rate)
            )
        yield unit(y) if kind != "hiss" else 1e-2 * unit(noise(chance, n, rate))


def unit(y):
    return y / max(y.std(), 1e-9)


def level(y, label):
    """Return the RMS of a voice where it is heard, or next to nothing."""
    return max(1e-9, np.sqrt(np.mean(y[label > 0] ** 2)))  # Which may be NaN


def phrase(chance, says, is_near, rate):
    """Return what somebody says at once at an RMS of about 1, and where in it, the
    room not being a voice."""
    y = says()
    y = y if is_near else y * emphasis(chance, len(y), rate)
    loud = activity(y, rate)
    y = y if is_near else colour(chance, y, rate)
    return y / level(y, loud), loud


def talk(chance, n, rate):
    """Return what somebody says in n frames, in turns of some phrases at an RMS of
    about 1, and where, breathing before some and in a room that is never silent."""
    voice, label = np.zeros(n), np.zeros(n)
    says = voices.talker(chance, rate)
    is_near = chance.random() < 0.5
    n_phrases, pauses = chance.choice(3 * [READS] + 2 * [CHATS])
    breath_db = chance.uniform(-38, -18) if chance.random() < 0.5 else None
    at = round(chance.uniform(0, 3) * rate)
    while at < n:
        for _ in range(chance.choice(n_phrases)):
            y, loud = phrase(chance, says, is_near, rate)
            m = max(0, min(len(y), n - at))
            voice[at : at + m] = material.gain(chance.uniform(-3, 3)) * y[:m]
            label[at : at + m] = loud[:m]
            at += m + round(chance.uniform(0.1, 0.7) * rate)
        pause = round(chance.choice(pauses) * chance.uniform(0.5, 1.5) * rate)
        m = min(pause, round(chance.uniform(0.25, 1.2) * rate), n - at - pause)
        if breath_db and m > 0.25 * rate:
            gain = material.gain(breath_db + chance.uniform(-3, 3))
            voice[at + pause - m : at + pause] = gain * breath(chance, m, rate)
        at += pause
    voice = equalise(chance, voice, rate)
    voice /= level(voice, label)
    room = material.gain(chance.uniform(-65, -30)) * unit(noise(chance, n, rate))
    return voice + room, join(label, rate)


def moving(chance, n, rate):
    """Return a gain that stays, or moves within some dB over seconds."""
    if chance.random() < 0.5:
        return 1.0
    points = [chance.uniform(-10, 4) for _ in range(n // (2 * rate) + 2)]
    return material.gain(np.interp(np.arange(n) / (2 * rate), range(len(points)), points))


def say(chance, n, rate):
    """Return what somebody says in n frames, and where, or nobody now and then."""
    is_silent = chance.random() < 0.05
    return (np.zeros(n), np.zeros(n)) if is_silent else talk(chance, n, rate)


def scene(chance, said, background, rate):
    """Return a scene and where in it somebody speaks."""
    voice, label = said
    background = moving(chance, len(voice), rate) * background
    mix = voice + material.gain(-chance.uniform(-3, 36)) * background
    mix *= material.gain(chance.uniform(-40, -14))
    return mix / max(1.0, 1.01 * np.abs(mix).max()), label


def behind(chance, strings, others, rate):
    """Return one of some backgrounds, from anywhere in it on."""
    among = strings if chance.random() < STRINGS else others
    y = chance.choice(among)
    y = np.roll(y, chance.randrange(len(y)))
    return y.std() * unit(equalise(chance, y, rate))


def part(minutes, rate, seed):
    """Return so many minutes, and where in them somebody speaks."""
    chance = random.Random(seed)
    n_scenes = max(1, round(60 * minutes / SCENE / TIMES))
    n_backgrounds = (n_scenes + 1) // 2
    others = list(backgrounds(chance, n_backgrounds, rate))
    strings = band.strings(chance, n_backgrounds, SCENE, rate)
    strings = [unit(y) for y in strings]
    scenes = []
    for _ in range(n_scenes):
        said = say(chance, round(SCENE * rate), rate)
        for _ in range(TIMES):
            background = behind(chance, strings, others, rate)
            scenes.append(scene(chance, said, background, rate))
    return [np.concatenate(what).astype(np.float32) for what in zip(*scenes)]


def excerpt(chance, rate):
    """Return hiss, in the middle of which espeak-ng says something."""
    y = np.zeros(3 * rate)
    with tempfile.NamedTemporaryFile(suffix=".wav") as file:
        command = ["espeak-ng", "-v", "en-gb+m3", "-w", file.name, "The train is late."]
        subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
        native, voice = sound.read(file.name)
    voice = signal.resample_poly(voice, rate, native)[: rate * 3 // 2]
    y[rate : rate + len(voice)] = 0.3 * voice / np.abs(voice).max()
    return y + 1e-3 * unit(noise(chance, len(y), rate))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=int, default=30)
    parser.add_argument("--rate", type=int, default=8000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("audio")
    parser.add_argument("labels", nargs="?", help="or a moment for the tests")
    args = parser.parse_args()

    if not args.labels:
        moment = excerpt(random.Random(args.seed), args.rate)
        sound.write_small(args.audio, args.rate, moment)
        return
    step = TIMES * PART
    jobs = [
        (min(step, args.minutes - start), args.rate, args.seed + i)
        for i, start in enumerate(range(0, args.minutes, step))
    ]
    with multiprocessing.Pool(len(os.sched_getaffinity(0))) as pool:
        parts = pool.starmap(part, jobs, 1)
    audio, label = (np.concatenate(what) for what in zip(*parts))
    sound.write(args.audio, args.rate, audio)
    edges = np.flatnonzero(np.diff(label, prepend=0, append=0))
    sound.write_labels(args.labels, edges.reshape(-1, 2) / args.rate, "Speech")


if __name__ == "__main__":
    main()
