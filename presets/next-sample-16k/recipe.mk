# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT

next-sample-16k.name     := Next Sample 16 kHz
next-sample-16k.predicts := yes
next-sample-16k.hears     = $(PYTHON) $(TOOLS)/foresee.py --rate 16000 --minutes 4
next-sample-16k.train    := --predict 1 --loss mse --cell gru --hidden 16 --rate 0.004 \
                  --epochs 24
