// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_next_sample.c A sound that is predicted goes on by itself

#include "../predicting.h"

#include <string.h>

enum { RATE = 48000, N = 24000 };

static const double w = 6.283185307179586 / 120.0; // Radians a frame

static float in[N];
static float heard[N];
static float predicted[N];

static const RmnNextControls nothing = {RMN_LISTEN_INPUT,
                                        false,
                                        false,
                                        0.0f,
                                        0.0f};

static float
sine(const uint32_t t)
{
  return (float)(0.5 * sin(w * t));
}

static void
make_sine(void)
{
  for (uint32_t t = 0; t < N; ++t) {
    in[t] = sine(t);
  }
}

/// Hear frames from `first` to `end` in blocks
static void
hear(const Predicting p,
     const uint32_t   first,
     const uint32_t   end,
     const uint32_t   n_block)
{
  for (uint32_t t = first; t < end; t += n_block) {
    const uint32_t n        = end - t < n_block ? end - t : n_block;
    float* const   values[] = {predicted + t};
    rmn_predictor_process(
      p.predictor, in + t, NULL, heard + t, values, NULL, n);
  }
}

/// Return the largest distance from the input as late as it is
static double
worst_error(const float* const x, const uint32_t first, const uint32_t end)
{
  double worst = 0.0;
  for (uint32_t t = first; t < end; ++t) {
    const double error = fabs((double)(x[t] - sine(t - RMN_GAP_FRAMES)));
    worst              = fmax(worst, error);
  }
  return worst;
}

static Predicting
open_sine(const uint32_t ahead, const RmnNextControls* const controls)
{
  RmnNetwork* const network = sine_network(w, ahead);
  const Predicting  p       = predicting(network, RATE, RMN_RATE_RESAMPLE);
  CHECK(rmn_predictor_latency(p.predictor) == RMN_GAP_FRAMES);
  rmn_network_free(network);
  rmn_predictor_set(p.predictor, controls);
  make_sine();
  return p;
}

static void
the_input_is_heard_as_it_came(void)
{
  RmnNextControls careful = nothing;
  careful.conceals        = true;
  for (uint32_t ahead = 1; ahead < 300U; ahead += 99U) {
    const Predicting p = open_sine(ahead, &careful);
    hear(p, 0, N, 512);
    CHECK(worst_error(heard, RMN_GAP_FRAMES, N) == 0.0);
    predicting_end(p);
  }
}

static void
prediction_is_of_its_own_frame(void)
{
  for (uint32_t ahead = 1; ahead < 300U; ahead += 99U) {
    RmnNextControls  controls = nothing;
    const Predicting p        = open_sine(ahead, &controls);
    hear(p, 0, 4000, 512);
    const double worst = worst_error(predicted, 500, 4000);
    printf("# %u ahead: worst error %.2g\n", ahead, worst);
    CHECK(worst < 2e-5);

    controls.listen = RMN_LISTEN_PREDICTION;
    rmn_predictor_set(p.predictor, &controls);
    hear(p, 4000, N, 512);
    CHECK(!memcmp(heard + N / 2, predicted + N / 2, N / 2 * sizeof(float)));

    controls.listen = RMN_LISTEN_RESIDUAL;
    rmn_predictor_set(p.predictor, &controls);
    rmn_predictor_reset(p.predictor, RMN_START_ZERO);
    hear(p, 0, N, 512);
    for (uint32_t t = RMN_GAP_FRAMES; t < N; ++t) {
      CHECK(heard[t] == sine(t - RMN_GAP_FRAMES) - predicted[t]);
    }
    predicting_end(p);
  }
}

/// Reference: the sine itself, which is no input any more
static void
a_frozen_sine_goes_on(void)
{
  for (uint32_t ahead = 1; ahead < 121U; ahead += 119U) {
    RmnNextControls  controls = nothing;
    const Predicting p        = open_sine(ahead, &controls);
    hear(p, 0, 2000, 512);
    controls.is_frozen = true;
    rmn_predictor_set(p.predictor, &controls);
    for (uint32_t t = 2300; t < N; ++t) {
      in[t] = 0.9f; // Not heard, once the fade is over
    }
    hear(p, 2000, N, 512);
    const double worst = worst_error(heard, 2000, 12000);
    printf("# %u ahead, 208 ms frozen: worst error %.2g\n", ahead, worst);
    CHECK(worst < 5e-3);
    predicting_end(p);
  }
}

static double
rms(const uint32_t first, const uint32_t n)
{
  double sum = 0.0;
  for (uint32_t t = first; t < first + n; ++t) {
    sum += (double)heard[t] * (double)heard[t];
  }
  return sqrt(sum / n);
}

/// A frozen sound has lost 60 dB when it should have
static void
a_frozen_sine_decays(void)
{
  RmnNextControls  controls = nothing;
  const Predicting p        = open_sine(1, &controls);
  hear(p, 0, 2000, 512);
  controls.is_frozen = true;
  controls.decay_s   = 0.25f;
  rmn_predictor_set(p.predictor, &controls);
  hear(p, 2000, N, 512);

  const double loss_db = 20.0 * log10(rms(3000, 600) / rms(9000, 600));
  printf("# %.2f dB in 125 ms, 30 expected\n", loss_db);
  CHECK(fabs(loss_db - 30.0) < 0.2);
  predicting_end(p);
}

/// Let go, it is the input again
static void
a_sound_that_is_let_go_is_the_input(void)
{
  RmnNextControls  controls = nothing;
  const Predicting p        = open_sine(1, &controls);
  hear(p, 0, 2000, 512);
  controls.is_frozen   = true;
  controls.temperature = 1.0f;
  rmn_predictor_set(p.predictor, &controls);
  hear(p, 2000, 4000, 512);
  controls.is_frozen = false;
  rmn_predictor_set(p.predictor, &controls);
  hear(p, 4000, N, 512);
  CHECK(worst_error(heard, 4300, N) == 0.0);
  predicting_end(p);
}

/// Whatever the network does, nothing is beyond full scale
static void
what_is_frozen_is_bounded(void)
{
  RmnNetwork* const network = sine_network(w, 1);
  network->layers[0].W[1]   = 3.0f; // It grows threefold in a frame
  const Predicting p        = predicting(network, RATE, RMN_RATE_AUTO);
  RmnNextControls  controls = {RMN_LISTEN_INPUT, true, true, 2.0f, 0.0f};
  make_sine();
  rmn_predictor_set(p.predictor, &nothing);
  hear(p, 0, 2000, 512);
  rmn_predictor_set(p.predictor, &controls);
  hear(p, 2000, N, 512);
  float most = 0.0f;
  for (uint32_t t = 2000; t < N; ++t) {
    CHECK(fabsf(heard[t]) <= 1.0f && fabsf(predicted[t]) < 10.0f);
    most = fmaxf(most, fabsf(heard[t]));
  }
  CHECK(most == 1.0f); // It was tried
  predicting_end(p);
  rmn_network_free(network);
}

/// Noise is as loud as the residual was, and the same each time
static void
temperature_is_noise_of_the_residual(void)
{
  static float      first[N];
  RmnNextControls   controls = {RMN_LISTEN_RESIDUAL, false, false, 1.0f, 0.0f};
  RmnNetwork* const network  = sine_network(w, 1);
  network->layers[0].W[0]    = 0.0f; // Predicts half of what was last
  network->layers[0].W[1]    = 0.5f;
  const Predicting p         = predicting(network, RATE, RMN_RATE_AUTO);
  uint32_t         seed      = 9;
  randomise(in, N, 0.1f, &seed);

  for (uint32_t i = 0; i < 2U; ++i) {
    controls.is_frozen = false;
    rmn_predictor_set(p.predictor, &controls);
    rmn_predictor_reset(p.predictor, RMN_START_REST);
    hear(p, 0, N / 2, 512);
    controls.is_frozen = true;
    rmn_predictor_set(p.predictor, &controls);
    hear(p, N / 2, N, 512);
    const double ratio = rms(N / 2 + 1000, 10000) / rms(1000, 10000);
    printf("# noise %.3f times the residual\n", ratio);
    CHECK(fabs(ratio - 1.0) < 0.05);
    CHECK(!i || !memcmp(first, heard, sizeof(first)));
    memcpy(first, heard, sizeof(first));
  }
  predicting_end(p);
  rmn_network_free(network);
}

/// Segments of 20 ms lost: the bridge against silence
static void
drop_outs_are_bridged(void)
{
  RmnNextControls controls = nothing;
  controls.conceals        = true;
  for (uint32_t ahead = 1; ahead < 121U; ahead += 119U) {
    const Predicting p = open_sine(ahead, &controls);
    for (uint32_t t = 2000; t < N; ++t) {
      const uint32_t n = t % 4000U;
      in[t]            = n < 960U ? (t % 8000U < 4000U ? 0.0f : NAN) : in[t];
    }
    hear(p, 0, N, 512);
    const double worst = worst_error(heard, RMN_GAP_FRAMES, N);
    printf("# %u ahead: worst error of a bridge %.2g\n", ahead, worst);
    CHECK(worst < 2e-3);
    predicting_end(p);
  }
}

/// Where a network foresees little, what repeats is bridged all the same, but
/// for the millisecond in which it joins in
static void
what_repeats_is_bridged(void)
{
  static float    repeated[N];
  RmnNextControls controls = nothing;
  uint32_t        seed     = 5;
  controls.conceals        = true;
  randomise(repeated, 500, 0.5f, &seed);
  for (uint32_t t = 500; t < N; ++t) {
    repeated[t] = repeated[t - 500U];
  }
  for (uint32_t ahead = 1; ahead < 121U; ahead += 119U) {
    RmnNetwork* const network = sine_network(w, ahead);
    network->layers[0].W[0]   = 0.0f; // Half of what was last
    network->layers[0].W[1]   = 0.5f;
    const Predicting p        = predicting(network, RATE, RMN_RATE_AUTO);
    rmn_predictor_set(p.predictor, &controls);
    for (uint32_t t = 0; t < N; ++t) {
      in[t] = t % 4000U < 3040U ? repeated[t] : 0.0f;
    }
    hear(p, 0, N, 512);
    double worst = 0.0;
    for (uint32_t t = 0; t < N - RMN_GAP_FRAMES; ++t) {
      const bool   joins = t % 4000U - 3040U < 48U;
      const double e     = (double)(heard[t + RMN_GAP_FRAMES] - repeated[t]);
      worst              = joins ? worst : fmax(worst, fabs(e));
    }
    printf("# %u ahead: worst error of a bridge %.2g\n", ahead, worst);
    CHECK(worst < 1e-5);
    predicting_end(p);
    rmn_network_free(network);
  }
}

/// Return the largest sample that is heard
static double
peak(const uint32_t first, const uint32_t end)
{
  double most = 0.0;
  for (uint32_t t = first; t < end; ++t) {
    most = fmax(most, fabs((double)heard[t]));
  }
  return most;
}

/// What has faded away in a long drop-out stays so when a soft sound comes back
static void
a_soft_sound_comes_back_softly(void)
{
  RmnNextControls controls = nothing;
  controls.conceals        = true;
  const Predicting p       = open_sine(1, &controls);
  memset(in + 9600, 0, 4560 * sizeof(float)); // 95 ms
  for (uint32_t t = 14160; t < N; ++t) {
    in[t] *= 1e-3f;
  }
  hear(p, 0, N, 512);
  const double before = peak(14000, 14176);
  const double after  = peak(14176, 14500);
  printf("# %.3f at the end of a drop-out, %.4f after it\n", before, after);
  CHECK(before > 0.01 && after < before);
  CHECK(worst_error(heard, 9600 - 1000, 9600) == 0.0);
  predicting_end(p);
}

/// One drop-out after another does not keep up a sound that is long gone
static void
drop_outs_without_end_forget_the_sound(void)
{
  RmnNextControls controls = nothing;
  controls.conceals        = true;
  const Predicting p       = open_sine(1, &controls);
  for (uint32_t t = 4800; t < N; ++t) {
    const float level = t < 6000U ? 1.0f : 1e-3f;
    in[t]             = t % 200U < 20U ? 0.0f : level * in[t];
  }
  hear(p, 0, N, 512);
  printf("# %.3g at last\n", peak(N - 4800, N));
  CHECK(peak(4900, 6000) > 0.49 && peak(N - 4800, N) < 2e-3);
  predicting_end(p);
}

/// Zeros that may be meant are left, and silence that lasts becomes silence
static void
silence_is_left(void)
{
  RmnNextControls controls = nothing;
  controls.conceals        = true;
  const Predicting p       = open_sine(1, &controls);
  memset(in + 1000, 0, RMN_GAP_FRAMES * sizeof(float));
  memset(in + 8000, 0, 12000 * sizeof(float));
  hear(p, 0, N, 512);
  for (uint32_t t = 1000; t < 1000 + RMN_GAP_FRAMES; ++t) {
    CHECK(heard[t + RMN_GAP_FRAMES] == 0.0f);
  }
  CHECK(fabs(rms(8000, 960) - 0.5 * sqrt(0.5)) < 0.02);
  CHECK(rms(8000 + 4900, 7000) == 0.0);

  // What comes after it comes at once, as it is
  CHECK(worst_error(heard, 20000 + RMN_GAP_FRAMES, N) == 0.0);
  predicting_end(p);
}

/// Without concealing, what is lost is silence
static void
nothing_is_bridged_unasked(void)
{
  const Predicting p = open_sine(1, &nothing);
  memset(in + 2000, 0, 1000 * sizeof(float));
  in[4000] = NAN;
  in[4001] = INFINITY;
  hear(p, 0, N, 512);
  CHECK(rms(2000 + RMN_GAP_FRAMES, 1000) == 0.0);
  CHECK(rms(4000 + RMN_GAP_FRAMES, 2) == 0.0);
  CHECK(worst_error(heard, 4002 + RMN_GAP_FRAMES, N) == 0.0);
  predicting_end(p);
}

/// Noise, drop-outs, samples that are none, and freezes in between
static void
blocks_decide_nothing(void)
{
  static float   whole[2][N];
  const uint32_t lengths[] = {N, 1, 7, 64, 1000};
  const uint32_t aheads[]  = {1, 3, 64, 500};
  for (uint32_t i = 0; i < 20U; ++i) {
    RmnNextControls controls = {RMN_LISTEN_INPUT, false, true, 0.7f, 0.3f};
    RmnNetwork*     network  = sine_network(w, aheads[i / 5U]);
    network->layers[0].W[0]  = 0.3f;
    network->layers[0].W[1]  = 0.5f;
    const Predicting p       = predicting(network, RATE, RMN_RATE_AUTO);
    uint32_t         seed    = 8;
    randomise(in, N, 0.5f, &seed);
    memset(in + 3000, 0, 30 * sizeof(float));
    memset(in + 3100, 0, 300 * sizeof(float));
    in[4000] = NAN;
    memset(in + 15000, 0, 6000 * sizeof(float));
    in[20000] = 0.25f;

    for (uint32_t part = 0; part < 6U; ++part) {
      controls.is_frozen = part % 2U;
      controls.listen    = (RmnListen)(part % 3U);
      rmn_predictor_set(p.predictor, &controls);
      hear(p, part * 4000U, (part + 1U) * 4000U, lengths[i % 5U]);
    }
    if (i % 5U == 0U) {
      memcpy(whole[0], heard, sizeof(heard));
      memcpy(whole[1], predicted, sizeof(predicted));
    }
    CHECK(!memcmp(whole[0], heard, sizeof(heard)));
    CHECK(!memcmp(whole[1], predicted, sizeof(predicted)));
    predicting_end(p);
    rmn_network_free(network);
  }
}

int
main(void)
{
  RUN(the_input_is_heard_as_it_came);
  RUN(prediction_is_of_its_own_frame);
  RUN(a_frozen_sine_goes_on);
  RUN(a_frozen_sine_decays);
  RUN(a_sound_that_is_let_go_is_the_input);
  RUN(what_is_frozen_is_bounded);
  RUN(temperature_is_noise_of_the_residual);
  RUN(drop_outs_are_bridged);
  RUN(what_repeats_is_bridged);
  RUN(a_soft_sound_comes_back_softly);
  RUN(drop_outs_without_end_forget_the_sound);
  RUN(silence_is_left);
  RUN(nothing_is_bridged_unasked);
  RUN(blocks_decide_nothing);
  return 0;
}
