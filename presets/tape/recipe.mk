# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT

tape.name   := Tape
tape.dry    := guitar
tape.needs  := tape/tape.py
tape.device  = $(PYTHON) tape/tape.py
tape.train  := --hidden 16 --truncation 256 --rate 0.01 --epochs 130 \
                --from-anywhere
tape.knob   := Drive
tape.at     := 0 0.25 0.5 0.75 1
