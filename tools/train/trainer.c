// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "trainer_impl.h"

#include "network.h"

#include <cblas.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
  MIN_STREAM  = 16384, ///< Frames of a stream that teach, if there are as many
  MAX_STREAM  = 65536,
  MAX_WARM_UP = 8192,
  RISE        = 200, ///< Updates until the rate of learning is reached
};

static const double last_rate  = 1e-5;
static const double audio_mean = 1e-12; ///< Least energy to divide by

/// A cell that adds up what it hears for ever is stuck: no gradient passes its
/// tanh, and only much later does it show that a network no longer answers.
/// So a cell that strays costs a little, as part of the energy of the target
static const double cell_cost = 0.01;

/// Factors that make sums over an update means over the recordings
static Loss
plan_loss(const Trainer* const trainer)
{
  const Session* const session = trainer->session;
  const Energy         energy  = session_energy(session);
  const double   share = (double)energy.n / (double)session_n_train(session);
  const uint32_t n_out =
    trainer->settings.loss == LOSS_CE ? 1U : trainer->trainee->n_outputs;
  const double n =
    share * (double)trainer->settings.truncation * N_LANES_ALL * n_out;
  Loss loss = {.kind = trainer->settings.loss, .plain = 1.0 / n};

  if (loss.kind == LOSS_ESR) {
    loss.plain      = 0.5 / (n * fmax(energy.plain, audio_mean));
    loss.emphasised = 0.5 / (n * fmax(energy.emphasised, audio_mean));
    loss.pull       = cell_cost / n;
  }
  return loss;
}

/// Larger networks learn more slowly: 0.02 up to 16 units, 0.01 at 40
static double
choose_rate(const RmnNetwork* const network)
{
  uint32_t widest = 1;
  for (uint32_t l = 0; l < network->n_layers; ++l) {
    const uint32_t n = network->layers[l].shape.n_outputs;
    widest           = n > widest ? n : widest;
  }
  return 0.02 * fmin(1.0, pow(16.0 / widest, 0.75));
}

static size_t
at_most(const size_t n, const size_t most)
{
  return n < most ? n : most;
}

static size_t
at_least(const size_t n, const size_t least)
{
  return n > least ? n : least;
}

/// Return with how much streams begin that teaches nothing, of those planned
/// for recordings that are long enough
static size_t
plan_warm_up(const TrainSettings* const settings, const size_t n_take)
{
  const size_t least = n_warm_up_of(settings);
  const size_t most  = round_up(MAX_WARM_UP, settings->truncation);
  return settings->n_warm_up || n_take < 4U * most ? least : most;
}

/// Plan streams that are long, where the recordings are, and an epoch that
/// hears as much as there is to learn from, or somewhat more if that is little
static void
plan_streams(Trainer* const trainer)
{
  const TrainSettings* const s       = &trainer->settings;
  const size_t               stretch = s->truncation;
  const size_t               P = trainer->steps ? trainer->steps->period : 1U;
  const size_t               n_train = session_n_train(trainer->session) / P;
  const size_t               n_take = session_n_shortest(trainer->session) / P -
                        (P > 1U ? 1U : 0U); // The first is to be waited for
  const size_t n_warm_up = plan_warm_up(s, n_take);
  const size_t n_room    = n_take - n_warm_up - s->look_ahead;
  const size_t n_varied  = at_least(n_take / 4U, MIN_STREAM);
  const size_t n_stream  = at_most(at_most(n_room, n_varied), MAX_STREAM);
  const size_t n_epoch =
    at_least(n_train / N_LANES_ALL, at_most(n_room, MIN_STREAM));

  trainer->n_warm_up = n_warm_up;
  trainer->n_stream  = n_stream / stretch * stretch;
  trainer->n_epoch   = (uint32_t)(n_epoch / stretch);
}

size_t
trainer_least_frames(const TrainSettings* const settings)
{
  return n_warm_up_of(settings) + settings->look_ahead +
         8U * settings->truncation;
}

/// Give each layer a basis, with a row for all that one gate of a unit sees
static bool
add_bases(Adam* const adam, const Trainee* const trainee)
{
  for (uint32_t l = 0; l < trainee->n_layers; ++l) {
    const RmnLayerSizes n        = rmn_shape_sizes(&trainee->layers[l].shape);
    const LayerArrays   a        = trainee_arrays(trainee, l, trainee->values);
    const size_t        n_inputs = n.W / n.b;
    const size_t        n_states = n.U / n.b;
    size_t* at = adam_add_basis(adam, n.b, n_inputs + n_states + 1U);
    if (!at) {
      return false;
    }
    for (size_t row = 0; row < n.b; ++row) {
      for (size_t i = 0; i < n_inputs; ++i) {
        *at++ = (size_t)(a.W - trainee->values) + row * n_inputs + i;
      }
      for (size_t i = 0; i < n_states; ++i) {
        *at++ = (size_t)(a.U - trainee->values) + row * n_states + i;
      }
      *at++ = (size_t)(a.b - trainee->values) + row;
    }
  }
  return true;
}

static bool
allocate(Trainer* const trainer, const RmnNetwork* const network)
{
  const size_t n = trainer->trainee->n_weights;
  const size_t P = front_period(network);
  if (P > 1U) {
    trainer->steps = steps_new(network, trainer->session, P);
  }
  bool ok = P == 1U || trainer->steps;
  for (int g = 0; g < N_GROUPS; ++g) {
    ok = ok && group_init(&trainer->groups[g],
                          trainer->trainee,
                          network,
                          trainer->session,
                          trainer->steps,
                          FUSED_LANES,
                          trainer->settings.truncation,
                          trainer->settings.look_ahead);
  }

  trainer->gradient     = (double*)calloc(n, sizeof(double));
  trainer->best.weights = (double*)calloc(n, sizeof(double));
  trainer->crew         = crew_new(trainer->settings.n_threads < N_GROUPS
                             ? trainer->settings.n_threads
                             : N_GROUPS);
  ok                    = adam_init(&trainer->adam, n) && ok;
  ok                    = adam_init(&trainer->best.adam, n) && ok;
  ok                    = ok && add_bases(&trainer->adam, trainer->trainee) &&
       add_bases(&trainer->best.adam, trainer->trainee);
  return ok && trainer->gradient && trainer->best.weights && trainer->crew;
}

void
trainer_save_snapshot(Trainer* const trainer)
{
  adam_copy(&trainer->best.adam, &trainer->adam);
  memcpy(trainer->best.weights,
         trainer->trainee->weights,
         trainer->adam.n * sizeof(double));
}

void
trainer_return_to_snapshot(Trainer* const trainer)
{
  adam_copy(&trainer->adam, &trainer->best.adam);
  memcpy(trainer->trainee->weights,
         trainer->best.weights,
         trainer->adam.n * sizeof(double));
  trainee_update(trainer->trainee);
}

/// Check that layers with a period have enough steps, and frames that count in
/// them
static bool
check_steps(const Session* const       session,
            const TrainSettings* const settings,
            const size_t               P,
            RmnError* const            error)
{
  const Recording* const take = session->takes;
  if (P > 1U && (take->hop > 1U || take->window || take->n_piece)) {
    return !rmn_error_set(error,
                          RMN_ERR_UNSUPPORTED,
                          "layers step every %zu frames, which goes without "
                          "--hop, --window and --pieces",
                          P);
  }
  if (session_n_shortest(session) < P * (trainer_least_frames(settings) + 1U)) {
    return !rmn_error_set(error,
                          RMN_ERR_VALUE,
                          "layers step every %zu frames, for which the audio "
                          "is too short: take less of --truncation, or more "
                          "audio",
                          P);
  }
  return true;
}

Trainer*
trainer_new(const RmnNetwork* const    network,
            const Session* const       session,
            const TrainSettings* const settings,
            RmnError* const            error)
{
  const size_t P = front_period(network);
  if (P > 1U && !check_steps(session, settings, P, error)) {
    return NULL;
  }
  Trainer* const trainer = (Trainer*)calloc(1, sizeof(Trainer));
  if (!trainer) {
    rmn_error_set(error, RMN_ERR_NO_MEMORY, "no memory to train");
    return NULL;
  }

  openblas_set_num_threads(1); // The groups are what runs side by side
  trainer->settings = *settings;
  trainer->settings.look_ahead =
    rmn_network_is_backward(network) ? settings->look_ahead : 0U;
  trainer->session   = session;
  trainer->random    = (Random){settings->seed};
  trainer->slowness  = 1.0;
  trainer->best_loss = INFINITY;
  trainer->trainee   = trainee_new(network, fused_funcs, error);
  if (!trainer->trainee) {
    trainer_free(trainer);
    return NULL;
  }
  if (!allocate(trainer, network)) {
    rmn_error_set(error, RMN_ERR_NO_MEMORY, "no memory to train");
    trainer_free(trainer);
    return NULL;
  }

  trainee_centre_knobs(trainer->trainee, network);
  const double rate =
    settings->rate > 0.0 ? settings->rate : choose_rate(network);
  trainer->schedule = (Schedule){rate, fmin(rate, last_rate), RISE};
  trainer->loss     = plan_loss(trainer);
  plan_streams(trainer);
  trainer_save_snapshot(trainer);
  return trainer;
}

void
trainer_free(Trainer* const trainer)
{
  if (!trainer) {
    return;
  }

  crew_free(trainer->crew);
  for (int g = 0; g < N_GROUPS && trainer->trainee; ++g) {
    group_free(&trainer->groups[g]);
  }
  steps_free(trainer->steps);
  adam_free(&trainer->adam);
  adam_free(&trainer->best.adam);
  trainee_free(trainer->trainee);
  free(trainer->best.weights);
  free(trainer->gradient);
  free(trainer);
}

uint64_t
trainer_n_updates(const Trainer* const trainer)
{
  return trainer->n_epoch;
}

uint64_t
trainer_n_frames(const Trainer* const trainer)
{
  return (uint64_t)trainer->settings.truncation * N_LANES_ALL;
}

void
trainer_store(const Trainer* const trainer, RmnNetwork* const network)
{
  trainee_store(trainer->trainee, network);
}
