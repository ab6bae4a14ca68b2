# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT

bass-drive.name   := Bass Drive
bass-drive.dry    := bass
bass-drive.needs  := bass-drive/circuit.cir
bass-drive.device  = $(SPICE) bass-drive/circuit.cir
bass-drive.train  := --hidden 20 --truncation 256 --rate 0.01 --epochs 160 --seed 2
bass-drive.knob   := Drive
bass-drive.at     := 0 0.25 0.5 0.75 1
