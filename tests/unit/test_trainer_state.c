// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_trainer_state.c Training that breaks off and goes on

#include "../epochs.h"

#include "../../tools/train/checkpoint.h"

#include <string.h>

/// Return how many bytes a trainer saves, at most `max_bytes`
static size_t
save(Trainer* const trainer, uint8_t* const bytes, const size_t max_bytes)
{
  Archive archive = {.mode = ARCHIVE_SAVE, .bytes = bytes, .size = max_bytes};
  trainer_visit(trainer, &archive);
  CHECK(!archive.is_bad);
  return archive.at;
}

static bool
load(Trainer* const trainer, uint8_t* const bytes, const size_t n_bytes)
{
  Archive archive = {.mode = ARCHIVE_LOAD, .bytes = bytes, .size = n_bytes};
  trainer_visit(trainer, &archive);
  return !archive.is_bad;
}

static uint8_t saved[1 << 20];

/// Where training breaks off
typedef struct {
  Trainer* trainer;
  uint64_t n_updates;
  size_t   n_bytes; ///< That are saved there
} Break;

static double
break_off(void* const data, const uint64_t n_updates)
{
  Break* const where = (Break*)data;
  if (n_updates == where->n_updates) {
    where->n_bytes = save(where->trainer, saved, sizeof(saved));
    stop           = 1;
  }
  return 0.0;
}

/// Train two epochs, or break off after `n_updates` and let another trainer go
/// on from what was saved; return the hash of the network
static uint64_t
hash_after(const RmnShape cell, const uint64_t n_updates)
{
  const TrainSettings settings = settings_of(64, 1);
  RmnNetwork* const   network  = cell_network(cell, 5);
  Trainer*            trainer  = new_trainer(network, &settings);
  uint64_t            n_done   = 0;

  trainer_calm(trainer, true);
  if (n_updates > 0) {
    Break where = {trainer, n_updates, 0};
    while (trainer_epoch(trainer, break_off, &where), !stop) {
      ++n_done;
    }
    stop = 0;
    trainer_free(trainer);
    trainer = new_trainer(network, &settings);
    CHECK(load(trainer, saved, where.n_bytes));
  }
  for (; n_done < 2; ++n_done) {
    trainer_epoch(trainer, ignore, NULL);
  }
  trainer_store(trainer, network);
  trainer_free(trainer);

  const uint64_t hash = rmn_network_hash(network);
  rmn_network_free(network);
  return hash;
}

static void
saved_training_goes_on_to_the_same_bits(void)
{
  static const RmnShape cells[] = {
    {.type = RMN_LSTM},
    {.type = RMN_LSTM, .peephole = RMN_PEEPHOLE_DIAGONAL},
    {.type = RMN_GRU},
    {.type = RMN_RNN, .activation = RMN_TANH},
    {.type = RMN_GRU, .direction = RMN_BACKWARD}};

  for (size_t i = 0; i < sizeof(cells) / sizeof(cells[0]); ++i) {
    const uint64_t hash = hash_after(cells[i], 0);
    CHECK(hash_after(cells[i], 1) == hash);
    CHECK(hash_after(cells[i], 77) == hash);
    CHECK(hash_after(cells[i], 256) == hash); // The last one of an epoch
    CHECK(hash_after(cells[i], 333) == hash);
  }
}

/// Each prefix is cut off, and lanes beyond the recording are refused
static void
bad_states_are_refused(void)
{
  const TrainSettings settings = settings_of(64, 1);
  const RmnShape      cell     = {.type = RMN_LSTM};
  RmnNetwork* const   network  = cell_network(cell, 5);

  hash_after(cell, 77);
  Trainer* trainer = new_trainer(network, &settings);
  Archive  count   = {.mode = ARCHIVE_COUNT};
  trainer_visit(trainer, &count);
  for (size_t n = 0; n < count.at; n += 1U + n / 50U) {
    CHECK(!load(trainer, saved, n));
  }
  CHECK(load(trainer, saved, count.at));

  static uint8_t wild[sizeof(saved)];
  size_t         n_refused = 0;
  for (size_t at = 0; at + 8U <= count.at; at += 4U) {
    memcpy(wild, saved, count.at);
    memset(wild + at, 0x7F, 8);
    n_refused += !load(trainer, wild, count.at);
  }
  CHECK(n_refused > 2 * 64); // 64 lanes, each of them read twice at least
  trainer_free(trainer);
  rmn_network_free(network);
}

static void
checkpoint_is_written_each_minute(void)
{
  const Checkpoint none  = {.path = NULL};
  const Checkpoint later = {.path = "x", .saved = 100.0};

  CHECK(!checkpoint_is_due(&none, 1e6));
  CHECK(!checkpoint_is_due(&later, 101.0));
  CHECK(checkpoint_is_due(&later, 150.0));
}

int
main(void)
{
  fill_recording();
  RUN(saved_training_goes_on_to_the_same_bits);
  RUN(bad_states_are_refused);
  RUN(checkpoint_is_written_each_minute);
  return 0;
}
