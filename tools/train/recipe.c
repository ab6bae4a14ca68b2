// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "recipe.h"

#include <inttypes.h>
#include <stdio.h>

bool
recipe_write(char* const             text,
             const size_t            size,
             const Story* const      story,
             const RmnNetwork* const start)
{
  const TrainOptions* const  o = story->options;
  const TrainSettings* const s = &o->settings;

  const int n = snprintf(text,
                         size,
                         "DRY of the hash %016" PRIx64 "\n"
                         "WET of the hash %016" PRIx64 "\n"
                         "--delay %ld\n"
                         "--pieces %.9g:%.9g\n"
                         "--start-from %s\n"
                         "--cell %s\n"
                         "--hidden %u\n"
                         "--layers %u\n"
                         "--no-skip %s\n"
                         "--seed %" PRIu64 "\n"
                         "--loss %s\n"
                         "--truncation %u\n"
                         "--rate %.9g\n"
                         "--epochs %u\n"
                         "--minutes %.9g\n"
                         "--target-esr %.9g\n"
                         "a network of the hash %016" PRIx64 "\n",
                         story->dry_hash,
                         story->wet_hash,
                         story->delay,
                         o->piece_seconds,
                         o->settle_seconds,
                         o->start_path ? "a model" : "nothing",
                         o->design.cell,
                         o->design.n_hidden,
                         o->design.n_layers,
                         o->design.skip ? "no" : "yes",
                         s->seed,
                         loss_name(s->loss),
                         s->truncation,
                         s->rate,
                         s->n_epochs,
                         s->n_minutes,
                         100.0 * o->target_esr,
                         rmn_network_hash(start));
  return n > 0 && (size_t)n < size;
}
