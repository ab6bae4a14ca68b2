// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file linear.h Linear prediction, to hold against a network that predicts.

   Coefficients that are the best there are for the training part as a whole,
   by its autocorrelation (Levinson 1947), as a network has one set of weights.
*/

#ifndef REMANENCE_TRAIN_LINEAR_H
#define REMANENCE_TRAIN_LINEAR_H

#include "session.h"

enum { LINEAR_MAX_ORDER = 32 };

/**
   Fit linear prediction to the part for training, and measure it on another.

   @param order Samples that it looks back, up to LINEAR_MAX_ORDER; 0 to take
   the present for what comes.
   @return The energy of its error over that of the signal, as an ESR; of a
   table whose columns are foretold, each by itself, the mean over the columns.
*/
double
linear_esr(const Session* session, uint32_t order, PartOf part);

/**
   Solve for the coefficients by which the samples up to now predict the one
   `ahead` frames later.

   @param r [ahead + order] Autocorrelation from lag 0 on.
   @param[out] a [order] Of the present sample, the one before it, and so on.
*/
void
linear_solve(const double* r, uint32_t order, uint32_t ahead, double* a);

#endif // REMANENCE_TRAIN_LINEAR_H
