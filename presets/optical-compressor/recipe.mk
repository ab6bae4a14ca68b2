# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT

optical-compressor.name   := Optical Compressor
optical-compressor.dry    := guitar-short
optical-compressor.needs  := optical-compressor/circuit.cir
optical-compressor.device  = $(SPICE) --pre-roll 1.5 optical-compressor/circuit.cir
optical-compressor.train  := --hidden 16 --truncation 64 --rate 0.01 --epochs 240
optical-compressor.knob   := Peak Reduction
optical-compressor.at     := 0 0.5 1
