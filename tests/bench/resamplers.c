// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file resamplers.c speexdsp beside libsamplerate, to another rate and back.

   Prints what both ways cost, by how much they delay, what they do to noise,
   and up to where they pass sines.  Costs depend on the machine and on what
   else it does: compare within a run.
*/

#include "../networks.h"
#include "sinc.h"

#include <samplerate.h>
#include <speex/speex_resampler.h>

#include <string.h>
#include <time.h>

enum { BLOCK = 64, ROOM = 1024, N_ROUNDS = 7, MAX_FRAMES = 384000 };

/// A library, with the quality that is asked of it
typedef struct {
  const char* name;
  bool        is_speex;
  int         quality;
} Library;

static const Library libraries[] = {
  {"speexdsp 4", true, 4},
  {"speexdsp 6", true, 6},
  {"speexdsp 8", true, 8},
  {"speexdsp 10", true, 10},
  {"libsamplerate fastest", false, SRC_SINC_FASTEST},
  {"libsamplerate medium", false, SRC_SINC_MEDIUM_QUALITY},
  {"libsamplerate best", false, SRC_SINC_BEST_QUALITY},
};

static const uint32_t pairs_hz[][2] = {{48000, 44100},
                                       {44100, 48000},
                                       {96000, 48000},
                                       {192000, 44100}};

/// One way
typedef struct {
  SpeexResamplerState* speex;
  SRC_STATE*           src;
  double               ratio;
} Resampler;

static float dry[MAX_FRAMES];
static float wet[MAX_FRAMES];
static float band[MAX_FRAMES];

static Resampler
open_resampler(const Library* const library,
               const uint32_t       in_hz,
               const uint32_t       out_hz)
{
  Resampler r = {NULL, NULL, (double)out_hz / in_hz};
  if (library->is_speex) {
    r.speex = speex_resampler_init(1, in_hz, out_hz, library->quality, NULL);
    CHECK(r.speex && !speex_resampler_skip_zeros(r.speex));
  } else {
    r.src = src_new(library->quality, 1, NULL);
    CHECK(r.src && !src_set_ratio(r.src, r.ratio));
  }
  return r;
}

static void
close_resampler(const Resampler* const r)
{
  if (r->speex) {
    speex_resampler_destroy(r->speex);
  } else {
    src_delete(r->src);
  }
}

/// Resample `n` frames to what there is room for; return how many that are
static uint32_t
resample(const Resampler* const r,
         const float* const     in,
         const uint32_t         n,
         float* const           out,
         const uint32_t         room)
{
  if (r->speex) {
    spx_uint32_t n_in  = n;
    spx_uint32_t n_out = room;
    speex_resampler_process_float(r->speex, 0, in, &n_in, out, &n_out);
    CHECK(n_in == n);
    return n_out;
  }

  SRC_DATA data = {.data_in       = in,
                   .data_out      = out,
                   .input_frames  = n,
                   .output_frames = room,
                   .src_ratio     = r->ratio};
  CHECK(!src_process(r->src, &data) && data.input_frames_used == n);
  return (uint32_t)data.output_frames_gen;
}

/// Bring `dry` to the other rate and back; return the frames of `wet`
static uint32_t
go_and_return(const Library* const library,
              const uint32_t       here_hz,
              const uint32_t       there_hz,
              const uint32_t       n_frames)
{
  static float    middle[ROOM];
  const Resampler to    = open_resampler(library, here_hz, there_hz);
  const Resampler fro   = open_resampler(library, there_hz, here_hz);
  uint32_t        n_wet = 0;
  for (uint32_t t = 0; t + BLOCK <= n_frames; t += BLOCK) {
    const uint32_t n = resample(&to, dry + t, BLOCK, middle, ROOM);
    n_wet += resample(&fro, middle, n, wet + n_wet, MAX_FRAMES - n_wet);
  }
  close_resampler(&to);
  close_resampler(&fro);
  return n_wet;
}

static double
now_ns(void)
{
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return 1e9 * (double)t.tv_sec + (double)t.tv_nsec;
}

/// Return the energy of what differs over that of what was to come out, dB
static double
differs_db(const uint32_t n_frames)
{
  double signal = 0.0;
  double error  = 0.0;
  for (uint32_t t = n_frames / 4U; t < n_frames; ++t) {
    const double e = (double)dry[t];
    const double d = (double)wet[t] - e;
    signal += e * e;
    error += d * d;
  }
  return 10.0 * log10(error / signal + 1e-30);
}

/// Fill `dry` with noise up to 0.4 of the lower rate
static void
fill_noise(const uint32_t n_frames,
           const uint32_t here_hz,
           const uint32_t there_hz)
{
  const double   lower_hz = fmin(here_hz, there_hz);
  const SincBand passed   = {0.40 * lower_hz, 0.45 * lower_hz};
  uint32_t       seed     = 3;
  randomise(band, n_frames, 0.5f, &seed);
  sinc_resample(band, n_frames, here_hz, dry, n_frames, here_hz, passed);
}

/// Return the level of a sine that went and returned, in decibel
static double
level_db(const Library* const library,
         const uint32_t       here_hz,
         const uint32_t       there_hz,
         const uint32_t       frequency_hz)
{
  const double   tau      = 6.283185307179586;
  const uint32_t n_frames = here_hz / 10U;
  for (uint32_t t = 0; t < n_frames; ++t) {
    const double phase = fmod((double)frequency_hz * t / here_hz, 1.0);
    dry[t]             = (float)sin(tau * phase);
  }

  const uint32_t n_wet  = go_and_return(library, here_hz, there_hz, n_frames);
  const uint32_t n_half = n_wet / 2U;
  double         energy = 0.0;
  for (uint32_t t = n_wet - n_half; t < n_wet; ++t) {
    energy += 2.0 * (double)wet[t] * (double)wet[t] / n_half;
  }
  return 10.0 * log10(energy + 1e-30);
}

/// Return up to which frequency a sine loses less than a tenth of a decibel
static uint32_t
passes_hz(const Library* const library,
          const uint32_t       here_hz,
          const uint32_t       there_hz)
{
  enum { STEP = 100 };

  uint32_t hz = 15000;
  while (level_db(library, here_hz, there_hz, hz + STEP) > -0.1) {
    hz += STEP;
  }
  return hz;
}

static void
measure(const Library* const library,
        const uint32_t       here_hz,
        const uint32_t       there_hz)
{
  const uint32_t n_frames = here_hz / 2U / BLOCK * BLOCK;
  double         least_ns = INFINITY;
  uint32_t       n_wet    = 0;

  fill_noise(n_frames, here_hz, there_hz);
  for (int i = 0; i < N_ROUNDS; ++i) {
    const double start = now_ns();
    n_wet              = go_and_return(library, here_hz, there_hz, n_frames);
    least_ns           = fmin(least_ns, (now_ns() - start) / n_frames);
  }

  const double lower_hz = fmin(here_hz, there_hz);
  const double delay    = (n_frames - n_wet) * lower_hz / here_hz;
  const double error    = differs_db(n_wet);
  printf("%6g %6g  %-22s %9.0f %7.0f %9.1f %9.1f\n",
         here_hz / 1e3,
         there_hz / 1e3,
         library->name,
         least_ns,
         delay,
         error,
         passes_hz(library, here_hz, there_hz) / 1e3);
}

int
main(void)
{
  printf("  from     to  library                ns/frame   delay  noise dB"
         "  pass kHz\n");
  for (size_t p = 0; p < sizeof(pairs_hz) / sizeof(pairs_hz[0]); ++p) {
    for (size_t l = 0; l < sizeof(libraries) / sizeof(libraries[0]); ++l) {
      measure(&libraries[l], pairs_hz[p][0], pairs_hz[p][1]);
    }
  }
  return 0;
}
