# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT

onset.name     := Note Onset
onset.predicts := yes
onset.hears     = $(PYTHON) $(TOOLS)/onset.py --minutes 30
onset.told     := yes
onset.front     = $(PYTHON) $(TOOLS)/bands.py --low 80 --high 3600 --mean 5
onset.train    := --labels --cell gru --hidden 24 --truncation 256 \
                  --rate 0.005 --epochs 10
