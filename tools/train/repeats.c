// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "repeats.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
  BLOCK     = 2048, ///< Frames that are looked for
  N_CHANCES = 8,    ///< Places of the table that a block may have
};

static const double   silence = 1e-3; ///< Peak of blocks that nobody looks for
static const double   settle_seconds = 0.5;
static const uint64_t base           = 0x9e3779b97f4a7c15U; ///< Of the hash

/// Where a block of some hash stood, in a table with open addressing
typedef struct {
  uint64_t hash;
  size_t   end; ///< Frame after it, 0 if the place is free
} Place;

typedef struct {
  const float* dry;
  const float* wet;
  size_t       n_frames;
  size_t       n_settle;
  Place*       places;
  size_t       n_places; ///< A power of two
} Search;

/// A passage and where it stood before
typedef struct {
  size_t earlier;
  size_t later;
  size_t n;
} Passage;

static uint64_t
bits_of(const float sample)
{
  uint32_t bits = 0;
  memcpy(&bits, &sample, sizeof(bits));
  return bits;
}

static double
peak_of(const float* const audio, const size_t n)
{
  double peak = 0.0;
  for (size_t t = 0; t < n; ++t) {
    peak = fmax(peak, fabs((double)audio[t]));
  }
  return peak;
}

/// Return the place of a hash, or a free one, or NULL where all is taken
static Place*
find_place(const Search* const search, const uint64_t hash)
{
  for (size_t i = 0; i < N_CHANCES; ++i) {
    Place* const place =
      &search->places[((hash >> 32U) + i) & (search->n_places - 1U)];
    if (!place->end || place->hash == hash) {
      return place;
    }
  }
  return NULL;
}

/// Return how far the audio is the same from two frames on
static Passage
extend(const Search* const search, const size_t earlier, const size_t later)
{
  const float* const dry = search->dry;
  size_t             n   = 0;
  while (later + n < search->n_frames && dry[earlier + n] == dry[later + n]) {
    ++n;
  }
  return (Passage){earlier, later, n};
}

/// Compare what came out, and count it
static void
compare(const Search* const search,
        const Passage       passage,
        Repeats* const      repeats)
{
  const float* const a = search->wet + passage.earlier;
  const float* const b = search->wet + passage.later;
  for (size_t t = search->n_settle; t < passage.n; ++t) {
    const double difference = (double)a[t] - (double)b[t];
    repeats->square += 0.5 * difference * difference;
    ++repeats->n_frames;
  }
}

/// Look for the block that ends before `end`, or keep it to be found; return
/// the frame to go on from
static size_t
look(const Search* const search,
     const uint64_t      hash,
     const size_t        end,
     Repeats* const      repeats)
{
  const size_t first = end - BLOCK;
  Place* const place = find_place(search, hash);

  if (place && place->end && place->end <= first) {
    const Passage passage = extend(search, place->end - BLOCK, first);
    if (passage.n >= BLOCK) {
      compare(search, passage, repeats);
      return first + passage.n;
    }
  } else if (place && !place->end && end % BLOCK == 0U &&
             peak_of(search->dry + first, BLOCK) > silence) {
    *place = (Place){hash, end};
  }
  return end;
}

/// Go through all blocks with a hash that rolls on frame by frame (Karp and
/// Rabin 1987), and only keep every so many
static void
walk(const Search* const search, Repeats* const repeats)
{
  const float* const dry  = search->dry;
  uint64_t           last = 1; // base to the power of BLOCK
  for (int i = 0; i < BLOCK; ++i) {
    last *= base;
  }

  uint64_t hash  = 0;
  size_t   first = 0; // Of what is in the hash, at most BLOCK
  for (size_t t = 0; t < search->n_frames; ++t) {
    hash = hash * base + bits_of(dry[t]);
    if (t - first >= BLOCK) {
      hash -= last * bits_of(dry[first++]);
    }
    if (t + 1U - first == BLOCK) {
      const size_t next = look(search, hash, t + 1U, repeats);
      if (next > t + 1U) {
        hash  = 0;
        first = next;
        t     = next - 1U;
      }
    }
  }
}

bool
repeats_find(const float* const dry,
             const float* const wet,
             const size_t       n_frames,
             const uint32_t     rate_hz,
             Repeats* const     repeats)
{
  const double settle   = settle_seconds * rate_hz;
  Search       search   = {dry, wet, n_frames, (size_t)settle, NULL, 1};
  const size_t n_blocks = n_frames / BLOCK;
  while (search.n_places < 2U * n_blocks) {
    search.n_places *= 2U;
  }
  search.places = (Place*)calloc(search.n_places, sizeof(Place));
  *repeats      = (Repeats){0, 0.0};
  if (!search.places) {
    return false;
  }

  walk(&search, repeats);
  free(search.places);
  if (repeats->n_frames < rate_hz) {
    *repeats = (Repeats){0, 0.0}; // Too little to tell
  } else {
    repeats->square /= (double)repeats->n_frames;
  }
  return true;
}
