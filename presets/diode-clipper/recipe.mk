# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT

diode-clipper.name   := Diode Clipper
diode-clipper.dry    := guitar-short
diode-clipper.needs  := diode-clipper/clipper.py
diode-clipper.device  = $(PYTHON) diode-clipper/clipper.py
diode-clipper.train  := --hidden 16 --rate 0.005 --epochs 180 --from-anywhere
diode-clipper.knob   := Drive
diode-clipper.at     := 0 0.25 0.5 0.75 1
