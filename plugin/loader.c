// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "loader.h"
#include "loader_sound.h"
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
                const uint32_t              n_channels,
                RmnShelf* const             shelf,
                const bool                  predicts)
{
  pthread_mutex_init(&loader->mutex, NULL);
  loader->logger     = *logger;
  loader->mailbox    = mailbox;
  loader->rate_hz    = rate_hz;
  loader->n_channels = n_channels;
  loader->shelf      = shelf;
  loader->predicts   = predicts;
  snprintf(loader->bundle_path, sizeof(loader->bundle_path), "%s", bundle_path);
}

void
rmn_loader_destroy(RmnLoader* const loader)
{
  rmn_file_free(loader->playing);
  pthread_mutex_destroy(&loader->mutex);
}

/// Log how it went
static void
log_outcome(RmnLoader* const       loader,
            const RmnSource* const source,
            const RmnFind* const   find,
            const RmnSound* const  sound)
{
  LV2_Log_Logger* const logger = &loader->logger;
  char                  note[RMN_MAX_MESSAGE];
  if (!sound->player) {
    rmn_verdict_search(note, source, find);
    lv2_log_error(logger, "remanence: %s\n", note);
    return;
  }

  rmn_verdict_note(note, source, find); // For the log alone: all is well
  if (note[0]) {
    lv2_log_note(logger, "remanence: %s\n", note);
  }
  if (sound->message[0]) {
    lv2_log_warning(logger, "remanence: %s\n", sound->message);
  }
}

/// Have the session remember `source`, and what was found of it that plays
static void
remember(RmnLoader* const       loader,
         const RmnSource* const source,
         RmnFind* const         find,
         const RmnSound* const  sound)
{
  RmnFile* const   file       = find->file;
  RmnSource* const remembered = &loader->source;

  *remembered        = *source;
  loader->found      = find->found;
  loader->missing[0] = '\0';
  memcpy(loader->asked, remembered->path, sizeof(loader->asked));
  if (!sound || !sound->player || !file) {
    rmn_text_copy(loader->missing,
                  sizeof(loader->missing),
                  sound ? sound->message : "There was no memory for the model");
    return;
  }

  memcpy(remembered->hash, file->hash, sizeof(file->hash));
  remembered->size = file->size;
  if (find->found == RMN_FOUND_MOVED) {
    memcpy(remembered->path, file->path, sizeof(file->path));
    memcpy(loader->asked, file->path, sizeof(loader->asked));
  }
  if (find->found == RMN_FOUND_CHANGED &&
      strcmp(file->path, source->copy) != 0) {
    remembered->copy[0] = '\0';
  }
  rmn_source_set_name(remembered, rmn_player_name(sound->player));

  rmn_file_free(loader->playing);
  loader->playing = file;
  loader->setting = sound->setting;
  find->file      = NULL;
}

/// Leave `sound` in the mailbox, in place of one that was not taken
static void
publish(RmnMailbox* const mailbox, RmnSound* const sound)
{
  RmnSound* const untaken = rmn_mailbox_take(mailbox);
  if (untaken && !sound->player) { // It is still to be played
    memcpy(untaken->message, sound->message, sizeof(sound->message));
    untaken->is_note = sound->is_note;
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

void
rmn_source_init(RmnSource* const source, const char* const path)
{
  *source = (RmnSource){"", "", "", "", 0};
  snprintf(source->path, sizeof(source->path), "%s", path);
  rmn_source_set_name(source, "");
}

RmnSound*
rmn_loader_open(RmnLoader* const       loader,
                const RmnSource* const source,
                RmnFind* const         find)
{
  *find = (RmnFind){RMN_FOUND_NOWHERE, NULL, {RMN_OK, ""}, {RMN_OK, ""}};
  rmn_loader_collect(loader);
  find->file = rmn_file_open(source->path, &find->error);
  return rmn_loader_make_sound(loader, source, find);
}

void
rmn_loader_publish(RmnLoader* const       loader,
                   const RmnSource* const source,
                   RmnFind* const         find,
                   RmnSound* const        sound,
                   const uint32_t         ticket)
{
  log_outcome(loader, source, find, sound);
  if (sound->player) {
    remember(loader, source, find, sound);
    loader->ticket = ticket;
  }
  publish(loader->mailbox, sound);
}

static void
load(RmnLoader* const       loader,
     const RmnSource* const source,
     const uint32_t         ticket)
{
  RmnFind         find;
  RmnSound* const sound = rmn_loader_open(loader, source, &find);
  if (sound && rmn_mailbox_is_latest(loader->mailbox, ticket)) {
    rmn_loader_publish(loader, source, &find, sound, ticket);
  } else {
    rmn_sound_free(sound);
  }
  rmn_file_free(find.file);
}

void
rmn_loader_load(RmnLoader* const  loader,
                const char* const path,
                const uint32_t    ticket)
{
  RmnSource source;
  rmn_source_init(&source, path);

  rmn_loader_lock(loader);
  if (rmn_mailbox_is_latest(loader->mailbox, ticket)) {
    load(loader, &source, ticket);
  }
  if (!rmn_mailbox_is_latest(loader->mailbox, ticket)) {
    memcpy(loader->asked, source.path, sizeof(loader->asked));
  }
  rmn_loader_unlock(loader);
}

/// Let a sound go on from what is frozen, if that is of its model
static void
resume(const RmnSound* const sound, const RmnTray* const tray)
{
  if (sound && sound->predicted && tray && tray->size) {
    rmn_predictor_resume(sound->predicted->predictor, tray->bytes, tray->size);
  }
}

/// Make what plays anew from its text: its file may have changed, or be gone
static void
remake(RmnLoader* const loader)
{
  RmnFile* const file   = loader->playing;
  RmnFind        find   = {loader->found, file, {RMN_OK, ""}, {RMN_OK, ""}};
  RmnSource      source = loader->source;
  if (loader->missing[0]) {
    rmn_source_init(&source, file->path);
  }

  file->network = rmn_network_parse(file->text, file->size, &find.error);
  if (!file->network) {
    find.file = NULL;
  }

  RmnSound* const sound = rmn_loader_make_sound(loader, &source, &find);
  resume(sound, loader->shelf ? rmn_shelf_look(loader->shelf) : NULL);
  if (sound) {
    if (sound->player && loader->missing[0]) { // That still matters most
      char doubt[RMN_MAX_MESSAGE];
      memcpy(doubt, sound->message, sizeof(doubt));
      memcpy(sound->message, loader->missing, sizeof(sound->message));
      rmn_verdict_join(sound->message, doubt);
      sound->is_note = false;
    }
    log_outcome(loader, &source, &find, sound);
    loader->setting = sound->player ? sound->setting : loader->setting;
    publish(loader->mailbox, sound);
  }
}

void
rmn_loader_remake(RmnLoader* const loader)
{
  rmn_loader_lock(loader);
  if (loader->playing &&
      !rmn_setting_equals(loader->setting,
                          rmn_mailbox_wanted(loader->mailbox))) {
    remake(loader);
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

  RmnSound* const sound = rmn_loader_make_sound(loader, source, &find);
  const bool      plays = sound && sound->player;
  resume(sound, loader->shelf ? rmn_shelf_held(loader->shelf) : NULL);
  if (sound) {
    log_outcome(loader, source, &find, sound);
  }
  remember(loader, source, &find, sound);
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

/// Leave a message in the mailbox, without a sound
static void
leave_message(RmnLoader* const  loader,
              const char* const message,
              const bool        is_note)
{
  RmnSound* const sound = rmn_sound_new("");
  if (sound) {
    sound->is_note = is_note;
    rmn_text_copy(sound->message, sizeof(sound->message), message);
    publish(loader->mailbox, sound);
  }
}

void
rmn_loader_note(RmnLoader* const loader, const char* const message)
{
  lv2_log_note(&loader->logger, "remanence: %s\n", message);
  leave_message(loader, message, true);
}

void
rmn_loader_decline(RmnLoader* const loader, const char* const message)
{
  lv2_log_error(&loader->logger, "remanence: %s\n", message);
  leave_message(loader, message, false);
}

void
rmn_loader_report(RmnLoader* const loader, const char* const message)
{
  rmn_loader_lock(loader);
  rmn_loader_decline(loader, message);
  rmn_loader_unlock(loader);
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
