# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT

speech.name     := Speech
speech.predicts := yes
speech.hears     = $(PYTHON) $(TOOLS)/speech.py --minutes 30
speech.told     := yes
speech.front     = $(PYTHON) $(TOOLS)/bands.py --mean 16
speech.train    := --labels --cell gru --hidden 16 --truncation 256 \
                   --rate 0.005 --epochs 6
