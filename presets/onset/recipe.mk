# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT

onset.name     := Note Onset
onset.predicts := yes
onset.hears     = $(PYTHON) $(TOOLS)/onset.py --minutes 20
onset.told     := yes
onset.train    := --labels --cell gru --hidden 24 --truncation 256 \
                  --rate 0.003 --epochs 16
onset.refine   := --labels --truncation 384 --rate 0.002 --epochs 8
