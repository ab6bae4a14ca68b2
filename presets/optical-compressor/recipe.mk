# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT

optical-compressor.name   := Optical Compressor
optical-compressor.dry    := guitar-short
optical-compressor.needs  := optical-compressor/circuit.cir
optical-compressor.device  = $(SPICE) --pre-roll 1.5 optical-compressor/circuit.cir
optical-compressor.train  := --cell gru --hidden 24 --rate 0.005 --epochs 80 \
                             --seed 2
optical-compressor.knob   := Peak Reduction
optical-compressor.at     := 0 0.25 0.5 0.75 1
