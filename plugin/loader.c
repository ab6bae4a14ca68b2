// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "loader.h"
#include "text.h"
#include "verdict.h"

#include <stdio.h>
#include <string.h>

void
rmn_loader_init(RmnLoader* const            loader,
                RmnMailbox* const           mailbox,
                const LV2_Log_Logger* const logger,
                const char* const           bundle_path,
                const double                rate_hz,
                const uint32_t              n_channels)
{
  pthread_mutex_init(&loader->mutex, NULL);
  loader->logger     = *logger;
  loader->mailbox    = mailbox;
  loader->rate_hz    = rate_hz;
  loader->n_channels = n_channels;
  snprintf(loader->bundle_path, sizeof(loader->bundle_path), "%s", bundle_path);
}

void
rmn_loader_destroy(RmnLoader* const loader)
{
  rmn_file_free(loader->file);
  pthread_mutex_destroy(&loader->mutex);
}

/// Make a player of what was found
static void
make_player(RmnLoader* const loader, RmnSound* const sound, RmnFind* const find)
{
  RmnFile* const file = find->file;
  if (file) {
    sound->player = rmn_player_new(
      file->network, loader->rate_hz, loader->n_channels, &find->error);
    rmn_network_free(file->network);
    file->network = NULL;
  }
}

/// Say how it went
static void
judge(RmnLoader* const       loader,
      RmnSound* const        sound,
      const RmnSource* const source,
      const RmnFind* const   find)
{
  char* const message = sound->message;
  if (!sound->player) {
    rmn_verdict_failure(message, source, find);
    lv2_log_error(&loader->logger, "remanence: %s\n", message);
    return;
  }

  rmn_verdict_note(message, source, find); // For the log alone: all is well
  if (message[0]) {
    lv2_log_note(&loader->logger, "remanence: %s\n", message);
  }
  rmn_verdict_doubt(message, source, find, sound->player);
  if (message[0]) {
    lv2_log_warning(&loader->logger, "remanence: %s\n", message);
  }
}

/// Return the outcome of a request, or NULL without memory for it
static RmnSound*
make_sound(RmnLoader* const       loader,
           const RmnSource* const source,
           RmnFind* const         find)
{
  const char* const path  = find->file ? find->file->path : source->path;
  RmnSound* const   sound = rmn_sound_new(path);
  if (!sound) {
    lv2_log_error(&loader->logger, "remanence: No memory to load a model\n");
    return NULL;
  }

  make_player(loader, sound, find);
  judge(loader, sound, source, find);
  return sound;
}

/// Have the session remember `source`, and what was found of it
static void
remember(RmnLoader* const       loader,
         const RmnSource* const source,
         RmnFind* const         find,
         const RmnPlayer* const player)
{
  RmnFile* const   file       = player ? find->file : NULL;
  RmnSource* const remembered = &loader->source;

  *remembered = *source;
  if (file) {
    memcpy(remembered->hash, file->hash, sizeof(file->hash));
    remembered->size = file->size;
    if (find->found == RMN_FOUND_MOVED) {
      memcpy(remembered->path, file->path, sizeof(file->path));
    }
    if (find->found == RMN_FOUND_CHANGED &&
        strcmp(file->path, source->copy) != 0) {
      remembered->copy[0] = '\0';
    }
    rmn_source_set_name(remembered, rmn_player_name(player));
    find->file = NULL;
  }
  rmn_file_free(loader->file);
  loader->file = file;
}

/// Leave `sound` in the mailbox, in place of one that was not taken
static void
publish(RmnMailbox* const mailbox, RmnSound* const sound)
{
  RmnSound* const untaken = rmn_mailbox_take(mailbox);
  if (untaken && !sound->player) { // It is still to be played
    memcpy(untaken->message, sound->message, sizeof(sound->message));
    rmn_mailbox_put(mailbox, untaken);
    rmn_sound_free(sound);
  } else {
    rmn_mailbox_put(mailbox, sound);
    rmn_sound_free(untaken);
  }
}

/// Return whether a newer request has taken effect
static bool
is_overtaken(const RmnLoader* const loader, const uint32_t ticket)
{
  return (int32_t)(loader->ticket - ticket) > 0;
}

static void
load(RmnLoader* const       loader,
     const RmnSource* const source,
     const uint32_t         ticket)
{
  RmnFind find = {RMN_FOUND_NOWHERE, NULL, {RMN_OK, ""}, {RMN_OK, ""}};
  rmn_loader_collect(loader);
  find.file = rmn_file_open(source->path, &find.error);

  RmnSound* const sound = make_sound(loader, source, &find);
  if (!sound || !rmn_mailbox_is_latest(loader->mailbox, ticket)) {
    rmn_sound_free(sound);
  } else {
    if (sound->player) {
      remember(loader, source, &find, sound->player);
      loader->ticket = ticket;
    }
    publish(loader->mailbox, sound);
  }
  rmn_file_free(find.file);
}

void
rmn_loader_load(RmnLoader* const  loader,
                const char* const path,
                const uint32_t    ticket)
{
  RmnSource source = {"", "", "", "", 0};
  snprintf(source.path, sizeof(source.path), "%s", path);
  rmn_source_set_name(&source, "");

  rmn_loader_lock(loader);
  if (rmn_mailbox_is_latest(loader->mailbox, ticket)) {
    load(loader, &source, ticket);
  }
  rmn_loader_unlock(loader);
}

static bool
restore(RmnLoader* const       loader,
        const RmnSource* const source,
        const uint32_t         ticket)
{
  RmnFind find = {RMN_FOUND_NOWHERE, NULL, {RMN_OK, ""}, {RMN_OK, ""}};
  rmn_loader_collect(loader);
  rmn_find(source, loader->bundle_path, &find);

  RmnSound* const sound = make_sound(loader, source, &find);
  const bool      plays = sound && sound->player;
  remember(loader, source, &find, plays ? sound->player : NULL);
  loader->ticket = ticket;
  if (sound) {
    publish(loader->mailbox, sound);
  }
  rmn_file_free(find.file);
  return plays;
}

bool
rmn_loader_restore(RmnLoader* const loader, const RmnSource* const saved)
{
  const uint32_t ticket = rmn_mailbox_draw_ticket(loader->mailbox);
  RmnSource      source = *saved;
  rmn_source_set_name(&source, saved->name);

  // A newer request that is still to come may fail: it makes nothing void
  rmn_loader_lock(loader);
  const bool plays =
    is_overtaken(loader, ticket) || restore(loader, &source, ticket);
  rmn_loader_unlock(loader);
  return plays;
}

void
rmn_loader_report(RmnLoader* const loader, const char* const message)
{
  lv2_log_error(&loader->logger, "remanence: %s\n", message);

  RmnSound* const sound = rmn_sound_new("");
  if (sound) {
    rmn_text_copy(sound->message, sizeof(sound->message), message);
    rmn_loader_lock(loader);
    publish(loader->mailbox, sound);
    rmn_loader_unlock(loader);
  }
}

void
rmn_loader_lock(RmnLoader* const loader)
{
  pthread_mutex_lock(&loader->mutex);
}

void
rmn_loader_unlock(RmnLoader* const loader)
{
  pthread_mutex_unlock(&loader->mutex);
}

void
rmn_loader_collect(RmnLoader* const loader)
{
  rmn_sound_free_all(rmn_mailbox_take_retired(loader->mailbox));
}
