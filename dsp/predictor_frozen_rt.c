// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file predictor_frozen_rt.c A frozen sound as bytes, and back

#include "hash.h"
#include "player.h"
#include "predictor_impl.h"
#include "state.h"

#include <string.h>

/// What the bytes begin with; the input to come, what is predicted and how
/// wrong that was follow, each from its oldest frame on, and last the network's
/// state, which has a hash of its own.  What is recalled is left out: nothing
/// of it is heard while the sound is frozen, and it fills again from what is
typedef struct {
  char     magic[4];
  uint32_t ahead;
  uint64_t hash; ///< Of header, with 0 here, and rings
  double   level;
  float    share;
  float    power;
  uint32_t seed;
  uint32_t n_zeros;
  uint32_t n_lost;
  uint32_t is_lost;
} Header;

static const char magic[4] = {'R', 'M', 'F', '1'};

static size_t
state_offset(const RmnPredictor* const predictor)
{
  const size_t n_floats = RMN_GAP_FRAMES + 2U * (size_t)predictor->next.ahead;
  return sizeof(Header) + n_floats * sizeof(float);
}

static size_t
frozen_size(const RmnPredictor* const predictor)
{
  return state_offset(predictor) +
         rmn_state_n_bytes(rmn_player_state(predictor->player));
}

size_t
rmn_predictor_frozen_size(const RmnPredictor* const predictor)
{
  const bool is_frozen =
    predictor->prediction.kind == RMN_PREDICT_NEXT_SAMPLE &&
    predictor->next.controls.is_frozen && !predictor->resumed;
  return is_frozen ? frozen_size(predictor) : 0U;
}

/// Hash header and rings
static uint64_t
hash_all(const RmnPredictor* const predictor,
         Header                    header,
         const char* const         bytes)
{
  const size_t n_rings = state_offset(predictor) - sizeof(header);
  header.hash          = 0U;
  const uint64_t hash  = rmn_hash_bytes(rmn_hash_seed, &header, sizeof(header));
  return rmn_hash_bytes(hash, bytes + sizeof(header), n_rings);
}

/// Copy a ring of `n` from where it stands on; return the end of the bytes
static char*
put_ring(char* const        bytes,
         const float* const ring,
         const uint32_t     n,
         const uint32_t     t)
{
  const size_t n_last = (n - t) * sizeof(float);
  memcpy(bytes, ring + t, n_last);
  memcpy(bytes + n_last, ring, t * sizeof(float));
  return bytes + n * sizeof(float);
}

void
rmn_predictor_save_frozen(const RmnPredictor* const predictor,
                          void* const               bytes)
{
  const RmnNextSample* const next   = &predictor->next;
  Header                     header = {.ahead   = next->ahead,
                                       .level   = next->level,
                                       .share   = next->share,
                                       .power   = next->power,
                                       .seed    = next->seed,
                                       .n_zeros = next->n_zeros,
                                       .n_lost  = next->n_lost,
                                       .is_lost = next->is_lost};

  memcpy(header.magic, magic, sizeof(magic));
  char* end = (char*)bytes + sizeof(header);
  end       = put_ring(end, next->late, RMN_GAP_FRAMES, next->t_late);
  end       = put_ring(end, next->predictions, next->ahead, next->t_prediction);
  end       = put_ring(end, next->powers, next->ahead, next->t_prediction);
  rmn_state_save(rmn_player_state(predictor->player), end);
  header.hash = hash_all(predictor, header, (const char*)bytes);
  memcpy(bytes, &header, sizeof(header));
}

/// Return whether `n` floats, of any alignment, are audio; of what was heard of
/// the input not all need be
static bool
are_audio(const char* const bytes, const size_t n)
{
  bool are = true;
  for (size_t i = 0; i < n; ++i) {
    float value = 0.0f;
    memcpy(&value, bytes + i * sizeof(value), sizeof(value));
    are &= rmn_is_audio(value);
  }
  return are;
}

/// Return whether bytes are what was saved of such a predictor
static bool
is_saved(const RmnPredictor* const predictor,
         const char* const         bytes,
         const size_t              size)
{
  Header header;
  if (predictor->prediction.kind != RMN_PREDICT_NEXT_SAMPLE ||
      size != frozen_size(predictor)) {
    return false;
  }
  memcpy(&header, bytes, sizeof(header));
  const char* const rings =
    bytes + sizeof(header) + sizeof(predictor->next.late);
  return !memcmp(header.magic, magic, sizeof(magic)) &&
         header.ahead == predictor->next.ahead &&
         header.hash == hash_all(predictor, header, bytes) &&
         header.level >= 0.0 && header.level <= 1.0 && header.share >= 0.0f &&
         header.share <= 1.0f && header.power >= 0.0f &&
         rmn_is_audio(header.power) && header.is_lost <= 1U &&
         are_audio(rings, 2U * (size_t)header.ahead);
}

bool
rmn_predictor_is_saved_frozen(const RmnPredictor* const predictor,
                              const void* const         bytes,
                              const size_t              size)
{
  const size_t at = state_offset(predictor);
  return is_saved(predictor, (const char*)bytes, size) &&
         !rmn_state_restore(
           predictor->player->state, (const char*)bytes + at, size - at);
}

void
rmn_predictor_go_on(RmnPredictor* const predictor)
{
  RmnNextSample* const next    = &predictor->next;
  const char* const    bytes   = predictor->resumed;
  const size_t         at      = state_offset(predictor);
  const size_t         n_ahead = next->ahead * sizeof(float);
  const char* const    rings   = bytes + sizeof(Header) + sizeof(next->late);
  Header               header;

  memcpy(&header, bytes, sizeof(header));
  memcpy(next->late, bytes + sizeof(header), sizeof(next->late));
  memcpy(next->predictions, rings, n_ahead);
  memcpy(next->powers, rings + n_ahead, n_ahead);
  next->t_late       = 0U;
  next->t_prediction = 0U;
  next->level        = header.level;
  next->share        = header.share;
  next->power        = header.power;
  next->seed         = header.seed;
  next->n_zeros      = header.n_zeros;
  next->n_lost       = header.n_lost;
  next->is_lost      = header.is_lost;
  for (uint32_t l = 0; l < RMN_N_LISTEN; ++l) {
    rmn_smooth_snap(&next->heard[l]);
  }
  rmn_player_resume(predictor->player, bytes + at, frozen_size(predictor) - at);
}
