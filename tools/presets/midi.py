# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT

"""Standard MIDI files of one track, as far as a synthesiser needs them."""

import struct

TICKS = 960  # A second, at the tempo that is written


class Track:
    """Events at seconds, in any order; written in the order of time."""

    def __init__(self):
        self.events = []

    def add(self, seconds, *data):
        self.events.append((round(seconds * TICKS), bytes(data)))

    def program(self, seconds, number):
        self.add(seconds, 0xC0, number)

    def note(self, seconds, duration, key, velocity):
        self.add(seconds, 0x90, key, velocity)
        self.add(seconds + duration, 0x80, key, 0)

    def bend(self, seconds, semitones):
        value = min(16383, round(8192 * (1 + semitones / 2)))
        self.add(seconds, 0xE0, value & 127, value >> 7)

    def data(self):
        # What ends comes before what begins at the same time
        events = sorted(self.events, key=lambda e: (e[0], e[1][0] != 0x80))
        data = b"\x00\xff\x51\x03" + struct.pack(">I", 1000000)[1:]
        last = 0
        for tick, event in events:
            data += length(tick - last) + event
            last = tick
        return data + length(TICKS) + b"\xff\x2f\x00"

    def write(self, path):
        data = self.data()
        with open(path, "wb") as file:
            file.write(b"MThd" + struct.pack(">IHHH", 6, 0, 1, TICKS))
            file.write(b"MTrk" + struct.pack(">I", len(data)) + data)


def length(number):
    """A number in groups of seven bits, the highest first."""
    groups = [number & 127]
    while number > 127:
        number >>= 7
        groups.append(number & 127 | 128)
    return bytes(reversed(groups))
