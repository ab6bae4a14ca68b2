// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file loss.h How far a network is from its target

#ifndef REMANENCE_TRAIN_LOSS_H
#define REMANENCE_TRAIN_LOSS_H

#include "real.h"

typedef enum {
  LOSS_ESR, ///< Energy of the error over that of the target, plain and
            ///< pre-emphasised, which the ear follows better, half each
  LOSS_MSE, ///< Mean square of the error
  LOSS_BCE, ///< Binary cross-entropy, for targets and outputs from 0 to 1
  LOSS_CE,  ///< Cross-entropy of a softmax of scores, for numbers of classes
} LossKind;

enum { N_LOSSES = LOSS_CE + 1 };

/// Return the name of a loss, such as "esr"
const char*
loss_name(LossKind kind);

/// Return the binary cross-entropy of a probability `y` where `label` is so
double
cross_entropy(double y, double label);

/// Return the cross-entropy of a softmax of `n` scores where class `k` is right
double
class_entropy(const float* scores, size_t n, size_t k);

/// Pre-emphasis is x[t] - pre_emphasis x[t - 1]
extern const double pre_emphasis;

/// A loss as sums over samples, each with a factor that makes it a mean
typedef struct {
  LossKind kind;
  double   plain;      ///< Factor of the error, as the loss measures it
  double   emphasised; ///< Factor of the error after pre-emphasis
  double   pull; ///< Factor of what cells cost that stray, see cell_excess();
                 ///< the loss that is told is without
} Loss;

/// What a loss is of: a stretch of [n_frames][n_outputs][n_lanes]
typedef struct {
  size_t      n_frames;
  size_t      n_outputs;
  size_t      n_lanes;
  const Real* y;
  const Real* target; ///< Of cross-entropy, [n_frames][n_lanes] of classes
  const Real* counts; ///< [n_frames][n_lanes] how much a frame counts
  Real*       dy;     ///< Becomes the gradient
  Real*       before; ///< [n_outputs][n_lanes] error of the frame before, kept
} LossOf;

/// Return the loss of a stretch, and leave its gradient in `of->dy`
double
loss_gradient(const Loss* loss, const LossOf* of);

#endif // REMANENCE_TRAIN_LOSS_H
