// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "adam.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double mean_decay     = 0.9;
static const double variance_decay = 0.999;
static const double epsilon        = 1e-8;

enum { INTERVAL = 10 }; ///< Steps from one look at the bases to the next

bool
adam_init(Adam* const adam, const size_t n)
{
  adam->n        = n;
  adam->n_steps  = 0;
  adam->mean     = (double*)calloc(n, sizeof(double));
  adam->variance = (double*)calloc(n, sizeof(double));
  adam->turned   = (double*)calloc(n, sizeof(double));
  adam->step     = (double*)calloc(n, sizeof(double));
  adam->n_bases  = 0;
  return adam->mean && adam->variance && adam->turned && adam->step;
}

size_t*
adam_add_basis(Adam* const adam, const size_t n_rows, const size_t n_columns)
{
  Basis* const basis = &adam->bases[adam->n_bases++];
  return basis_init(basis, n_rows, n_columns) ? basis->at : NULL;
}

void
adam_free(Adam* const adam)
{
  free(adam->mean);
  free(adam->variance);
  free(adam->turned);
  free(adam->step);
  for (uint32_t b = 0; b < adam->n_bases; ++b) {
    basis_free(&adam->bases[b]);
  }
}

/// A step, and what a crew does of it
typedef struct {
  Adam*         adam;
  const double* gradient;
} Step;

/// Turn basis `i` to where gradients now lie
static void
follow_task(void* const data, const uint32_t i)
{
  const Step* const step  = (const Step*)data;
  Basis* const      basis = &step->adam->bases[i];
  basis_count(basis, step->gradient);
  basis_follow(basis);
}

/// Put the gradient, or its mean, into a basis
static void
turn_task(void* const data, const uint32_t i)
{
  const Adam* const adam = ((const Step*)data)->adam;
  const uint32_t    room = i % 2U;
  basis_turn(&adam->bases[i / 2U], room, room ? adam->turned : adam->step);
}

/// Put the step back out of a basis, or count the gradient in
static void
turn_back_task(void* const data, const uint32_t i)
{
  const Step* const step = (const Step*)data;
  Adam* const       adam = step->adam;
  if (i < adam->n_bases) {
    basis_turn_back(&adam->bases[i], adam->step);
  } else {
    basis_count(&adam->bases[i - adam->n_bases], step->gradient);
  }
}

void
adam_step(Adam* const         adam,
          Crew* const         crew,
          double* const       weights,
          const double* const gradient,
          const double        rate)
{
  const double   t              = (double)++adam->n_steps;
  const double   mean_scale     = 1.0 / (1.0 - pow(mean_decay, t));
  const double   variance_scale = 1.0 / (1.0 - pow(variance_decay, t));
  const bool     follows        = adam->n_steps % INTERVAL == 1U;
  const uint32_t n_bases        = adam->n_bases;
  Step           step           = {adam, gradient};

  for (size_t i = 0; i < adam->n; ++i) {
    adam->mean[i] =
      mean_decay * adam->mean[i] + (1.0 - mean_decay) * gradient[i];
  }
  memcpy(adam->turned, gradient, adam->n * sizeof(double));
  memcpy(adam->step, adam->mean, adam->n * sizeof(double));
  if (follows) {
    crew_run(crew, follow_task, &step, n_bases);
  }
  crew_run(crew, turn_task, &step, 2U * n_bases);
  for (size_t i = 0; i < adam->n; ++i) {
    const double g = adam->turned[i];
    adam->variance[i] =
      variance_decay * adam->variance[i] + (1.0 - variance_decay) * g * g;
    adam->step[i] *=
      mean_scale / (sqrt(adam->variance[i] * variance_scale) + epsilon);
  }
  crew_run(crew, turn_back_task, &step, follows ? n_bases : 2U * n_bases);
  for (size_t i = 0; i < adam->n; ++i) {
    weights[i] -= rate * adam->step[i];
  }
}

void
adam_copy(Adam* const dst, const Adam* const src)
{
  dst->n_steps = src->n_steps;
  memcpy(dst->mean, src->mean, src->n * sizeof(double));
  memcpy(dst->variance, src->variance, src->n * sizeof(double));
  for (uint32_t b = 0; b < src->n_bases; ++b) {
    basis_copy(&dst->bases[b], &src->bases[b]);
  }
}

void
adam_visit(Adam* const adam, Archive* const archive)
{
  ARCHIVE_VISIT(archive, adam->n_steps);
  archive_visit(archive, adam->mean, adam->n * sizeof(double));
  archive_visit(archive, adam->variance, adam->n * sizeof(double));
  for (uint32_t b = 0; b < adam->n_bases; ++b) {
    basis_visit(&adam->bases[b], archive);
  }
}

double
gradient_clip(double* const gradient, const size_t n, const double limit)
{
  double sum = 0.0;
  for (size_t i = 0; i < n; ++i) {
    sum += gradient[i] * gradient[i];
  }

  const double norm = sqrt(sum);
  if (isfinite(norm) && norm > limit) {
    for (size_t i = 0; i < n; ++i) {
      gradient[i] *= limit / norm;
    }
  }
  return norm;
}

double
schedule_rate(const Schedule* const schedule,
              const uint64_t        n_steps,
              const double          progress)
{
  static const double pi = 3.14159265358979323846;

  const double rise = n_steps < schedule->n_warm_up
                        ? (double)(n_steps + 1U) / (double)schedule->n_warm_up
                        : 1.0;
  const double fall = 0.5 + 0.5 * cos(pi * fmin(progress, 1.0));
  return rise *
         (schedule->last_rate + fall * (schedule->rate - schedule->last_rate));
}
