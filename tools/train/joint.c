// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "joint.h"

#include <string.h>

/// Return frame `t`, counted from the end if frames are to be turned
static const Real*
frame_at(const Strand* const from,
         const size_t        t,
         const size_t        n_frames,
         const bool          is_turned)
{
  return from->first + (is_turned ? n_frames - 1U - t : t) * from->stride;
}

void
strand_copy(const Strand* const to,
            const Strand* const from,
            const size_t        n_frames,
            const bool          is_turned)
{
  for (size_t t = 0; t < n_frames; ++t) {
    memcpy(to->first + t * to->stride,
           frame_at(from, t, n_frames, is_turned),
           to->n * sizeof(Real));
  }
}

void
strand_add(const Strand* const to,
           const Strand* const from,
           const size_t        n_frames,
           const bool          is_turned)
{
  for (size_t t = 0; t < n_frames; ++t) {
    const Real* const x = frame_at(from, t, n_frames, is_turned);
    Real* const       y = to->first + t * to->stride;
    for (size_t i = 0; i < to->n; ++i) {
      y[i] += x[i];
    }
  }
}
