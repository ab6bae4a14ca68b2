// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file spectrum.h The average spectrum of a recording

#ifndef REMANENCE_SPECTRUM_H
#define REMANENCE_SPECTRUM_H

#include <stdint.h>

enum { SPECTRUM_SIZE = 16384, SPECTRUM_BINS = SPECTRUM_SIZE / 2 };

/**
   Average the power of overlapping Hann windows (Welch 1967).

   @param[out] power [SPECTRUM_BINS], 1 for a sine of full scale.
*/
void
spectrum_average(const float* samples, uint32_t n_frames, double* power);

/// Return the mean power of the bins from one frequency to another, in cycles
/// per frame
double
spectrum_band(const double* power, double low, double high);

#endif // REMANENCE_SPECTRUM_H
