# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT

"""Sound in chunks that are worked at side by side.

All lengths are in whole frames: a slip of one would ruin what is learned.
"""

import numpy as np


def split(x, n, n_before, n_after):
    """Return pieces of n frames, with n_before and n_after frames around."""
    padded = np.concatenate([np.zeros(n_before), x, np.zeros(n + n_after)])
    edge = np.linspace(0, 1, min(n_before, n // 100))
    pieces = []
    for start in range(0, len(x), n):
        piece = padded[start : start + n_before + n + n_after].copy()
        piece[: len(edge)] *= edge
        pieces.append(piece)
    return pieces


def join(pieces, n, n_before, length):
    """Put together what was made of the pieces of a sound of that length."""
    inner = [piece[n_before : n_before + n] for piece in pieces]
    return np.concatenate(inner)[:length]
