// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_predictor.c Values come when hops and windows end, and are what
/// the player puts out

#include "../given.h"

#include <string.h>

/// Check that frames hold what the player put out at the end of the hop before:
/// hop `k` ends with frame `n_late + (k + 1) hop - 1`
static void
check_hops(const RmnNetwork* const network,
           const Given* const      given,
           const Given* const      raw,
           const double            hop,
           const uint32_t          n_late)
{
  for (uint32_t t = 0; t < N; ++t) {
    const double   n   = floor(((double)t + 1.0 - n_late) / hop + 1e-9);
    const uint32_t end = (uint32_t)(n_late + floor(n * hop + 1e-9)) - 1U;
    for (uint32_t o = 0; o < network->n_outputs; ++o) {
      CHECK(n > 0.0 ? given->values[o][t] == raw->values[o][end]
                    : given->values[o][t] == network->outputs[o].minimum);
    }
    CHECK(given->winners[t] == 0.0f);
  }
}

/// Predict, and check that the sound waits for what is said of it; return how
/// long it does
static uint32_t
predict_in_time(const Predicting p, const uint32_t n_block, Given* const given)
{
  const uint32_t late = rmn_predictor_latency(p.predictor);
  predict(p, n_block, given);
  for (uint32_t t = 0; t < late; ++t) {
    CHECK(through[t] == 0.0f);
  }
  CHECK(!memcmp(through + late, noise, (N - late) * sizeof(float)));
  return late;
}

static void
values_come_with_the_hop(void)
{
  static Given      raw;
  static Given      given;
  const uint32_t    hops[]  = {1, 2, 64, 1000};
  RmnNetwork* const network = several_outputs(N_OUT, RMN_SIGMOID);
  network->prediction.kind  = RMN_PREDICT_VALUE;
  network->outputs[1]       = (RmnOutput){"Level", "dB", -60.0f, 0.0f, 0.0f};
  play(network, 48000.0, RMN_RATE_AUTO, &raw);

  for (uint32_t i = 0; i < 16U; ++i) {
    const uint32_t hop      = hops[i / N_BLOCKS];
    network->prediction.hop = hop;
    const Predicting p      = predicting(network, 48000.0, RMN_RATE_AUTO);
    predict(p, blocks[i % N_BLOCKS], &given);
    check_hops(network, &given, &raw, hop, 0U);
    predicting_end(p);
  }
  rmn_network_free(network);
}

/// At another rate, hops last as long, and wait for the latency
static void
hops_keep_time_at_other_rates(void)
{
  static Given      raw;
  static Given      given;
  RmnNetwork* const network = several_outputs(N_OUT, RMN_SIGMOID);
  network->prediction.kind  = RMN_PREDICT_VALUE;
  network->prediction.hop   = 480U;

  const double      rates[] = {44100.0, 96000.0, 88200.0, 96000.0};
  const RmnRateMode modes[] = {
    RMN_RATE_AUTO, RMN_RATE_AUTO, RMN_RATE_RESAMPLE, RMN_RATE_NATIVE};
  for (uint32_t i = 0; i < 4U; ++i) {
    const double hop = modes[i] == RMN_RATE_NATIVE ? 480.0 : rates[i] / 100.0;
    play(network, rates[i], modes[i], &raw);
    for (uint32_t b = 0; b < N_BLOCKS; ++b) {
      const Predicting p    = predicting(network, rates[i], modes[i]);
      const uint32_t   late = predict_in_time(p, blocks[b], &given);
      CHECK(late == rmn_player_latency(p.player));
      CHECK((modes[i] == RMN_RATE_RESAMPLE || rates[i] < 48000.0) == !!late);
      check_hops(network, &given, &raw, hop, late);
      predicting_end(p);
    }
  }
  rmn_network_free(network);
}

/// What hears the future is as late as that, and so is the sound
static void
hops_wait_for_the_future(void)
{
  static Given   raw;
  static Given   given;
  const RmnShape shapes[] = {
    {.type = RMN_GRU, .n_inputs = 1, .n_outputs = 3},
    {.type      = RMN_GRU,
     .n_inputs  = 1,
     .n_outputs = 3,
     .direction = RMN_BACKWARD,
     .place     = RMN_BESIDE},
    {.type = RMN_DENSE, .n_inputs = 6, .n_outputs = N_OUT}};
  RmnNetwork* const network = random_network(shapes, 3, 21);
  network->rate_hz          = 48000.0;
  network->prediction.kind  = RMN_PREDICT_VALUE;
  network->prediction.hop   = 100U;
  play(network, 48000.0, RMN_RATE_AUTO, &raw);
  for (uint32_t b = 0; b < N_BLOCKS; ++b) {
    const Predicting p    = predicting(network, 48000.0, RMN_RATE_AUTO);
    const uint32_t   late = predict_in_time(p, blocks[b], &given);
    CHECK(late >= 48U * RMN_MIN_LOOK_AHEAD_MS);
    check_hops(network, &given, &raw, 100.0, late);
    predicting_end(p);
  }
  rmn_network_free(network);
}

/// What a network says that it is late, is waited for at any rate, up to the
/// highest: values are those of a network that says nothing, and the sound
/// comes with them
static void
hops_wait_for_what_is_stated(void)
{
  static Given      raw;
  static Given      given;
  RmnNetwork* const network = several_outputs(N_OUT, RMN_SIGMOID);
  network->prediction.kind  = RMN_PREDICT_VALUE;

  const double      rates[] = {48000.0, 44100.0, 96000.0, 48000.0, 96000.0};
  const RmnRateMode modes[] = {RMN_RATE_AUTO,
                               RMN_RATE_AUTO,
                               RMN_RATE_DELAY,
                               RMN_RATE_RESAMPLE,
                               RMN_RATE_NATIVE};
  for (uint32_t i = 0; i < 20U; ++i) {
    const uint32_t    r     = i / N_BLOCKS;
    const RmnRateMode mode  = modes[r];
    const double      ratio = mode == RMN_RATE_NATIVE ? 1.0 : rates[r] / 48e3;
    RmnPrediction* const p  = &network->prediction;
    p->latency              = 0U;
    p->hop                  = 1U;
    const Predicting none   = predicting(network, rates[r], mode);
    const uint32_t   n_none = rmn_predictor_latency(none.predictor);
    p->latency              = 700U;
    play(network, rates[r], mode, &raw);
    for (uint32_t hop = 1U; hop < 500U; hop += 479U) {
      p->hop               = hop;
      const Predicting own = predicting(network, rates[r], mode);
      const uint32_t late  = predict_in_time(own, blocks[i % N_BLOCKS], &given);
      CHECK(late == n_none + (uint32_t)(700.0 * ratio + 0.5));
      if (hop > 1U) {
        check_hops(network, &given, &raw, hop * ratio, late);
      } else {
        CHECK(!memcmp(&given.values, &raw.values, sizeof(raw.values)));
      }
      predicting_end(own);
    }
    predicting_end(none);
  }
  rmn_network_free(network);
}

/// As late as may be at the highest rate is still what a host can be told
static void
what_is_stated_is_bounded(void)
{
  RmnNetwork* const network   = several_outputs(N_OUT, RMN_SIGMOID);
  network->rate_hz            = 8000.0;
  network->prediction.kind    = RMN_PREDICT_VALUE;
  network->prediction.latency = 8U * RMN_MAX_LATE_MS;
  const RmnRateMode modes[]   = {RMN_RATE_DELAY, RMN_RATE_RESAMPLE};
  for (uint32_t i = 0; i < 2U; ++i) {
    const Predicting p    = predicting(network, 384000.0, modes[i]);
    const uint32_t   late = rmn_predictor_latency(p.predictor);
    CHECK(late >= 384U * RMN_MAX_LATE_MS && late <= 32768U);
    predicting_end(p);
  }
  rmn_network_free(network);
}

/// A window is what a player makes of it that has heard nothing else
static void
windows_begin_anew(void)
{
  enum { WINDOW = 500, HOP = 125 };
  static Given      given;
  RmnNetwork* const network  = several_outputs(N_OUT, RMN_LINEAR);
  network->prediction.kind   = RMN_PREDICT_VALUE;
  network->prediction.window = WINDOW;
  for (uint32_t b = 0; b < 2U * N_BLOCKS; ++b) {
    const uint32_t hop      = b < N_BLOCKS ? WINDOW : HOP;
    network->prediction.hop = hop;
    const Predicting p      = predicting(network, 48000.0, RMN_RATE_AUTO);
    predict(p, blocks[b % N_BLOCKS], &given);
    predicting_end(p);

    for (uint32_t first = 0; first < N; first += WINDOW) {
      static float       outs[N_OUT][WINDOW];
      RmnError           error  = {RMN_OK, ""};
      RmnPlayer* const   player = rmn_player_new(network, 48000.0, 1U, &error);
      const float* const in[]   = {noise + first};
      float* const       out[]  = {outs[0], outs[1], outs[2]};
      CHECK(player);
      rmn_player_reset(player, RMN_START_FILE);
      rmn_player_process_all(player, in, out, WINDOW);
      rmn_player_free(player);
      for (uint32_t t = hop - 1U; t < WINDOW; t += hop) {
        for (uint32_t o = 0; o < N_OUT; ++o) {
          CHECK(given.values[o][first + t] == outs[o][t]);
        }
      }
    }
  }
  rmn_network_free(network);
}

/// A window ends where its value is at any rate
static void
windows_have_no_latency(void)
{
  RmnNetwork* const network  = several_outputs(N_OUT, RMN_LINEAR);
  network->prediction.kind   = RMN_PREDICT_VALUE;
  network->prediction.hop    = 480U;
  network->prediction.window = 480U;
  for (uint32_t mode = 0; mode < RMN_N_RATE_MODES; ++mode) {
    const double rates[] = {44100.0, 96000.0};
    for (uint32_t r = 0; r < 2U; ++r) {
      const Predicting p = predicting(network, rates[r], (RmnRateMode)mode);
      CHECK(!rmn_predictor_latency(p.predictor));
      predicting_end(p);
    }
  }
  rmn_network_free(network);
}

/// Reference: the softmax of the outputs in double precision
static void
classes_are_normalised(void)
{
  static Given      raw;
  static Given      given;
  RmnNetwork* const network = several_outputs(N_OUT, RMN_LINEAR);
  network->prediction.kind  = RMN_PREDICT_CLASS;
  memset(network->layers[0].b, 0, 18U * sizeof(float));  // So that each is the
  memset(network->layers[0].b_u, 0, 6U * sizeof(float)); // best at times
  play(network, 48000.0, RMN_RATE_AUTO, &raw);
  const Predicting p = predicting(network, 48000.0, RMN_RATE_AUTO);
  predict(p, 256, &given);

  double   worst     = 0.0;
  uint32_t n_wins[4] = {0, 0, 0, 0};
  for (uint32_t t = 0; t < N; ++t) {
    double   sum  = 0.0;
    uint32_t best = 0;
    for (uint32_t o = 0; o < N_OUT; ++o) {
      sum += exp((double)raw.values[o][t]);
      best = raw.values[o][t] > raw.values[best][t] ? o : best;
    }
    for (uint32_t o = 0; o < N_OUT; ++o) {
      const double y = exp((double)raw.values[o][t]) / sum;
      worst          = fmax(worst, fabs(y - (double)given.values[o][t]));
    }
    CHECK(given.winners[t] == (float)(best + 1U));
    ++n_wins[best + 1U];
  }
  printf("# worst error of a score %.2g, wins %u, %u, %u\n",
         worst,
         n_wins[1],
         n_wins[2],
         n_wins[3]);
  CHECK(worst < 2e-7);
  CHECK(!n_wins[0] && n_wins[1] && n_wins[2] && n_wins[3]);
  predicting_end(p);
  rmn_network_free(network);
}

/// What ends with a softmax predicts classes, even if it does not say so
static void
a_softmax_is_taken_as_it_is(void)
{
  static Given      raw;
  static Given      given;
  RmnNetwork* const network = several_outputs(N_OUT, RMN_SOFTMAX);
  play(network, 48000.0, RMN_RATE_AUTO, &raw);
  const Predicting p = predicting(network, 48000.0, RMN_RATE_AUTO);
  CHECK(rmn_predictor_prediction(p.predictor)->kind == RMN_PREDICT_CLASS);
  predict(p, 100, &given);
  CHECK(!memcmp(raw.values, given.values, sizeof(raw.values)));
  CHECK(given.winners[0] >= 1.0f);
  predicting_end(p);
  rmn_network_free(network);
}

/// What says of no prediction gives its outputs as values
static void
an_effect_gives_values(void)
{
  static Given      raw;
  static Given      given;
  RmnNetwork* const network = several_outputs(N_OUT, RMN_TANH);
  play(network, 48000.0, RMN_RATE_AUTO, &raw);
  const Predicting p = predicting(network, 48000.0, RMN_RATE_AUTO);
  CHECK(rmn_predictor_prediction(p.predictor)->kind == RMN_PREDICT_VALUE);
  CHECK(rmn_predictor_prediction(p.predictor)->threshold == 0.5f);
  predict(p, 100, &given);
  CHECK(!memcmp(raw.values, given.values, sizeof(raw.values)));
  predicting_end(p);
  rmn_network_free(network);
}

/// Reference: the network alone, which hears both
static void
a_second_audio_is_heard(void)
{
  static float   side[N];
  static float   ref[N];
  static float   got[N];
  const RmnShape shapes[] = {
    {.type = RMN_GRU, .n_inputs = 2, .n_outputs = 6},
    {.type = RMN_DENSE, .n_inputs = 6, .n_outputs = 1}};
  RmnNetwork* const network = random_network(shapes, 2, 12);
  RmnModel* const   model   = rmn_model_new(network);
  RmnState* const   state   = rmn_state_new(model, 1);
  uint32_t          seed    = 77;
  const float*      ins[]   = {noise, side};
  float*            outs[]  = {ref};

  network->rate_hz   = 48000.0;
  network->inputs[1] = (RmnInput){"Side", 0.0f, -1.0f, 1.0f, true};
  randomise(side, N, 0.5f, &seed);
  side[100] = NAN;
  rmn_state_reset(state, model, RMN_START_FILE);
  for (uint32_t b = 0; b < N_BLOCKS; ++b) {
    const Predicting p = predicting(network, 48000.0, RMN_RATE_RESAMPLE);
    CHECK(rmn_predictor_has_side(p.predictor));
    rmn_predictor_reset(p.predictor, RMN_START_FILE);
    for (uint32_t t = 0; t < N; t += blocks[b]) {
      const uint32_t n        = N - t < blocks[b] ? N - t : blocks[b];
      float* const   values[] = {got + t};
      rmn_predictor_process(
        p.predictor, noise + t, side + t, NULL, values, NULL, n);
    }
    predicting_end(p);
    if (!b) {
      side[100] = 0.0f;
      rmn_process(model, state, ins, outs, N);
      side[100] = NAN;
    }
    CHECK(!memcmp(got, ref, sizeof(ref)));
  }

  // Neither is resampled
  for (uint32_t mode = 0; mode < RMN_N_RATE_MODES; ++mode) {
    const Predicting p = predicting(network, 44100.0, (RmnRateMode)mode);
    CHECK(!rmn_predictor_latency(p.predictor));
    predicting_end(p);
  }
  rmn_state_free(state);
  rmn_model_free(model);
  rmn_network_free(network);
}

/// What sleeps in silence wakes when the second audio is heard
static void
a_second_audio_wakes(void)
{
  static float   side[N];
  static float   quiet[N];
  static float   values[2][N];
  const RmnShape shapes[] = {
    {.type = RMN_GRU, .n_inputs = 2, .n_outputs = 2},
    {.type = RMN_DENSE, .n_inputs = 2, .n_outputs = 1}};
  RmnNetwork* const network = random_network(shapes, 2, 12);
  network->inputs[1]        = (RmnInput){"Side", 0.0f, -1.0f, 1.0f, true};
  for (uint32_t t = N / 2; t < N; ++t) {
    side[t] = noise[t];
  }
  for (uint32_t i = 0; i < 2U; ++i) {
    const Predicting p = predicting(network, 48000.0, RMN_RATE_AUTO);
    for (uint32_t t = 0; t < 200U * N; t += N) { // Of silence
      float* const none[] = {NULL};
      rmn_predictor_process(
        p.predictor, quiet, i ? NULL : quiet, NULL, none, NULL, N);
    }
    const uint32_t n_block = i ? 64U : N;
    for (uint32_t t = 0; t < N; t += n_block) {
      const uint32_t n     = N - t < n_block ? N - t : n_block;
      float* const   out[] = {values[i] + t};
      rmn_predictor_process(
        p.predictor, quiet + t, side + t, NULL, out, NULL, n);
    }
    predicting_end(p);
  }
  CHECK(!memcmp(values[0], values[1], sizeof(values[0])));
  CHECK(values[0][N - 1] != values[0][0]);
  rmn_network_free(network);
}

static void
reset_forgets(void)
{
  static Given      first;
  static Given      again;
  RmnNetwork* const network  = several_outputs(N_OUT, RMN_LINEAR);
  network->prediction.kind   = RMN_PREDICT_CLASS;
  network->prediction.hop    = 100U;
  network->prediction.window = 700U; // N is no multiple
  network->prediction.pool   = RMN_POOL_MEAN;
  const Predicting p         = predicting(network, 48000.0, RMN_RATE_AUTO);
  predict(p, 256, &first);
  rmn_predictor_reset(p.predictor, RMN_START_REST);
  predict(p, 256, &again);
  CHECK(!memcmp(&first, &again, sizeof(first)));
  predicting_end(p);
  rmn_network_free(network);
}

int
main(void)
{
  make_noise();
  RUN(values_come_with_the_hop);
  RUN(hops_keep_time_at_other_rates);
  RUN(hops_wait_for_the_future);
  RUN(hops_wait_for_what_is_stated);
  RUN(what_is_stated_is_bounded);
  RUN(windows_begin_anew);
  RUN(windows_have_no_latency);
  RUN(classes_are_normalised);
  RUN(a_softmax_is_taken_as_it_is);
  RUN(an_effect_gives_values);
  RUN(a_second_audio_is_heard);
  RUN(a_second_audio_wakes);
  RUN(reset_forgets);
  return 0;
}
