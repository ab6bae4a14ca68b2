// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file phrase.c Write the guitar phrase of `make demo`.

   The strings are those of Karplus and Strong 1983, with the tuning filter of
   Jaffe and Smith 1983: noise circulates in a delay line as long as the
   period and loses its highs first.
*/

#include "../wav.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { RATE_HZ = 48000, N_FRAMES = 6 * RATE_HZ, MAX_PERIOD = 1024 };

static const double pi           = 3.14159265358979323846;
static const double beats_hz     = 2.0;  // 120 beats a minute
static const double pick         = 0.13; // Along the string, from the bridge
static const double peak         = 0.5;  // -6 dBFS
static const double fade_seconds = 0.4;

typedef struct {
  double beat; ///< When it is picked
  double beats;
  int    key; ///< MIDI note number
  double velocity;
  double decay; ///< What remains after each period
} Note;

static const double open  = 0.9975;
static const double muted = 0.92; // With the palm on the strings

/// One string: a delay line that feeds itself
typedef struct {
  double   line[MAX_PERIOD];
  uint32_t period; ///< Whole samples of delay in the line
  double   tuning; ///< Coefficient of the allpass for the rest
  double   decay;
  double   last;    ///< Last sample out of the line
  double   allpass; ///< Last sample out of the allpass
} String;

/// Return a pseudo-random number in [-1, 1) (xorshift, Marsaglia 2003)
static double
noise(uint32_t* const seed)
{
  *seed ^= *seed << 13U;
  *seed ^= *seed >> 17U;
  *seed ^= *seed << 5U;
  return (double)*seed / 2147483648.0 - 1.0;
}

/// Fill the string as a pick leaves it: soft picking is duller
static void
string_pluck(String* const string, const Note* const note, uint32_t* const seed)
{
  const double hertz  = 440.0 * exp2((note->key - 69) / 12.0);
  const double period = RATE_HZ / hertz - 0.5; // The loss filter has the rest
  const double rest   = 0.3 + fmod(period - 0.3, 1.0);
  const double cutoff = hertz * (1.0 + 5.0 * note->velocity * note->velocity);
  const double colour = 1.0 - exp(-2.0 * pi * cutoff / RATE_HZ);

  *string        = (String){.decay = note->decay};
  string->period = (uint32_t)lround(period - rest);
  string->tuning = (1.0 - rest) / (1.0 + rest);

  double burst[MAX_PERIOD];
  double smooth = 0.0;
  for (uint32_t i = 0; i < string->period; ++i) {
    smooth += colour * (noise(seed) - smooth);
    burst[i] = note->velocity * smooth / sqrt(colour);
  }

  const uint32_t picked = (uint32_t)(pick * string->period) + 1U;
  for (uint32_t i = 0; i < string->period; ++i) {
    const uint32_t echo = (i + string->period - picked) % string->period;
    string->line[i]     = burst[i] - burst[echo];
  }
}

static double
string_tick(String* const string, const uint32_t t)
{
  double* const slot = &string->line[t % string->period];
  const double  out  = *slot;
  const double  soft = string->decay * 0.5 * (out + string->last);

  // y[t] = g x[t] + x[t - 1] - g y[t - 1], its state folded into one number
  const double tuned = string->tuning * soft + string->allpass;
  string->allpass    = soft - string->tuning * tuned;
  string->last       = out;
  *slot              = tuned;
  return out;
}

static void
play(const Note* const note, float* const mix, uint32_t* const seed)
{
  const double   frames_per_beat = RATE_HZ / beats_hz;
  const uint32_t start  = (uint32_t)lround(note->beat * frames_per_beat);
  const uint32_t length = (uint32_t)lround(note->beats * frames_per_beat);
  String         string;

  string_pluck(&string, note, seed);
  for (uint32_t t = 0; t < length && start + t < N_FRAMES; ++t) {
    const double left = (double)(length - t) / (0.01 * RATE_HZ);
    mix[start + t] += (float)(string_tick(&string, t) * fmin(left, 1.0));
  }
}

static void
play_riff(float* const mix)
{
  static const Note riff[] = {
    // A muted pulse on E, answered above it
    {0.00, 0.50, 40, 0.9, muted},
    {0.50, 0.50, 40, 0.6, muted},
    {1.00, 0.50, 52, 0.8, open},
    {1.50, 0.50, 40, 0.6, muted},
    {2.00, 0.50, 55, 0.8, open},
    {2.50, 0.50, 40, 0.7, muted},
    {3.00, 0.25, 57, 0.7, open},
    {3.25, 0.25, 58, 0.6, open},
    {3.50, 0.50, 59, 0.9, open},

    // The same again, and fifths that climb
    {4.00, 0.50, 40, 0.9, muted},
    {4.50, 0.50, 40, 0.6, muted},
    {5.00, 0.50, 62, 0.8, open},
    {5.50, 0.50, 59, 0.7, open},
    {6.00, 0.75, 43, 0.72, open},
    {6.00, 0.75, 50, 0.64, open},
    {6.01, 0.75, 55, 0.64, open},
    {6.75, 1.25, 45, 0.72, open},
    {6.75, 1.25, 52, 0.64, open},
    {6.76, 1.25, 57, 0.64, open},

    // E minor with a ninth, strummed slowly, left to ring
    {8.00, 4.00, 40, 0.70, open},
    {8.03, 4.00, 47, 0.63, open},
    {8.06, 4.00, 54, 0.63, open},
    {8.09, 4.00, 55, 0.56, open},
    {8.12, 4.00, 59, 0.56, open},
    {8.15, 4.00, 64, 0.63, open},
  };

  uint32_t seed = 2026;
  for (size_t i = 0; i < sizeof(riff) / sizeof(riff[0]); ++i) {
    play(&riff[i], mix, &seed);
  }
}

/// The resonance of a pickup, a second-order low-pass (Bristow-Johnson)
static void
pick_up(float* const mix)
{
  const double w     = 2.0 * pi * 3200.0 / RATE_HZ;
  const double alpha = sin(w) / (2.0 * 1.4);
  const double a0    = 1.0 + alpha;
  const double a1    = -2.0 * cos(w) / a0;
  const double a2    = (1.0 - alpha) / a0;
  const double b     = (1.0 - cos(w)) / (2.0 * a0);

  double x1 = 0.0;
  double x2 = 0.0;
  double y1 = 0.0;
  double y2 = 0.0;
  for (uint32_t t = 0; t < N_FRAMES; ++t) {
    const double x = (double)mix[t];
    const double y = b * (x + 2.0 * x1 + x2) - a1 * y1 - a2 * y2;

    x2     = x1;
    x1     = x;
    y2     = y1;
    y1     = y;
    mix[t] = (float)y;
  }
}

/// Scale to the peak, and fade out what still rings at the end
static void
level(float* const mix)
{
  double largest = 0.0;
  for (uint32_t t = 0; t < N_FRAMES; ++t) {
    largest = fmax(largest, fabs((double)mix[t]));
  }
  for (uint32_t t = 0; t < N_FRAMES; ++t) {
    const double left = (N_FRAMES - t) / (fade_seconds * RATE_HZ);
    mix[t] *= (float)(peak / largest * fmin(left, 1.0));
  }
}

int
main(const int argc, char** const argv)
{
  if (argc != 2) {
    fprintf(stderr, "Usage: demo-phrase OUT.wav\n");
    return 2;
  }

  static float mix[N_FRAMES];
  play_riff(mix);
  pick_up(mix);
  level(mix);

  Wav        wav = {0};
  const bool ok  = wav_create(&wav, argv[1], 1, RATE_HZ) &&
                  wav_write(&wav, mix, N_FRAMES) && wav_commit(&wav);
  if (!ok) {
    fprintf(stderr, "demo-phrase: %s: %s\n", argv[1], wav.error);
  }
  wav_close(&wav);
  return !ok;
}
