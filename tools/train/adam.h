// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file adam.h The optimiser (Kingma and Ba 2015), with what keeps it safe.

   Weights that are a matrix may have a basis that steps are taken in.

   Recurrent networks explode at times: the gradient is clipped by its norm, a
   schedule lowers the rate, and a snapshot takes the network back to where all
   was well.
*/

#ifndef REMANENCE_TRAIN_ADAM_H
#define REMANENCE_TRAIN_ADAM_H

#include "archive.h"
#include "basis.h"
#include "crew.h"
#include "rmn.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { MAX_BASES = RMN_MAX_LAYERS };

typedef struct {
  size_t   n;        ///< Number of weights
  uint64_t n_steps;  ///< Taken so far
  double*  mean;     ///< [n] of gradients, decaying
  double*  variance; ///< [n] of gradients in the bases, about zero, decaying
  double*  turned;   ///< [n] the gradient in the bases, scratch
  double*  step;     ///< [n] scratch
  uint32_t n_bases;
  Basis    bases[MAX_BASES]; ///< Each of other weights
} Adam;

/// Return whether there was memory; adam_free() in any case
bool
adam_init(Adam* adam, size_t n);

/// Add a basis for a matrix of weights, and return where its elements stand,
/// [n_rows][n_columns] for the caller to fill in, or NULL without memory
size_t*
adam_add_basis(Adam* adam, size_t n_rows, size_t n_columns);

void
adam_free(Adam* adam);

/// Move the weights against the gradient, with a crew or, if NULL, alone
void
adam_step(Adam*         adam,
          Crew*         crew,
          double*       weights,
          const double* gradient,
          double        rate);

/// Copy all that steps have left, between optimisers of as many weights and the
/// same bases
void
adam_copy(Adam* dst, const Adam* src);

/// Count, save or load all that steps have left
void
adam_visit(Adam* adam, Archive* archive);

/// Scale a gradient down to a norm of at most `limit`; return what it was, NAN
/// or infinity if some element is
double
gradient_clip(double* gradient, size_t n, double limit);

/// How the rate of learning goes from its beginning to its end
typedef struct {
  double   rate;      ///< At its highest
  double   last_rate; ///< At the end
  uint64_t n_warm_up; ///< Steps that lead up to it
} Schedule;

/// Return the rate of a step, at `progress` of the whole from 0 to 1: a
/// linear rise, then half a cosine (Loshchilov and Hutter 2017)
double
schedule_rate(const Schedule* schedule, uint64_t n_steps, double progress);

#endif // REMANENCE_TRAIN_ADAM_H
