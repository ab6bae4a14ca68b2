# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT

distortion.name   := Distortion
distortion.dry    := guitar-short
distortion.needs  := distortion/circuit.cir
distortion.device  = $(SPICE) distortion/circuit.cir
distortion.train  := --hidden 16 --rate 0.005 --seed 4 --epochs 180
distortion.knob   := Drive
distortion.at     := 0 0.25 0.5 0.75 1
