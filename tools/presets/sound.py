# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT

"""Sounds of one channel in WAV files, full scale being 1."""

import warnings

import numpy as np
from scipy.io import wavfile
from scipy.signal import firwin, minimum_phase, upfirdn


def read(path):
    """Return the rate and the frames, of the first channel if of several."""
    with warnings.catch_warnings():  # Of chunks that scipy does not know
        warnings.simplefilter("ignore", wavfile.WavFileWarning)
        rate, x = wavfile.read(path)
    scale = 1 / 32768 if x.dtype == np.int16 else 1.0
    return rate, scale * (x[:, 0] if x.ndim > 1 else x).astype(np.float64)


def write(path, rate, x):
    wavfile.write(path, rate, x.astype(np.float32))


def write_small(path, rate, x):
    """Write 16 bits a frame."""
    pcm = np.clip(np.round(32768 * x), -32768, 32767)
    wavfile.write(path, rate, pcm.astype(np.int16))


def decimate(x, factor):
    """Lower the rate, through a filter that cannot see the future.

    It has minimum phase: one of linear phase rings before each edge, which no
    network can foresee, and the Diode Clipper's erred five times as much.
    """
    band = firwin(24 * factor + 1, 0.88 / factor)
    low_pass = minimum_phase(np.convolve(band, band))
    return upfirdn(low_pass, x, down=factor)[: len(x) // factor]


def write_labels(path, spans, text):
    """Write a label track: where each of them starts and ends, in seconds."""
    with open(path, "w", encoding="ascii") as file:
        file.writelines(f"{start:.6f}\t{end:.6f}\t{text}\n" for start, end in spans)


def within(spans, n, rate):
    """Return which of n frames are within spans of seconds."""
    is_so = np.zeros(n, bool)
    for start, end in spans:
        is_so[round(start * rate) : round(end * rate)] = True
    return is_so


def read_labels(path, n, rate):
    """Return which of n frames a label track holds."""
    return within(np.loadtxt(path, usecols=(0, 1), delimiter="\t", ndmin=2), n, rate)
