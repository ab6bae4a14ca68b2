# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT

next-sample.name     := Next Sample
next-sample.predicts := yes
next-sample.hears     = $(PYTHON) $(TOOLS)/foresee.py --rate 48000 --minutes 3
next-sample.train    := --predict 1 --loss mse --cell gru --hidden 16 --rate 0.004 \
                  --epochs 16
