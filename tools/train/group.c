// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "group.h"

#include "memory.h"

#include <stdlib.h>
#include <string.h>

static Real*
new_array(const size_t n)
{
  return (Real*)rmn_aligned_calloc(n * sizeof(Real));
}

bool
group_init(Group* const           group,
           const Trainee* const   trainee,
           const Recording* const recording,
           const size_t           n_lanes,
           const size_t           n_frames)
{
  group->recording = recording;
  group->lanes     = lanes_new(trainee, n_lanes, n_frames);
  group->target    = new_array(n_lanes * n_frames);
  group->counts    = new_array(n_lanes * n_frames);
  group->at        = (size_t*)calloc(n_lanes, sizeof(size_t));
  group->of        = (LossOf){.n_frames  = n_frames,
                              .n_outputs = trainee->n_outputs,
                              .n_lanes   = n_lanes,
                              .target    = group->target,
                              .counts    = group->counts,
                              .before    = new_array(n_lanes)};
  if (!group->lanes || !group->target || !group->counts || !group->at ||
      !group->of.before) {
    return false;
  }

  group->of.y  = group->lanes->y;
  group->of.dy = group->lanes->dy;
  return true;
}

void
group_free(Group* const group)
{
  lanes_free(group->lanes);
  free(group->target);
  free(group->counts);
  free(group->at);
  free(group->of.before);
}

void
group_place(Group* const group, Random* const random, const size_t n_frames)
{
  const Part   part     = group->recording->train;
  const size_t n_places = part.n - n_frames + 1U;

  for (size_t l = 0; l < group->lanes->n_lanes; ++l) {
    group->at[l] = part.first + (size_t)random_below(random, n_places);
  }
}

/// Copy what the lanes hear next, [frame][lane], and let them move on
static void
fill(Group* const group, const size_t n_frames)
{
  const Recording* const recording = group->recording;
  const size_t           n_lanes   = group->lanes->n_lanes;
  Real* const            x         = group->lanes->x;

  for (size_t l = 0; l < n_lanes; ++l) {
    const size_t at = group->at[l];
    for (size_t t = 0; t < n_frames; ++t) {
      x[t * n_lanes + l]             = (Real)recording->dry[at + t];
      group->target[t * n_lanes + l] = (Real)recording->wet[at + t];
      group->counts[t * n_lanes + l] = recording_counts(recording, at + t);
    }
    group->at[l] += n_frames;
  }
}

void
group_reset(Group* const group)
{
  lanes_reset(group->lanes);
  memset(group->of.before, 0, group->lanes->n_lanes * sizeof(Real));
}

void
group_warm_up(Group* const group, const size_t n_frames)
{
  group_reset(group);
  for (size_t t = 0; t < n_frames; t += group->of.n_frames) {
    fill(group, group->of.n_frames);
    lanes_forward(group->lanes, group->of.n_frames);
    lanes_carry(group->lanes);
  }
}

void
group_step(Group* const group, const Loss* const loss)
{
  fill(group, group->of.n_frames);
  lanes_forward(group->lanes, group->of.n_frames);
  group->loss = loss_gradient(loss, &group->of);
  lanes_backward(group->lanes);
  lanes_carry(group->lanes);
}
