// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_pool.c A value may be the mean or the largest of the outputs over
/// the frames of a hop or window, in double precision

#include "../given.h"

#include <float.h>

static const RmnPool pools[] = {RMN_POOL_LAST, RMN_POOL_MEAN, RMN_POOL_MAX};

/// Reference: pool frames from `first` on in double precision
static double
pooled(const RmnPool      pool,
       const float* const y,
       const uint32_t     first,
       const uint32_t     end)
{
  double sum  = 0.0;
  double most = -INFINITY;
  for (uint32_t t = first; t < end; ++t) {
    sum += (double)y[t];
    most = fmax(most, (double)y[t]);
  }
  return pool == RMN_POOL_MEAN  ? sum / (end - first)
         : pool == RMN_POOL_MAX ? most
                                : (double)y[end - 1U];
}

/// Have `network` predict in blocks of any length; the bits are the same
static uint32_t
give(const RmnNetwork* const network,
     const double            rate_hz,
     const RmnRateMode       mode,
     Given* const            given)
{
  static Given other;
  uint32_t     late = 0;
  for (uint32_t b = 0; b < N_BLOCKS; ++b) {
    const Predicting p = predicting(network, rate_hz, mode);
    late               = rmn_predictor_latency(p.predictor);
    predict(p, blocks[b], b ? &other : given);
    CHECK(!b || !memcmp(given, &other, sizeof(other)));
    predicting_end(p);
  }
  return late;
}

/// Return the worst error of values, against `raw` pooled over hops of `hop`
/// frames; hop `k` begins with frame `n_late + k hop`, or the one before if
/// that is between two
static double
worst_of_hops(const RmnNetwork* const network,
              const Given* const      given,
              const Given* const      raw,
              const double            hop,
              const uint32_t          n_late)
{
  double worst = 0.0;
  for (uint32_t t = 0; t < N; ++t) {
    const double   n     = ceil(((double)t + 2.0 - n_late) / hop - 1e-9) - 1.0;
    const uint32_t first = (uint32_t)(n_late + floor((n - 1.0) * hop + 1e-9));
    const uint32_t end   = (uint32_t)(n_late + floor(n * hop + 1e-9));
    for (uint32_t o = 0; o < N_OUT; ++o) {
      const double y =
        n > 0.0 ? pooled(network->prediction.pool, raw->values[o], first, end)
                : (double)network->outputs[o].minimum;
      worst = fmax(worst, fabs(y - (double)given->values[o][t]));
    }
  }
  return worst;
}

/// Also at other rates, where hops begin once there is an answer, and are of no
/// whole number of frames, but of a whole number of sixteenths
static void
hops_are_pooled(void)
{
  static Given      raw;
  static Given      given;
  const uint32_t    hops[]  = {1, 2, 480, 5999};
  const double      rates[] = {48000.0, 96000.0, 45000.0};
  RmnNetwork* const network = several_outputs(N_OUT, RMN_SIGMOID);
  network->prediction.kind  = RMN_PREDICT_VALUE;
  for (uint32_t r = 0; r < 3U; ++r) {
    const RmnRateMode mode  = RMN_RATE_RESAMPLE;
    double            worst = 0.0;
    play(network, rates[r], mode, &raw);
    for (uint32_t i = 0; i < 12U; ++i) {
      const uint32_t hop       = hops[i % 4U];
      network->prediction.hop  = hop;
      network->prediction.pool = pools[i / 4U];
      const uint32_t late      = give(network, rates[r], mode, &given);
      CHECK(!late == !r);

      // With a hop of 1, each frame of the audio has a value, from the first on
      const double n_hop = hop > 1U ? hop * rates[r] / 48000.0 : 1.0;
      const double error =
        worst_of_hops(network, &given, &raw, n_hop, hop > 1U ? late : 0U);
      worst = fmax(worst, error);
    }
    printf("# at %g Hz, worst error %.2g\n", rates[r], worst);
    CHECK(worst <= 0.5 * (double)FLT_EPSILON); // Outputs are below 1
  }
  rmn_network_free(network);
}

/// Put out what a player makes of the window that begins with `first`
static void
play_window(const RmnNetwork* const network,
            const uint32_t          first,
            const uint32_t          n,
            Given* const            raw)
{
  RmnError           error  = {RMN_OK, ""};
  RmnPlayer* const   player = rmn_player_new(network, 48000.0, 1U, &error);
  const float* const in[]   = {noise + first};
  float* const       out[]  = {
           raw->values[0] + first, raw->values[1] + first, raw->values[2] + first};
  CHECK(player);
  rmn_player_reset(player, RMN_START_FILE);
  rmn_player_process_all(player, in, out, n);
  rmn_player_free(player);
}

/// The last value of a window is of all its frames; those before, of all so far
static void
windows_are_pooled(void)
{
  enum { WINDOW = 500 };
  static Given      raw;
  static Given      given;
  const uint32_t    hops[]   = {WINDOW, WINDOW / 4, 1};
  RmnNetwork* const network  = several_outputs(N_OUT, RMN_TANH);
  double            worst    = 0.0;
  network->prediction.kind   = RMN_PREDICT_VALUE;
  network->prediction.window = WINDOW;
  for (uint32_t first = 0; first < N; first += WINDOW) {
    play_window(network, first, WINDOW, &raw);
  }

  for (uint32_t i = 0; i < 9U; ++i) {
    const uint32_t hop       = hops[i % 3U];
    network->prediction.hop  = hop;
    network->prediction.pool = pools[i / 3U];
    CHECK(!give(network, 48000.0, RMN_RATE_AUTO, &given));
    for (uint32_t t = hop - 1U; t < N; t += hop) {
      for (uint32_t o = 0; o < N_OUT; ++o) {
        const double y =
          pooled(pools[i / 3U], raw.values[o], t - t % WINDOW, t + 1U);
        worst = fmax(worst, fabs(y - (double)given.values[o][t]));
      }
    }
  }
  printf("# worst error %.2g\n", worst);
  CHECK(worst <= 0.5 * (double)FLT_EPSILON);
  rmn_network_free(network);
}

/// Check a hop's scores against the softmax of what is pooled; return whether
/// another class wins than would by its last frame
static bool
check_scores(const Given* const given,
             const Given* const raw,
             const RmnPool      pool,
             const uint32_t     hop,
             const uint32_t     last,
             double* const      worst)
{
  double   y[N_OUT];
  double   sum  = 0.0;
  uint32_t best = 0;
  uint32_t late = 0;
  for (uint32_t o = 0; o < N_OUT; ++o) {
    y[o] = pooled(pool, raw->values[o], last + 1U - hop, last + 1U);
    sum += exp(y[o]);
    best = y[o] > y[best] ? o : best;
    late = raw->values[o][last] > raw->values[late][last] ? o : late;
  }
  for (uint32_t o = 0; o < N_OUT; ++o) {
    *worst =
      fmax(*worst, fabs(exp(y[o]) / sum - (double)given->values[o][last]));
  }
  CHECK(given->winners[last] == (float)(best + 1U));
  return best != late;
}

/// Scores are pooled before they are normalised, and the winner is that of all
static void
classes_are_pooled(void)
{
  static Given      raw;
  static Given      given;
  RmnNetwork* const network = several_outputs(N_OUT, RMN_LINEAR);
  network->prediction.kind  = RMN_PREDICT_CLASS;
  network->prediction.hop   = 40U;
  memset(network->layers[0].b, 0, 18U * sizeof(float));  // So that each is the
  memset(network->layers[0].b_u, 0, 6U * sizeof(float)); // best at times
  play(network, 48000.0, RMN_RATE_AUTO, &raw);
  for (uint32_t i = 0; i < 3U; ++i) {
    double   worst           = 0.0;
    uint32_t n_other         = 0;
    network->prediction.pool = pools[i];
    give(network, 48000.0, RMN_RATE_AUTO, &given);
    for (uint32_t t = 39U; t < N; t += 40U) {
      n_other += check_scores(&given, &raw, pools[i], 40U, t, &worst);
    }
    printf("# %s: worst error of a score %.2g, %u of 150 won by another than "
           "the last\n",
           rmn_pool_name(pools[i]),
           worst,
           n_other);
    CHECK(worst < 2e-7);
    CHECK(!n_other == (pools[i] == RMN_POOL_LAST));
  }
  rmn_network_free(network);
}

/// Probabilities are pooled as they are; so a mean of them still adds up to 1
static void
a_softmax_is_pooled_as_it_is(void)
{
  static Given      raw;
  static Given      given;
  RmnNetwork* const network = several_outputs(N_OUT, RMN_SOFTMAX);
  network->prediction.kind  = RMN_PREDICT_CLASS;
  network->prediction.hop   = 100U;
  play(network, 48000.0, RMN_RATE_AUTO, &raw);
  for (uint32_t i = 0; i < 3U; ++i) {
    network->prediction.pool = pools[i];
    give(network, 48000.0, RMN_RATE_AUTO, &given);
    const double worst = worst_of_hops(network, &given, &raw, 100.0, 0U);
    printf("# %s: worst error %.2g\n", rmn_pool_name(pools[i]), worst);
    CHECK(worst <= 0.5 * (double)FLT_EPSILON);
  }
  rmn_network_free(network);
}

int
main(void)
{
  make_noise();
  RUN(hops_are_pooled);
  RUN(windows_are_pooled);
  RUN(classes_are_pooled);
  RUN(a_softmax_is_pooled_as_it_is);
  return 0;
}
