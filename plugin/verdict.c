// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "verdict.h"
#include "ports.h"
#include "text.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

__attribute__((format(printf, 2, 3))) static void
append(char message[RMN_MAX_MESSAGE], const char* const format, ...)
{
  const size_t length = strlen(message);
  va_list      args;
  va_start(args, format);
  vsnprintf(message + length, RMN_MAX_MESSAGE - length, format, args);
  va_end(args);
}

/// Make text from files fit for a message
static void
finish(char message[RMN_MAX_MESSAGE])
{
  rmn_text_copy(message, RMN_MAX_MESSAGE, message);
}

static bool
is_missing(const RmnSource* const source, const RmnFind* const find)
{
  return !find->file && access(source->path, F_OK) &&
         (errno == ENOENT || errno == ENOTDIR);
}

void
rmn_verdict_failure(char                   message[RMN_MAX_MESSAGE],
                    const RmnSource* const source,
                    const RmnFind* const   find)
{
  message[0] = '\0';
  if (is_missing(source, find)) {
    append(message,
           "Model \"%s\" is missing: put %s back or choose another model",
           source->name,
           source->path);
  } else {
    append(message,
           "Model \"%s\" cannot be loaded: %s",
           source->name,
           find->error.message);
  }
  finish(message);
}

void
rmn_verdict_search(char                   message[RMN_MAX_MESSAGE],
                   const RmnSource* const source,
                   const RmnFind* const   find)
{
  rmn_verdict_failure(message, source, find);
  if (source->copy[0] && !find->file) {
    append(message,
           "; the session's copy %s cannot be loaded: %s",
           source->copy,
           find->copy_error.message);
  }
  if (source->hash[0] && !find->file) {
    append(message, "; no file of hash %s was found elsewhere", source->hash);
  }
  finish(message);
}

void
rmn_verdict_join(char message[RMN_MAX_MESSAGE], const char* const sentence)
{
  if (sentence[0]) {
    append(message, "%s%s", message[0] ? "; " : "", sentence);
  }
}

/// Say that outputs are not told, if there are any
static void
doubt_outputs(char                      message[RMN_MAX_MESSAGE],
              const RmnSource* const    source,
              const RmnPredictor* const predictor)
{
  const uint32_t n = rmn_predictor_n_outputs(predictor);
  const bool     is_class =
    rmn_predictor_prediction(predictor)->kind == RMN_PREDICT_CLASS;
  if (n > RMN_N_CV) {
    append(message,
           "%sModel \"%s\" has %u outputs, but only the first %d have ports%s",
           message[0] ? "; " : "",
           source->name,
           n,
           RMN_N_CV,
           is_class ? ", except that Class tells all of them apart" : "");
  }
}

void
rmn_verdict_doubt(char                   message[RMN_MAX_MESSAGE],
                  const RmnSource* const source,
                  const RmnFind* const   find,
                  const RmnSound* const  sound)
{
  const RmnPlayer* const player = sound->player;

  message[0] = '\0';
  if (find->found == RMN_FOUND_CHANGED) {
    append(message,
           "Model \"%s\" has changed since the session was saved, and no file "
           "of hash %s was found: listen whether it still sounds right",
           source->name,
           source->hash);
  }
  rmn_verdict_join(message, rmn_player_warning(player));
  rmn_verdict_join(message, rmn_player_rate_warning(player));
  if (sound->predicted) {
    doubt_outputs(message, source, sound->predicted->predictor);
  } else {
    rmn_verdict_join(message, rmn_player_level_warning(player));
  }
  finish(message);
}

void
rmn_verdict_note(char                   message[RMN_MAX_MESSAGE],
                 const RmnSource* const source,
                 const RmnFind* const   find)
{
  const char* const where = find->found == RMN_FOUND_COPY ? "the session's copy"
                            : find->found == RMN_FOUND_MOVED
                              ? "where it was found again"
                              : NULL;
  message[0]              = '\0';
  if (where) {
    append(message,
           "Model \"%s\" is played from %s, %s, for %s %s",
           source->name,
           where,
           find->file->path,
           source->path,
           find->error.message[0] ? "cannot be loaded" : "has changed");
  }
  finish(message);
}
