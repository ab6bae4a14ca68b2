# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT

"""Voices: recordings that Debian has, and synthesisers.

The recordings are prompts of a telephone exchange, asterisk-core-sounds-*-wav, and
what two fish tell each other, fillets-ng-data-*: actors in a quiet room.
"""

import functools
import glob
import os
import subprocess
import tempfile

import numpy as np
from scipy import signal

import sound

LANGUAGES = """en-us en-gb en-gb-scotland de fr-fr es it pt pt-br nl sv pl cs ro
hu fi tr el ru""".split()
VARIANTS = [f"m{i}" for i in range(1, 8)] + [f"f{i}" for i in range(1, 5)]

RECORDED = [
    "/usr/share/asterisk/sounds/en_US_f_Allison/**/*.wav",
    "/usr/share/asterisk/sounds/es_MX_f_Allison/**/*.wav",
    "/usr/share/asterisk/sounds/fr_CA_f_June/**/*.wav",
    "/usr/share/games/fillets-ng/sound/*/cs/*.ogg",
    "/usr/share/games/fillets-ng/sound/*/nl/*.ogg",
]

NO_VOICE = ["silence", "beep", "tone"]  # In the names of files
SHORTEST = 0.1  # Seconds of a recording
SIZES = (0.8, 1.2)  # Of its speaker, who are few

SUBJECTS = """my neighbour|the old teacher|nobody here|every second child|she|he
|a friend of ours|the whole village|your sister|the man with the hat|we""".split("|")
VERBS = """has never seen|wants to sell|should have asked about|is looking for
|remembers|will bring|cannot find|talked all night about|laughs at""".split("|")
OBJECTS = """the yellow house|three fresh fish|this strange machine|a cup of tea
|his younger brother|the first train to the coast|that shop around the corner
|what happened in January|a good joke|those shoes|the music""".split("|")


def sentence(chance):
    parts = (chance.choice(p).strip() for p in (SUBJECTS, VERBS, OBJECTS))
    return " ".join(parts) + chance.choice(".?!")


def numbers(chance):
    """Return what can be said in any language."""
    words = [str(chance.randrange(10 ** chance.randint(1, 5))) for _ in range(3)]
    return chance.choice([", ", " "]).join(words)


def espeak(chance, path):
    language = chance.choice(LANGUAGES)
    text = sentence(chance) if language.startswith("en") else numbers(chance)
    command = ["espeak-ng", "-v", f"{language}+{chance.choice(VARIANTS)}"]
    command += ["-s", str(chance.randint(110, 230)), "-p", str(chance.randint(5, 95))]
    return command + ["-w", path, text]


def flite(chance, path):
    text = sentence(chance) + " " + chance.choice([sentence, numbers])(chance)
    command = ["flite", "-voice", chance.choice(["kal16", "awb", "rms", "slt"])]
    command += ["--setf", f"duration_stretch={chance.uniform(0.7, 1.3):.2f}"]
    return command + ["-t", text, "-o", path]


def run(command, path):
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    return sound.read(path)


def synthesise(chance, rate):
    """Return a phrase that a synthesiser says, of a speaker of some size."""
    talker = chance.choice([espeak, flite])
    with tempfile.NamedTemporaryFile(suffix=".wav") as file:
        native, y = run(talker(chance, file.name), file.name)
    size = chance.uniform(0.85, 1.2)
    return signal.resample_poly(y, rate, round(native * size / 50) * 50)


@functools.lru_cache
def recordings(pattern):
    files = sorted(glob.glob(pattern, recursive=True))
    if not files:
        raise SystemExit(f"{pattern}: no such files, see packages.txt")
    return [file for file in files if not any(word in file for word in NO_VOICE)]


@functools.lru_cache(maxsize=None)
def decoded(folder, rate):
    """Return what is said in all files of a folder, by their names, at some rate: a
    decoder takes longer to start than to decode one."""
    files = sorted(glob.glob(os.path.join(glob.escape(folder), "*.ogg")))
    command = ["ffmpeg", "-v", "error"] + [word for f in files for word in ("-i", f)]
    with tempfile.TemporaryDirectory() as wavs:
        paths = [os.path.join(wavs, f"{i}.wav") for i in range(len(files))]
        for i, path in enumerate(paths):
            command += ["-map", str(i), "-ac", "1", "-ar", str(rate), path]
        subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
        return {f: sound.read(p)[1].astype(np.float32) for f, p in zip(files, paths)}


@functools.lru_cache(maxsize=None)
def recorded(file, rate):
    """Return a recording at some rate."""
    if file.endswith(".ogg"):
        return decoded(os.path.dirname(file), rate)[file]
    native, y = sound.read(file)
    return signal.resample_poly(y, rate, native)


def talker(chance, rate, share=0.25):
    """Return a function that says something else each time it is called: one
    speaker, made larger or smaller, or synthesisers for a share of all."""
    if chance.random() < share:
        return lambda: synthesise(chance, rate)
    files = recordings(chance.choice(RECORDED))
    size = chance.uniform(*SIZES) if SIZES else 1.0

    def says():
        y = recorded(chance.choice(files), rate)
        y = y if size == 1.0 else signal.resample_poly(y, 50, round(50 * size))
        return y if len(y) > SHORTEST * rate else says()

    return says
