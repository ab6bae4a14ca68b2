# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT

triode-hot.name   := Triode Hot
triode-hot.dry    := guitar
triode-hot.needs  := triode-hot/circuit.cir
triode-hot.device  = $(SPICE) --linear-phase triode-hot/circuit.cir
triode-hot.train  := --hidden 40 --epochs 110
