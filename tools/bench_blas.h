// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file bench_blas.h What the engine is compared with: the textbook, by BLAS.

   One matrix-vector product by OpenBLAS for each layer of a time step, two for
   a GRU, with the matrices stored column by column, which is fastest there; and
   the gates by the C library.
*/

#ifndef REMANENCE_BENCH_BLAS_H
#define REMANENCE_BENCH_BLAS_H

#include "rmn.h"

typedef struct BlasImpl Blas;

/// Return whether blas_new() knows every layer of a network
bool
blas_supports(const RmnNetwork* network);

/// Return an engine at zero for a network that outlives it, or NULL
Blas*
blas_new(const RmnNetwork* network);

void
blas_free(Blas* blas);

/// Put h and C back to zero
void
blas_reset(Blas* blas);

/// Run the audio of one stream, with every other input at its default
void
blas_process(Blas* blas, const float* in, float* out, uint32_t n_frames);

#endif // REMANENCE_BENCH_BLAS_H
