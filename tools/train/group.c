// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "group.h"

#include "memory.h"

#include <stdlib.h>
#include <string.h>

enum {
  FRESH  = 4, ///< One lane of so many begins a stream from zero,
  ASTRAY = 8, ///< and one of so many, if asked for, anywhere
};

static Real*
new_array(const size_t n)
{
  return (Real*)rmn_aligned_calloc(n * sizeof(Real));
}

bool
group_init(Group* const            group,
           const Trainee* const    trainee,
           const RmnNetwork* const network,
           const Session* const    session,
           const Steps* const      steps,
           const size_t            n_lanes,
           const size_t            n_frames,
           const size_t            n_ahead)
{
  group->session = session;
  group->n_ahead = n_ahead;
  group->lanes   = lanes_new(trainee, n_lanes, n_frames + n_ahead);
  group->target  = new_array(n_lanes * n_frames * trainee->n_outputs);
  group->counts  = new_array(n_lanes * n_frames);
  group->at      = (Place*)calloc(n_lanes, sizeof(Place));
  group->of      = (LossOf){.n_frames  = n_frames,
                            .n_outputs = trainee->n_outputs,
                            .n_lanes   = n_lanes,
                            .target    = group->target,
                            .counts    = group->counts,
                            .before    = new_array(n_lanes * trainee->n_outputs)};
  group->steps   = steps;
  group->front =
    trainee->n_front && !steps ? front_new(network, n_lanes) : NULL;
  group->pool = (Pool){.kind     = session->goal.pool,
                       .hop      = session->goal.hop,
                       .window   = recording_unit(session->takes),
                       .n        = n_lanes * trainee->n_outputs,
                       .n_frames = n_frames};
  if (!pool_init(&group->pool) ||
      (trainee->n_front && !steps && !group->front) || !group->lanes ||
      !group->target || !group->counts || !group->at || !group->of.before) {
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
  front_free(group->front);
  pool_free(&group->pool);
  free(group->target);
  free(group->counts);
  free(group->at);
  free(group->of.before);
}

/// Return frames of a recording from step to step
static size_t
period(const Group* const group)
{
  return group->steps ? group->steps->period : 1U;
}

void
group_place(Group* const group, Random* const random, const size_t n_frames)
{
  const size_t P = period(group);
  for (size_t l = 0; l < group->lanes->n_lanes; ++l) {
    group->at[l] = session_place(group->session, random, (n_frames + 1U) * P);
    group->at[l].frame += P - 1U - (group->at[l].frame + P - 1U) % P;
  }
}

/// Copy what a front gives in the steps that lane `l` hears next
static void
fill_steps(const Group* const group, const size_t l, const size_t n_steps)
{
  const size_t       n_lanes = group->lanes->n_lanes;
  const size_t       n       = n_steps * group->steps->n_channels;
  const float* const from    = steps_at(group->steps, group->at[l]);
  for (size_t i = 0; i < n; ++i) {
    group->lanes->x[i * n_lanes + l] = (Real)from[i];
  }
}

/// Copy audio and knobs that lane `l` hears next, [frame][input][lane]
static void
fill_inputs(const Group* const group, const size_t l, const size_t n_frames)
{
  const Trainee* const   trainee = group->lanes->trainee;
  const Recording* const take    = group->at[l].take;
  const size_t           n_in    = trainee->n_inputs;
  const size_t           n_lanes = group->lanes->n_lanes;

  if (group->steps) {
    fill_steps(group, l, n_frames);
    return;
  }
  if (group->front) {
    front_hear(
      group->front, l, take, group->at[l].frame, n_frames, group->lanes->x);
    return;
  }
  for (size_t t = 0; t < n_frames; ++t) {
    Real* const x = group->lanes->x + t * n_in * n_lanes + l;
    x[0]          = (Real)take->dry[group->at[l].frame + t];
    for (size_t i = 1; i < n_in; ++i) {
      const float* const other = take->others[i - 1U];
      x[i * n_lanes] =
        other ? (Real)other[group->at[l].frame + t]
              : trainee_knob(trainee, i, (double)take->knobs[i - 1U]);
    }
  }
}

/// Copy what lane `l` is to answer, [frame][output][lane]; the number of a
/// class stands for all of its outputs
static void
fill_target(const Group* const group, const size_t l, const size_t n_frames)
{
  const Recording* const take    = group->at[l].take;
  const Real             weight  = (Real)take->weight;
  const size_t           n_lanes = group->lanes->n_lanes;
  const size_t           at      = group->at[l].frame;

  const bool   is_class = group->session->goal.kind == GOAL_CLASS;
  const size_t n_out    = is_class ? 1U : group->of.n_outputs;
  for (size_t t = 0; t < n_frames; ++t) {
    const size_t frame  = at + t * period(group);
    Real* const  target = group->target + t * n_out * n_lanes + l;
    target[0]           = (Real)take->wet[frame];
    for (size_t o = 1; o < n_out; ++o) {
      target[o * n_lanes] = (Real)take->wets[o - 1U][frame];
    }
    group->counts[t * n_lanes + l] = recording_counts(take, frame) ? weight : 0;
  }
}

/// Let the lanes hear what comes next and a little later, and move on
static void
fill(Group* const group, const size_t n_frames)
{
  for (size_t l = 0; l < group->lanes->n_lanes; ++l) {
    fill_inputs(group, l, n_frames + group->n_ahead);
    fill_target(group, l, n_frames);
    group->at[l].frame += n_frames * period(group);
  }
}

static void
forget_errors(Group* const group)
{
  memset(group->of.before,
         0,
         group->of.n_outputs * group->lanes->n_lanes * sizeof(Real));
}

void
group_scatter(Group* const group, Random* const random)
{
  lanes_scatter_some(group->lanes, ASTRAY, random);
}

void
group_reset(Group* const group)
{
  lanes_reset(group->lanes);
  forget_errors(group);
}

/// Let the lanes hear what comes next, from a state of zero if a window begins
static void
hear(Group* const group)
{
  const Place* const place  = group->at;
  const uint32_t     window = place->take->window;
  if (window && place->frame % window == 0U) {
    group_reset(group);
  }
  fill(group, group->of.n_frames);
  lanes_forward(group->lanes, group->of.n_frames + group->n_ahead);
}

void
group_warm_up(Group* const group, const size_t n_frames)
{
  forget_errors(group);
  lanes_reset_some(group->lanes, FRESH);
  for (size_t t = 0; t < n_frames; t += group->of.n_frames) {
    hear(group);
    lanes_carry(group->lanes, group->of.n_frames);
  }
}

void
group_step(Group* const group, const Loss* const loss)
{
  hear(group);
  pool_forward(&group->pool, group->lanes->y);
  group->loss = loss_gradient(loss, &group->of);
  pool_backward(&group->pool, group->lanes->dy);
  group->lanes->pull = (Real)loss->pull;
  lanes_backward(group->lanes);
  lanes_carry(group->lanes, group->of.n_frames);
}
