// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "render_whole.h"

#include <cblas.h>
#include <string.h>

static void
be_silent(const Whole* const whole, float* const* const out, const uint32_t n)
{
  for (uint32_t o = 0; o < whole->n_outputs; ++o) {
    memset(out[o], 0, n * sizeof(float));
  }
}

/// Spool what comes in, while nothing comes out
static void
listen(void* const               handle,
       const float* const* const in,
       float* const* const       out,
       const uint32_t            n_frames)
{
  Whole* const whole = (Whole*)handle;

  if (!whole->status && !spool_write(&whole->spool, in, n_frames)) {
    whole->status = RMN_ERR_FILE;
  }
  be_silent(whole, out, n_frames);
}

/// Read what came in, for the sequence
static bool
read(void* const         handle,
     const uint64_t      first,
     float* const* const in,
     const uint32_t      n_frames)
{
  Whole* const whole = (Whole*)handle;

  whole->n_read += n_frames;
  progress_update(whole->progress, whole->n_read);
  return spool_read(&whole->spool, first, in, n_frames);
}

/// Play what comes of it
static void
tell(void* const               handle,
     const float* const* const in,
     float* const* const       out,
     const uint32_t            n_frames)
{
  Whole* const whole = (Whole*)handle;

  (void)in;
  if (!whole->status) {
    whole->status = rmn_sequence_next(whole->sequence, out, n_frames);
  }
  if (whole->status) {
    be_silent(whole, out, n_frames);
  }
}

bool
whole_listen(Whole* const      whole,
             RmnPlayer* const  player,
             const uint32_t    n_streams,
             const char* const path)
{
  const RmnModel* const model    = rmn_player_model(player);
  const uint32_t        n_inputs = n_streams * rmn_model_n_inputs(model);

  *whole = (Whole){.player    = player,
                   .n_outputs = n_streams * rmn_model_n_outputs(model)};
  if (!spool_open(&whole->spool, path, n_inputs)) {
    whole->status = RMN_ERR_FILE;
    return false;
  }

  rmn_player_set_stand_in(player, listen, whole);
  return true;
}

bool
whole_tell(Whole* const whole, const RmnStart start, Progress* const progress)
{
  openblas_set_num_threads(1); // Or bits would depend on how it divides rows
  whole->sequence = rmn_sequence_new(rmn_player_model(whole->player),
                                     rmn_player_state(whole->player),
                                     whole->spool.n_frames,
                                     rmn_batch_product,
                                     read,
                                     whole);
  if (!whole->sequence) {
    whole->status = RMN_ERR_NO_MEMORY;
    return false;
  }

  whole->progress = progress;
  progress->n_total =
    whole->spool.n_frames * rmn_sequence_n_passes(whole->sequence);
  rmn_player_set_stand_in(whole->player, tell, whole);
  rmn_player_reset(whole->player, start);
  return true;
}

const char*
whole_problem(const Whole* const whole)
{
  return whole->spool.problem ? strerror(whole->spool.problem)
         : whole->status      ? rmn_strerror(whole->status)
                              : NULL;
}

void
whole_close(Whole* const whole)
{
  rmn_sequence_free(whole->sequence);
  spool_close(&whole->spool);
  *whole = (Whole){0};
}
