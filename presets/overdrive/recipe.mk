# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT

overdrive.name   := Overdrive
overdrive.dry    := guitar-short
overdrive.needs  := overdrive/circuit.cir
overdrive.device  = $(SPICE) overdrive/circuit.cir
overdrive.train  := --hidden 16 --rate 0.005 --epochs 180 --from-anywhere
overdrive.knob   := Drive
overdrive.at     := 0 0.25 0.5 0.75 1
