# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT

next-sample.name     := Next Sample
next-sample.predicts := yes
next-sample.hears     = $(PYTHON) $(TOOLS)/foresee.py --rate 48000 --minutes 3
next-sample.front     = $(PYTHON) $(TOOLS)/linear.py \
                        $(OUT)/next-sample/dry.wav \
                        $(OUT)/next-sample/residual.wav
next-sample.learns   := residual.wav
next-sample.train    := --loss mse --cell lstm --hidden 24 \
                        --rate 0.004 --epochs 6
next-sample.then      = $(PYTHON) $(TOOLS)/beside.py \
                        $(OUT)/next-sample/front.json \
                        $(OUT)/next-sample/dry.wav
