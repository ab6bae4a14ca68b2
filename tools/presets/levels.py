#!/usr/bin/env python3
# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT

"""Write the front of a network: how loud a sound is in some bands, beside the
loudest and the softest that was heard lately.

Wavelets of each band at two phases, rectified, and means of that, as integrators
that leak, at the rate of the audio.  Then once in a while: about their logarithm,
whatever the level, as a sum of softsigns a decade apart; followers of the peak of
the whole, which fall so many decades a second, and of its floor, which rises; and
what all is beside these.
"""

import numpy as np

import bands

DECADES = 10.0 ** np.arange(-1, 5)  # Gains, for a sound of an RMS of 1
TOP = float(len(DECADES))  # Of the logarithm, which is 0 in silence
FALL = [0.3, 0.05]  # Decades a second, of a peak
RISE = 0.4  # The same of a floor
SILENT = 0.5  # Decades, below which there is no sound, as in a gap of a track,
FORGET = 3.0  # and peaks fall faster, by so much a second and decade below that
FLOOR = 2.0  # Decades below the peak that are heard of a band


def layer(kind, W, b, **options):
    W = np.asarray(W)
    options["units"] = len(b)
    return {"type": kind, "W": np.round(W, 7).tolist(), "b": list(b), **options}


def pointwise(W, b, activation, period):
    """Each frame by itself."""
    return layer("conv1d", [W], b, activation=activation, period=period)


def integrators(W, ms, rate):
    """Means over the past, each of which forgets with a time constant of its own."""
    pole = np.exp(-1000 / (np.asarray(ms) * rate))
    W = (1 - pole[:, None]) * np.asarray(W)
    U = np.diag(pole).tolist()
    return layer("rnn", W, np.zeros(len(W)), U=U, activation="linear")


def logarithms(n, period):
    """n channels, in decades above a floor: x / (1 + x) is a sigmoid of ln x,
    and the sum of such sigmoids is nearly a straight line."""
    one = np.eye(n)
    spread = np.concatenate([gain * one for gain in DECADES])
    join = np.concatenate([one] * len(DECADES), 1)
    yield pointwise(spread, np.zeros(len(spread)), "softsign", period)
    yield pointwise(join, np.zeros(n), "linear", period)


def followers(n, rate, period):
    """n channels as they are, and how silent the last of them is; then two units
    for each follower of a peak x: what x is above m, and m - fall.  Their sum is
    the next m, which rises to x, within a fall, and falls to nothing in silence,
    and stays there.  So follow two the last channel, and one what the channel
    before is below the top: that one's peak is the channel's floor."""
    n_units = n + 1 + 2 * (len(FALL) + 1)
    W, U, b = np.zeros((n_units, n)), np.zeros((n_units, n_units)), np.zeros(n_units)
    W[:n, :n] = np.eye(n)
    W[n, n - 1], b[n] = -1, SILENT
    for i, decades in enumerate([*FALL, RISE]):
        above = n + 1 + 2 * i
        rest = above + 1
        U[above, above : rest + 1] = -1
        U[rest, above : rest + 1] = 1
        b[rest] = -decades * period / rate
        if i < len(FALL):
            W[above, n - 1] = 1
            U[rest, n] = -FORGET * period / rate
        else:
            W[above, n - 2], b[above] = -1, TOP
    return layer("rnn", W, b, U=U.tolist(), activation="relu", period=period)


def beside(n, period):
    """The bands beside the fast peak; that, and the last two channels, beside the
    slow one; and the first of these beside its floor."""
    channel = np.eye(n + 1 + 2 * (len(FALL) + 1))
    fast, slow, under = (channel[n + 1 + 2 * i] + channel[n + 2 + 2 * i] for i in range(3))
    rows = [channel[i] - fast for i in range(n - 2)]
    rows += [slow - fast, slow - channel[n - 2], slow - channel[n - 1]]
    rows += [channel[n - 2] + under]
    return pointwise(rows, [FLOOR] * (n - 2) + [0.0] * 3 + [-TOP], "relu", period)


def front(args):
    n_bands, period = args.bands, args.period
    hertz = np.geomspace(args.low, args.high, n_bands)
    bank = bands.wavelets(hertz, args.rate, round(args.wavelet * args.rate / 1000))
    rows = bank.reshape(n_bands * bands.PHASES, -1)
    phases = np.pi / bands.PHASES * np.kron(np.eye(n_bands), np.ones(bands.PHASES))
    whole = np.full(n_bands, 2 / n_bands)
    means = [args.mean] * n_bands

    # Channels of the logarithm: bands, of which high ones are weaker in most
    # sounds; the whole over a longer time, as energy is; and the whole
    n = n_bands + 2
    channels = np.zeros((n, n_bands + 1))
    channels[:n_bands, :n_bands] = np.diag((hertz / hertz[0]) ** 0.5)
    channels[n_bands, n_bands] = 1
    channels[n_bands + 1, :n_bands] = whole
    return {
        "remanence": 1,
        "rate_hz": args.rate,
        "layers": [
            bands.conv(rows.T[:, :, None], [0.0] * len(rows), "relu"),
            integrators(phases, means, args.rate),
            integrators([*np.eye(n_bands), whole], means + [args.smooth], args.rate),
            # Below nothing, where only a random state leads, would be a floor for long
            pointwise(channels, np.zeros(n), "relu", period),
            *logarithms(n, period),
            followers(n, args.rate, period),
            beside(n, period),
        ],
    }


def main():
    parser = bands.arguments(__doc__, n_bands=10, mean=3)
    parser.add_argument("--smooth", type=float, default=50, metavar="MS")
    parser.add_argument("--period", type=int, default=64, metavar="FRAMES")
    args = parser.parse_args()
    bands.write(args.model, front(args))


if __name__ == "__main__":
    main()
