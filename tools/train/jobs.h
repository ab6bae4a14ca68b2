// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file jobs.h Processes of this machine that carry out a sweep

#ifndef REMANENCE_TRAIN_JOBS_H
#define REMANENCE_TRAIN_JOBS_H

#include "sweep.h"

/**
   Carry out all runs, `n_jobs` of the options of them at a time, and show how
   far they are.

   Each is a process of its own, which an interrupt of this one reaches too:
   then no other run begins.  Call it before there are threads.
*/
void
jobs_carry_out(Sweep* sweep);

#endif // REMANENCE_TRAIN_JOBS_H
