// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file ranks.h Processes of a cluster that carry out a sweep together.

   ranks_mpi.c has them, and is built by `make MPI=1`; in ranks_none.c there is
   one process alone.  All ranks call the same functions in the same order.
*/

#ifndef REMANENCE_TRAIN_RANKS_H
#define REMANENCE_TRAIN_RANKS_H

#include "sweep.h"

void
ranks_open(void);

void
ranks_close(void);

/// Return the number of ranks, and which of them this is, from 0
uint32_t
ranks_count(void);

uint32_t
ranks_self(void);

/// Return what rank 0 says
int
ranks_share(int value);

/// Return whether all say yes
bool
ranks_agree(bool ok);

/// Carry out run `i` on rank `i` modulo their number, and let all know what the
/// runs came to
void
ranks_carry_out(Sweep* sweep);

#endif // REMANENCE_TRAIN_RANKS_H
