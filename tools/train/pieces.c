// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "pieces.h"

#include "../command.h"

#include <math.h>
#include <stdio.h>

enum {
  N_SPANS  = 128, ///< That a piece is divided into
  N_LAST   = 16,  ///< Spans at its end that tell the mean that stays
  MIN_MANY = 8,   ///< Pieces that tell anything
};

/// Share of the energy that is next to nothing
static const double negligible = 2e-4;

/// Share above which it matters
static const double alike = 1e-3;

/// Standard deviations by which means differ that chance does not
static const double too_far = 3.0;

/// What all pieces are between two of their frames
typedef struct {
  double mean;     ///< Of the means of pieces
  double variance; ///< Of that mean, by how pieces differ
  double square;   ///< Mean square of the audio
} Span;

static size_t
first_of(const Recording* const recording, const size_t span)
{
  return span * recording->n_piece / N_SPANS;
}

static Span
span_of(const Recording* const recording, const size_t s)
{
  const size_t first    = first_of(recording, s);
  const size_t end      = first_of(recording, s + 1U);
  const double n_frames = (double)(end - first);
  const size_t n_pieces = recording->n_frames / recording->n_piece;
  double       sum      = 0.0;
  double       squares  = 0.0; // Of the means of pieces
  double       energy   = 0.0;

  for (size_t p = 0; p < n_pieces; ++p) {
    const float* const piece = recording->wet + p * recording->n_piece;
    double             mean  = 0.0;
    for (size_t t = first; t < end; ++t) {
      const double x = (double)piece[t];
      mean += x / n_frames;
      energy += x * x / n_frames;
    }
    sum += mean;
    squares += mean * mean;
  }

  const double n    = (double)n_pieces;
  const double mean = sum / n;
  return (Span){mean, (squares / n - mean * mean) / (n - 1.0), energy / n};
}

static bool
can_tell(const Recording* const recording)
{
  return recording->n_piece >= N_SPANS &&
         recording->n_frames / recording->n_piece >= MIN_MANY;
}

/// What pieces have in common from some span on, and what there is
typedef struct {
  double stays; ///< Mean that pieces end with
  double common;
  double energy;
} Survey;

static Survey
survey_start(const Recording* const recording)
{
  Survey survey = {0.0, 0.0, 0.0};
  for (size_t s = N_SPANS - N_LAST; s < N_SPANS; ++s) {
    survey.stays += span_of(recording, s).mean / N_LAST;
  }
  return survey;
}

static void
survey_add(Survey* const survey, const Span* const span)
{
  const double away = span->mean - survey->stays;
  const double far  = too_far * too_far * span->variance;
  survey->common += away * away > far ? away * away : 0.0;
  survey->energy += span->square;
}

double
pieces_common(const Recording* const recording, const size_t n_settle)
{
  if (!can_tell(recording)) {
    return 0.0;
  }

  Survey survey = survey_start(recording);
  for (size_t s = n_settle * N_SPANS / recording->n_piece; s < N_SPANS; ++s) {
    const Span span = span_of(recording, s);
    survey_add(&survey, &span);
  }
  return survey.energy > 0.0 ? survey.common / survey.energy : 0.0;
}

size_t
pieces_settle(const Recording* const recording)
{
  if (!can_tell(recording)) {
    return 0;
  }

  Survey survey  = survey_start(recording);
  size_t settled = N_SPANS;
  for (size_t s = N_SPANS; s-- > 0U;) {
    const Span span = span_of(recording, s);
    survey_add(&survey, &span);
    settled = survey.common < negligible * survey.energy ? s : settled;
  }
  return first_of(recording, settled);
}

/// Tell with how much each piece begins that does not count, or what it costs
/// to count too much
static void
tell_pieces(const Recording* const    take,
            const TrainOptions* const o,
            Warnings* const           warnings)
{
  const double common = pieces_common(take, take->n_settle);
  if (o->settle_seconds < 0.0 && !o->is_quiet) {
    printf(
      "Pieces: the first %.3f s of each do not count, as all begin alike\n",
      (double)take->n_settle / take->rate_hz);
    fflush(stdout);
  } else if (common > alike) {
    warnings_add(warnings,
                 take->wet_file->path,
                 "all pieces begin alike, which the dry audio does not tell: "
                 "that alone is an ESR of %.2g%%; give --pieces %g alone to "
                 "skip it",
                 100.0 * common,
                 o->piece_seconds);
  }
}

bool
pieces_cut(Recording* const          take,
           const TrainOptions* const o,
           Warnings* const           warnings)
{
  take->n_piece = (size_t)lrint(o->piece_seconds * take->rate_hz);
  if (!take->n_piece) {
    return true;
  }
  take->n_settle = o->settle_seconds < 0.0
                     ? pieces_settle(take)
                     : (size_t)lrint(o->settle_seconds * take->rate_hz);
  if (take->n_piece <= take->n_settle) {
    command_report(take->wet_file->path,
                   "has no frame left in its pieces: --pieces takes a LENGTH "
                   "that exceeds its SKIP, and in which they settle");
    return false;
  }
  tell_pieces(take, o, warnings);
  return true;
}
