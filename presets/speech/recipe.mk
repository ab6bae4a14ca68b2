# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT

speech.name     := Speech
speech.predicts := yes
speech.hears     = $(PYTHON) $(TOOLS)/speech.py --minutes 480
speech.told     := yes
speech.front     = $(PYTHON) $(TOOLS)/levels.py
speech.train    := --labels --latency 512 --cell gru --hidden 40 --truncation 256 \
                   --rate 0.005 --epochs 15 --threads 1
speech.seeds    := 1 2 3
# Tells threshold and figures of the mean, and learns if that errs less
speech.refine   := --labels --latency 512 --truncation 256 --rate 0.0005 \
                   --epochs 1 --threads 1
