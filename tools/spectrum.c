// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "spectrum.h"

#include <complex.h>
#include <math.h>

static const double pi = 3.14159265358979323846;

/// Put elements in the order of their reversed indices
static void
reverse_bits(double complex* const x, const uint32_t n)
{
  for (uint32_t i = 0, j = 0; i < n; ++i) {
    if (i < j) {
      const double complex swap = x[i];
      x[i]                      = x[j];
      x[j]                      = swap;
    }

    uint32_t bit = n / 2U;
    for (; bit && (j & bit); bit /= 2U) {
      j ^= bit;
    }
    j |= bit;
  }
}

/// Transform `n` samples, a power of two, in place (Cooley and Tukey 1965)
static void
transform(double complex* const x, const uint32_t n)
{
  reverse_bits(x, n);
  for (uint32_t half = 1; half < n; half *= 2U) {
    for (uint32_t k = 0; k < half; ++k) {
      const double complex twiddle = cexp(-I * pi * k / half);
      for (uint32_t i = k; i < n; i += 2U * half) {
        const double complex odd = twiddle * x[i + half];
        x[i + half]              = x[i] - odd;
        x[i] += odd;
      }
    }
  }
}

void
spectrum_average(const float* const samples,
                 const uint32_t     n_frames,
                 double* const      power)
{
  static double complex x[SPECTRUM_SIZE];
  uint32_t              n_windows = 0;

  for (uint32_t b = 0; b < SPECTRUM_BINS; ++b) {
    power[b] = 0.0;
  }

  for (uint32_t start = 0; start < n_frames; start += SPECTRUM_SIZE / 2U) {
    for (uint32_t t = 0; t < SPECTRUM_SIZE; ++t) {
      const double hann = 0.5 - 0.5 * cos(2.0 * pi * t / SPECTRUM_SIZE);
      x[t] = start + t < n_frames ? hann * (double)samples[start + t] : 0.0;
    }

    transform(x, SPECTRUM_SIZE);
    for (uint32_t b = 0; b < SPECTRUM_BINS; ++b) {
      const double amplitude = cabs(x[b]) * 4.0 / SPECTRUM_SIZE;
      power[b] += amplitude * amplitude;
    }
    ++n_windows;
  }

  for (uint32_t b = 0; n_windows && b < SPECTRUM_BINS; ++b) {
    power[b] /= n_windows;
  }
}

double
spectrum_band(const double* const power, const double low, const double high)
{
  const uint32_t first = (uint32_t)(low * SPECTRUM_SIZE);
  const uint32_t last  = (uint32_t)(high * SPECTRUM_SIZE);
  double         sum   = 0.0;
  for (uint32_t b = first; b <= last && b < SPECTRUM_BINS; ++b) {
    sum += power[b] / (last - first + 1U);
  }
  return sum;
}
