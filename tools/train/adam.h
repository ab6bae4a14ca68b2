// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file adam.h The optimiser (Kingma and Ba 2015), with what keeps it safe.

   Recurrent networks explode at times: the gradient is clipped by its norm, a
   schedule lowers the rate, and a snapshot takes the network back to where all
   was well.
*/

#ifndef REMANENCE_TRAIN_ADAM_H
#define REMANENCE_TRAIN_ADAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
  size_t   n;        ///< Number of weights
  uint64_t n_steps;  ///< Taken so far
  double*  mean;     ///< [n] of gradients, decaying
  double*  variance; ///< [n] of gradients, about zero, decaying
} Adam;

/// Return whether there was memory; adam_free() in any case
bool
adam_init(Adam* adam, size_t n);

void
adam_free(Adam* adam);

/// Move the weights against the gradient
void
adam_step(Adam* adam, double* weights, const double* gradient, double rate);

/// Copy all that steps have left, between optimisers of as many weights
void
adam_copy(Adam* dst, const Adam* src);

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
