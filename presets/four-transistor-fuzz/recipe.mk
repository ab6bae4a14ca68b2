# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT

four-transistor-fuzz.name   := Four-Transistor Fuzz
four-transistor-fuzz.dry    := guitar
four-transistor-fuzz.needs  := four-transistor-fuzz/circuit.cir
four-transistor-fuzz.device  = $(SPICE) --linear-phase four-transistor-fuzz/circuit.cir
four-transistor-fuzz.train  := --hidden 32 --truncation 256 --rate 0.005 --epochs 110
four-transistor-fuzz.knob   := Sustain
four-transistor-fuzz.at     := 0 0.5 0.75 0.9 1
