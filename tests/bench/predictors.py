#!/usr/bin/env python3
# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT

"""Print how good the presets that predict are, beside baselines.

DATA has recordings that had no part in any training, and tests/bench/onsets says
where notes begin in them.  What the baselines need is tuned on the very files that
the networks were trained on, which `make presets` leaves in OUT.
"""

import argparse
import itertools
import json
import os
import random
import subprocess
import sys
import tempfile

import numpy as np
from scipy import signal, stats

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "../../tools/presets"))

import onset  # noqa: E402
import sound  # noqa: E402
import speech  # noqa: E402
import voices  # noqa: E402
from linear import error_filter  # noqa: E402

HEADS = {
    "speech": """\
## Speech

The [Speech](../presets/speech/README.md) preset on half a minute of a real voice
over three guitars and a bass, each brought to the ratio that stands in the first
column. Where somebody speaks was labelled by hand, from waveform and spectrogram
(`tests/bench/speech`), and not by energy; pauses of less than 0.2 s belong to it.
The voice is close, so that energy alone is right where the instrument is soft. The
last of these has all of them at three levels: a threshold is set once. Below it is
half an hour, made as what the network learned from was, but of others: an Italian,
a Russian and synthesisers, over noise and music. The network states a latency, for
which it hears what follows, and is in time where that is made up for, as hosts do.
The energy may be as late: its band, its smoothing and how late it is are the best
for half an hour of what the network learned from.
""",
    "onset": """\
## Note onsets

The [Note Onset](../presets/onset/README.md) preset, with the threshold in its
file, and `aubioonset`, as it comes or with the method and threshold, in hops of 64,
that are best for a minute of what the network learned from. An onset is found if an event
begins within 25 ms of it, each counted once. Those of the recordings were labelled
by hand, from waveforms and spectrograms (`tests/bench/onsets`); the rendered ones
are two minutes that nothing was learned from. Events are timed when they come out,
and so are late by what the network waits.
""",
    "next": """\
## The next sample

The [Next Sample](../presets/next-sample/README.md) presets beside linear
prediction: *linear*, with coefficients that are the best there are for what the
network learned from, and *adaptive*, which is renewed every 5 ms from the last
30, and so knows the recording. The gain is the energy of the sound over that of
the error. Gaps are filled where it is loud, 150 of each length: by the plugin with
*Conceal*, whose network leads over to the last period; by that period without a
network; and by linear prediction from the last 40 ms (Burg 1975), or 100 ms if of
order 512, which takes too long where audio is played.
Their segmental SNR is the mean over gaps, each within -10 and 35 dB.
""",
}

HEAD = """\
# Presets that predict

How good they are on recordings that had no part in their training, beside what
does without a network. `make predictors DATA=DIR` makes this page, where DIR is a
folder of real recordings, from presets that `make presets` has made.
"""

GUITARS = ["guitar_di_nam", "t3k_fear_guitar", "t3k_jazz_hop_guitar"]
BASS = "t3k_downtown_bass"
VOICE = "voice_16k_30s_silero"
GAP_LATE = 16  # Frames that the plugin is late, RMN_GAP_FRAMES
OTHER_VOICES = [  # Than those of tools/presets/voices.py
    "/usr/share/asterisk/sounds/it_IT_m_Carlo/**/*.wav",
    "/usr/share/asterisk/sounds/ru_RU_f_IvrvoiceRU/**/*.wav",
]


class Bench:
    """Where things are, and how presets are played."""

    def __init__(self, args):
        self.args = args

    def recording(self, name, rate):
        path = os.path.join(self.args.data, "audio/di", name + ".flac")
        command = ["ffmpeg", "-v", "error", "-i", path, "-ar", str(rate)]
        command += ["-ac", "1", "-f", "f64le", "-"]
        return np.frombuffer(subprocess.run(command, capture_output=True, check=True).stdout)

    def model(self, name):
        return os.path.join(self.args.presets, name, "model.json")

    def describe(self, name):
        with open(self.model(name), encoding="utf-8") as file:
            return json.load(file)

    def learned(self, name, seconds=None):
        """Return what a preset was trained on, and its labels in seconds."""
        folder = os.path.join(self.args.out, name)
        rate, audio = sound.read(os.path.join(folder, "dry.wav"))
        labels = os.path.join(folder, "labels.txt")
        spans = np.empty((0, 2))
        if os.path.exists(labels):
            spans = np.loadtxt(labels, usecols=(0, 1), delimiter="\t")
        n = round(seconds * rate) if seconds else len(audio)
        return audio[:n], spans[spans[:, 1] <= n / rate], rate

    def render(self, name, audio, rate):
        """Return what a preset makes of audio of its own rate."""
        with tempfile.TemporaryDirectory() as folder:
            dry, wet = (os.path.join(folder, n) for n in ("dry.wav", "wet.wav"))
            sound.write(dry, rate, audio)
            command = [self.args.remanence, "render", "--quiet", self.model(name), dry, wet]
            subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
            return sound.read(wet)[1][: len(audio)]

    def conceal(self, name, past, n):
        """Return [gap][n] with which the plugin goes on after [gap][frames]."""
        rate = round(self.describe(name)["rate_hz"])
        after = past[:, : rate // 50]  # Anything that ends the gap
        lost = np.concatenate([past, np.zeros((len(past), n)), after], 1)
        with tempfile.TemporaryDirectory() as folder:
            dry, wet = (os.path.join(folder, n) for n in ("dry.wav", "wet.wav"))
            sound.write(dry, rate, lost.ravel())
            command = [self.args.wavhost, "--quiet", "--model", self.model(name)]
            command += ["--set", "conceal=1", "--tail", "1"]
            subprocess.run(command + ["urn:remanence:predict", dry, wet], check=True)
            heard = sound.read(wet)[1][GAP_LATE : GAP_LATE + lost.size]
        return heard.reshape(lost.shape)[:, past.shape[1] : past.shape[1] + n]


def table(head, rows):
    print("|".join([""] + [f" {cell} " for cell in head] + [""]))
    print("|".join([""] + [":--"] + ["--:"] * (len(head) - 1) + [""]))
    for row in rows:
        print("|".join([""] + [f" {cell} " for cell in row] + [""]).replace("-", "\u2212"))
    print(flush=True)


# Speech activity


def roc_area(y, is_so):
    """How often a frame that is so has the higher value (Hanley, McNeil 1982)."""
    ranks = stats.rankdata(y)
    n = is_so.sum()
    return (ranks[is_so].sum() - n * (n + 1) / 2) / (n * (~is_so).sum())


def band_energy(x, rate, band, seconds, late=0):
    """Return the energy that is heard so many frames after each."""
    x = np.concatenate([x, np.zeros(late)])
    sos = signal.butter(2, band, "band", fs=rate, output="sos")
    pole = np.exp(-1 / (seconds * rate))
    return signal.lfilter([1 - pole], [1, -pole], signal.sosfilt(sos, x) ** 2)[late:]


def tune_energy(audio, is_so, rate, latest):
    """Return the band, the smoothing and how late, of the largest area."""
    bands = [(80, 3800), (150, 3400), (300, 3000), (500, 2000), (1000, 3800)]
    smoothings = (0.02, 0.03, 0.05, 0.07, 0.1, 0.2, 0.4)
    lates = sorted({round(latest * part / 4) for part in range(5)})
    step = rate // 200
    areas = {}
    for band, seconds in itertools.product(bands, smoothings):
        y = band_energy(audio, rate, band, seconds)
        for late in lates:
            so = is_so[: len(y) - late : step]
            areas[band, seconds, late] = roc_area(y[late::step], so)
    return max(areas, key=areas.get)


def mixtures(bench, rate, snr_db):
    """Yield the voice over each instrument, at this ratio of the power of the
    voice while it speaks to that of the instrument, and where it speaks."""
    voice = bench.recording(VOICE, rate)
    labels = os.path.join(HERE, "speech", VOICE + ".txt")
    is_so = sound.read_labels(labels, len(voice), rate)
    power = np.mean(voice[is_so] ** 2)
    for name in GUITARS + [BASS]:
        music = np.resize(bench.recording(name, rate), len(voice))
        music = music * np.sqrt(power / np.mean(music**2)) * 10 ** (-snr_db / 20)
        yield voice + music, is_so


def speech_table(bench):
    audio, spans, rate = bench.learned("speech", 1800)
    label = sound.within(spans, len(audio), rate)
    latest = bench.describe("speech")["prediction"].get("latency", 0)
    trial = tune_energy(audio, label, rate, latest)
    rows = []
    pools = {0: [], -12: [], -24: []}
    for snr_db in (0, 10, 20):
        parts = []
        for mix, is_so in mixtures(bench, rate, snr_db):
            for level_db, pool in pools.items():
                y = mix * 10 ** (level_db / 20)
                part = (is_so, bench.render("speech", y, rate), band_energy(y, rate, *trial))
                pool.append(part)
                if not level_db:
                    parts.append(part)
        rows.append((f"{snr_db} dB", parts))
    rows.append(("all, at 0, -12 and -24 dB", sum(pools.values(), [])))
    chance = random.Random(2)
    voices.RECORDED, voices.SIZES = OTHER_VOICES, None
    scenes = [
        speech.scene(chance, speech.say(chance, len(b), rate), b, rate)
        for b in speech.backgrounds(chance, 30, rate)
    ]
    mix, is_so = (np.concatenate(part) for part in zip(*scenes))
    made = (is_so > 0, bench.render("speech", mix, rate), band_energy(mix, rate, *trial))
    rows.append(("others, over noise and music", [made]))
    cells = []
    for what, parts in rows:
        is_so, network, energy = (np.concatenate(p)[::40] for p in zip(*parts))
        cells.append((what, f"{roc_area(network, is_so):.3f}", f"{roc_area(energy, is_so):.3f}"))
    print(
        f"The network is {1000 * latest / rate:g} ms late. Energy from {trial[0][0]} to "
        f"{trial[0][1]} Hz, smoothed for {trial[1]} s, {1000 * trial[2] / rate:g} ms late.\n"
    )
    table(("speech over guitars and bass", "network, ROC area", "energy, ROC area"), cells)


# Note onsets


def events(y, p, rate):
    """Return the seconds at which events begin, as the predictor finds them."""
    is_on, since, found = False, 0, []
    step = rate // 1000
    peaks = np.pad(y, (0, -len(y) % step)).reshape(-1, step).max(1)
    for t, value in enumerate(peaks):
        if not is_on and value >= p["threshold"]:
            is_on, since = True, t
            found.append(t * step / rate)
        elif is_on and value < p["threshold"] - p["hysteresis"] and t - since >= p["hold_ms"]:
            is_on = False
    return np.array(found)


def aubio(audio, rate, method=None, threshold=None):
    with tempfile.NamedTemporaryFile(suffix=".wav") as file:
        sound.write(file.name, rate, audio)
        command = ["aubioonset", "-i", file.name]
        if method:
            command += ["-O", method, "-t", str(threshold), "-B", "512", "-H", "64"]
        out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return np.array([float(word) for word in out.split()])


def match(there, found, tolerance=0.025):
    """Match in the order of time; return how late those are that are right."""
    i = j = 0
    late = []
    while i < len(there) and j < len(found):
        difference = found[j] - there[i]
        if abs(difference) <= tolerance:
            late.append(difference)
        i += difference >= -tolerance
        j += difference <= tolerance
    return late


def f_measure(pairs):
    late = [d for there, found in pairs for d in match(there, found)]
    n = sum(len(there) + len(found) for there, found in pairs)
    return 2 * len(late) / n, 1000 * np.median(late) if late else np.nan


def labelled(bench, rate):
    """Yield recordings, after half a second of silence, and their onsets."""
    folder = os.path.join(HERE, "onsets")
    for file in sorted(os.listdir(folder)):
        there = np.loadtxt(os.path.join(folder, file), usecols=0, ndmin=1, delimiter="\t")
        audio = bench.recording(file[:-4], rate)
        if file.startswith(BASS):
            audio = audio[: 15 * rate]
        yield np.concatenate([np.zeros(rate // 2), audio]), there + 0.5


def tune_aubio(bench):
    audio, spans, rate = bench.learned("onset", 60)
    there = spans[:, 0] - onset.LATE
    methods = ["hfc", "complex", "specflux"]
    trials = [(None, None)] + [(m, t) for m in methods for t in (0.3, 0.7, 1.2)]
    audio = signal.resample_poly(audio, 6, 1)
    return max(
        trials, key=lambda t: f_measure([(there, aubio(audio, 6 * rate, *t))])[0]
    )


def onset_table(bench):
    p = bench.describe("onset")["prediction"]
    rate = round(bench.describe("onset")["rate_hz"])
    trial = tune_aubio(bench)
    audio, there = onset.play(random.Random(2), 120, rate)
    sets = [("recordings", list(labelled(bench, rate)), list(labelled(bench, 48000)))]
    sets.append(("rendered", [(audio, np.array(there))], None))
    rows = []
    for what, played, played_48k in sets:
        if not played_48k:
            played_48k = [(signal.resample_poly(x, 6, 1), t) for x, t in played]
        network = [(t, events(bench.render("onset", x, rate), p, rate)) for x, t in played]
        other = [(t, aubio(x, 48000, *trial)) for x, t in played_48k]
        f = [f_measure(pairs) for pairs in (network, other)]
        rows.append(
            (what, len(np.concatenate([t for t, _ in network])))
            + tuple(f"{value:.3f}" for value, _ in f)
            + (f"{f[0][1]:.1f} ms", f"{f[1][1]:.1f} ms")
        )
    print(f"aubio: {f'-O {trial[0]} -t {trial[1]}' if trial[0] else 'as it comes'}.\n")
    head = ("guitar and bass", "onsets", "network, F", "aubio, F")
    table(head + ("network late by", "aubio late by"), rows)


# The next sample


def linear(x, order):
    """Return the coefficients of the best linear prediction of the whole."""
    return -error_filter(x, order)[1:]


def gain_db(x, e):
    return 10 * np.log10(np.sum(x**2) / np.sum(e**2))


def fixed_gain(x, a):
    return gain_db(x, signal.lfilter(np.concatenate([[1], -a]), [1], x))


def adaptive_gain(x, rate, order):
    """Linear prediction that looks back 30 ms and is renewed every 5."""
    n, step = round(0.03 * rate), round(0.005 * rate)
    window = np.hanning(2 * n)[:n]  # What is recent counts most
    e = np.zeros(len(x))
    for t in range(n, len(x) - step, step):
        past = x[t - n : t] * window
        a = linear(past, order) if np.any(past) else np.zeros(order)
        e[t : t + step] = signal.lfilter(
            np.concatenate([[1], -a]), [1], x[t - order : t + step]
        )[order:]
    return gain_db(x[n:-step], e[n:-step])


def burg(x, order):
    """Return coefficients of linear prediction that stay stable (Burg 1975)."""
    forward, backward = x[1:], x[:-1]
    a = np.array([1.0])
    for _ in range(order):
        energy = np.dot(forward, forward) + np.dot(backward, backward)
        k = -2 * np.dot(forward, backward) / max(energy, 1e-300)
        a = np.append(a, 0) + k * np.append(0, a[::-1])
        forward, backward = (
            (forward + k * backward)[1:],
            (backward + k * forward)[:-1],
        )
    return -a[1:]


def extrapolate(past, n, rate, order, seconds=0.04):
    """Continue a sound by linear prediction from its last moment."""
    past = past[-round(seconds * rate) :]
    a = burg(past, order)
    y = list(past[-order:])
    for _ in range(n):
        y.append(float(np.dot(a, y[: -order - 1 : -1])))
    most = np.abs(past).max()
    return np.clip(y[order:], -most, most)


def repeat(past, n, rate):
    """Continue a sound by its last period, of 2.5 to 50 ms, over and over: that
    after which the last 10 ms are most alike."""
    n_window, shortest, longest = (round(s * rate) for s in (0.01, 0.0025, 0.05))
    window = past[-n_window:]
    before = past[-n_window - longest : -shortest]
    energy = np.convolve(before**2, np.ones(n_window), "valid")
    like = np.correlate(before, window, "valid") / np.sqrt(np.maximum(energy, 1e-20))
    return np.resize(past[np.argmax(like) - longest :], n)


def segmental_snr(true, filled):
    snr = 10 * np.log10(np.sum(true**2, 1) / np.maximum(np.sum((true - filled) ** 2, 1), 1e-30))
    return np.mean(np.clip(snr, -10, 35))


def gaps(x, rate, n, n_gaps=150):
    """Return what comes before some gaps, and what was in them, where it is loud."""
    chance = np.random.default_rng(1)
    n_past = round(0.15 * rate)
    loud = np.sqrt(np.mean(x**2))
    past, true = [], []
    while len(past) < n_gaps:
        t = chance.integers(n_past, len(x) - n)
        if x[t : t + n].std() > 0.2 * loud and x[t - n : t].std() > 0.2 * loud:
            past.append(x[t - n_past : t])
            true.append(x[t : t + n])
    return np.array(past), np.array(true)


def next_tables(bench):
    gains, fills = [], []
    for name, rate in (("next-sample", 48000), ("next-sample-16k", 16000)):
        train, _, _ = bench.learned(name)
        fixed = [linear(train, order) for order in (16, 32)]
        guitar = np.concatenate([bench.recording(g, rate) for g in GUITARS])
        sounds = [("guitar", guitar)]
        # Above 8 kHz the recording of the voice has nothing
        sounds += [("voice", bench.recording(VOICE, rate))]
        for what, x in sounds:
            y = bench.render(name, x, rate)
            numbers = [gain_db(x[1:], x[1:] - y[:-1])]
            numbers += [fixed_gain(x, a) for a in fixed]
            numbers += [adaptive_gain(x, rate, order) for order in (16, 32)]
            what = f"{what}, {rate // 1000} kHz"
            gains.append([what] + [f"{g:.1f}" for g in numbers])
            for ms in (5, 10, 20):
                n = rate * ms // 1000
                past, true = gaps(x, rate, n)
                results = [bench.conceal(name, past, n), 0 * true]
                results += [np.array([repeat(p, n, rate) for p in past])]
                for model in ((16,), (32,), (512, 0.1)):
                    results.append(np.array([extrapolate(p, n, rate, *model) for p in past]))
                snrs = [segmental_snr(true, filled) for filled in results]
                fills.append([f"{what}, {ms} ms"] + [f"{s:.1f}" for s in snrs])
    linears = ["linear 16", "linear 32"]
    adaptive = ["adaptive linear 16", "adaptive linear 32"]
    table(["prediction gain, dB", "network"] + linears + adaptive, gains)
    others = ["silence", "last period"] + linears + ["linear 512"]
    table(["filled gap, segmental SNR in dB", "plugin"] + others, fills)


TABLES = {"speech": speech_table, "onset": onset_table, "next": next_tables}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--remanence", default="build/remanence")
    parser.add_argument("--wavhost", default="build/wavhost")
    parser.add_argument("--presets", default="presets")
    parser.add_argument("--out", default="build/presets")
    parser.add_argument("--data", required=True)
    parser.add_argument("tables", nargs="*", choices=[[], *TABLES])
    args = parser.parse_args()
    print(HEAD)
    for name in args.tables or TABLES:
        print(HEADS[name])
        TABLES[name](Bench(args))


if __name__ == "__main__":
    main()
