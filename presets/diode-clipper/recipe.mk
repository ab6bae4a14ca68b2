# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT

diode-clipper.name  := Diode Clipper
diode-clipper.needs := $(addprefix diode-clipper/,fit.py circuit.py material.py)
diode-clipper.fit    = $(PYTHON) diode-clipper/fit.py
