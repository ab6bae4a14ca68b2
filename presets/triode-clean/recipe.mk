# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT

triode-clean.name   := Triode Clean
triode-clean.dry    := guitar
triode-clean.needs  := triode-clean/circuit.cir
triode-clean.device  = $(SPICE) triode-clean/circuit.cir
triode-clean.train  := --hidden 12 --rate 0.01 --truncation 256 --epochs 400
