# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT

next-sample-16k.name     := Next Sample 16 kHz
next-sample-16k.predicts := yes
next-sample-16k.hears     = $(PYTHON) $(TOOLS)/foresee.py --rate 16000 --even \
                            --minutes 5
next-sample-16k.front     = $(PYTHON) $(TOOLS)/linear.py \
                            $(OUT)/next-sample-16k/dry.wav \
                            $(OUT)/next-sample-16k/residual.wav
next-sample-16k.learns   := residual.wav
next-sample-16k.train    := --loss mse --cell lstm --hidden 24 \
                            --rate 0.004 --epochs 16
next-sample-16k.then      = $(PYTHON) $(TOOLS)/beside.py \
                            $(OUT)/next-sample-16k/front.json \
                            $(OUT)/next-sample-16k/dry.wav
