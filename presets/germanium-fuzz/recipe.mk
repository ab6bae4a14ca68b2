# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT

germanium-fuzz.name   := Germanium Fuzz
germanium-fuzz.dry    := guitar
germanium-fuzz.needs  := germanium-fuzz/circuit.cir
germanium-fuzz.device  = $(SPICE) germanium-fuzz/circuit.cir
germanium-fuzz.train  := --hidden 24 --truncation 256 --rate 0.005 --epochs 110 \
                         --from-anywhere --seed 2
germanium-fuzz.knob   := Fuzz
germanium-fuzz.at     := 0 0.25 0.5 1
