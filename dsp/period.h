// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file period.h Layers that step once in a while, and hold what they gave.

   A layer of period P steps in frames 0, P, 2P and so on after a reset, and
   hears no other frame: Koutnik, Greff, Gomez, Schmidhuber, "A clockwork RNN",
   2014.  A period is a power of two, so that the frames of a state, which are
   counted modulo 2^32, tell it for ever.
*/

#ifndef RMN_PERIOD_H
#define RMN_PERIOD_H

#include "kernel/kernel.h"

/**
   Run layers as their kernel does, but in the frames in which they step.

   @param runs `n_layers` of them, whose frames all count, stepped in or not;
   `in` and `out` hold every frame.
*/
RMN_RT
void
rmn_layers_run(const RmnKernel*      kernel,
               const RmnPackedLayer* layers,
               const RmnRun*         runs);

#endif // RMN_PERIOD_H
