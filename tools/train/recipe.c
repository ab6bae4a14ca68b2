// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "recipe.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

/// A text that is being written
typedef struct {
  char*  next;
  size_t room; ///< 0 once it is full
} Text;

static void
add(Text* const text, const char* const format, ...)
{
  va_list args;
  va_start(args, format);
  const int n = vsnprintf(text->next, text->room, format, args);
  va_end(args);

  const bool fits = n >= 0 && (size_t)n < text->room;
  text->next += fits ? n : 0;
  text->room -= fits ? (size_t)n : text->room;
}

/// Write what is learned from: a file may have another name, but not content
static void
add_takes(Text* const text, const Session* const session)
{
  for (uint32_t t = 0; t < session->n_takes; ++t) {
    const Recording* const take = &session->takes[t];
    char                   setting[MAX_SETTING];
    session_setting(session, t, setting);
    add(text,
        "%s%s%sDRY of the hash %016" PRIx64 "\n"
        "WET of the hash %016" PRIx64 "\n"
        "--delay %ld\n",
        *setting ? "--knobs " : "",
        setting,
        *setting ? "\n" : "",
        take->dry_file->hash,
        take->wet_file->hash,
        take->delay);
  }
}

static void
add_settings(Text* const text, const TrainOptions* const o)
{
  const TrainSettings* const s = &o->settings;

  add(text,
      "--pieces %.9g:%.9g\n"
      "--start-from %s\n"
      "--cell %s\n"
      "--hidden %u\n"
      "--layers %u\n"
      "--bidirectional %s\n"
      "--no-skip %s\n"
      "--seed %" PRIu64 "\n"
      "--loss %s\n"
      "--predict %u\n"
      "--target %s\n"
      "--latency %u\n"
      "--hop %u\n"
      "--window %u\n"
      "--pool %s\n"
      "--truncation %u\n"
      "--look-ahead %u\n"
      "--rate %.9g\n"
      "--epochs %u\n"
      "--minutes %.9g\n"
      "--target-esr %.9g\n"
      "--from-anywhere %s\n",
      o->piece_seconds,
      o->settle_seconds,
      o->start_path ? "a model" : "nothing",
      o->design.cell,
      o->design.n_hidden,
      o->design.n_layers,
      o->design.is_bidirectional ? "yes" : "no",
      o->design.skip ? "no" : "yes",
      s->seed,
      loss_name(s->loss),
      o->goal.ahead,
      o->takes.csv_target ? o->takes.csv_target : "all",
      o->goal.latency,
      o->goal.hop,
      o->goal.window,
      rmn_pool_name(o->goal.pool),
      s->truncation,
      s->look_ahead,
      s->rate,
      s->n_epochs,
      s->n_minutes,
      100.0 * o->target_esr,
      s->from_anywhere ? "yes" : "no");
}

bool
recipe_write(char* const             text,
             const size_t            size,
             const Story* const      story,
             const Session* const    session,
             const RmnNetwork* const start)
{
  Text whole = {text, size};
  add_takes(&whole, session);
  add_settings(&whole, story->options);
  add(
    &whole, "a network of the hash %016" PRIx64 "\n", rmn_network_hash(start));
  return whole.room;
}
