// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "loader.h"
#include "text.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

void
rmn_loader_init(RmnLoader* const            loader,
                RmnMailbox* const           mailbox,
                const LV2_Log_Logger* const logger,
                const double                rate_hz,
                const uint32_t              n_channels)
{
  pthread_mutex_init(&loader->mutex, NULL);
  loader->logger     = *logger;
  loader->mailbox    = mailbox;
  loader->rate_hz    = rate_hz;
  loader->n_channels = n_channels;
}

void
rmn_loader_destroy(RmnLoader* const loader)
{
  pthread_mutex_destroy(&loader->mutex);
}

static const char*
base_name(const char* const path)
{
  const char* const slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

/// Name a model by what it calls itself, or else by its file
static void
set_name(RmnSource* const source, const char* const name)
{
  rmn_text_copy(source->name,
                sizeof(source->name),
                name[0] ? name : base_name(source->path));
}

static void
format_hash(char* const hash, const RmnPlayer* const player)
{
  snprintf(hash,
           RMN_HASH_BYTES,
           "%016llx",
           (unsigned long long)rmn_player_hash(player));
}

static void
describe_failure(RmnSound* const        sound,
                 const RmnSource* const source,
                 const RmnError* const  error)
{
  char target[RMN_MAX_PATH] = "";
  if (access(source->path, F_OK)) {
    const bool is_link = readlink(source->path, target, sizeof(target) - 1) > 0;

    snprintf(sound->message,
             sizeof(sound->message),
             "Model \"%s\" is missing: %s%s%s: %s; put the file back or choose "
             "another model",
             source->name,
             source->path,
             is_link ? ", a link to " : "",
             target,
             error->message);
  } else {
    snprintf(sound->message,
             sizeof(sound->message),
             "Model \"%s\" cannot be loaded: %s",
             source->name,
             error->message);
  }
}

/// Say what is doubtful about a model that plays
static void
describe_doubt(RmnSound* const sound, const RmnSource* const source)
{
  const char* const warning = rmn_player_warning(sound->player);
  char              hash[RMN_HASH_BYTES];
  format_hash(hash, sound->player);

  if (!warning[0] && source->hash[0] && strcmp(source->hash, hash) != 0) {
    snprintf(sound->message,
             sizeof(sound->message),
             "Model \"%s\" has changed since the session was saved: listen "
             "whether it still sounds right",
             source->name);
  } else {
    snprintf(sound->message,
             sizeof(sound->message),
             "%s",
             warning[0] ? warning : rmn_player_rate_warning(sound->player));
  }
}

void
rmn_source_init(RmnSource* const source, const char* const path)
{
  *source = (RmnSource){"", "", ""};
  snprintf(source->path, sizeof(source->path), "%s", path);
  set_name(source, "");
}

RmnSound*
rmn_loader_open(RmnLoader* const loader, const RmnSource* const source)
{
  RmnSound* const sound = rmn_sound_new(source->path);
  if (!sound) {
    lv2_log_error(&loader->logger, "remanence: No memory to load a model\n");
    return NULL;
  }

  RmnError         error  = {RMN_OK, ""};
  const RmnSetting wanted = rmn_mailbox_wanted(loader->mailbox);
  const RmnSetup   setup  = {loader->rate_hz,
                             loader->n_channels,
                             (RmnRateMode)wanted.rate_mode,
                             wanted.oversampling};

  sound->setting = wanted;
  sound->player  = rmn_player_open_with(source->path, &setup, &error);
  if (sound->player) {
    describe_doubt(sound, source);
  } else {
    describe_failure(sound, source, &error);
  }
  rmn_text_copy(sound->message, sizeof(sound->message), sound->message);
  return sound;
}

static void
log_message(RmnLoader* const loader, const RmnSound* const sound)
{
  if (!sound->player) {
    lv2_log_error(&loader->logger, "remanence: %s\n", sound->message);
  } else if (sound->message[0]) {
    lv2_log_warning(&loader->logger, "remanence: %s\n", sound->message);
  }
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

void
rmn_loader_publish(RmnLoader* const       loader,
                   const RmnSource* const source,
                   RmnSound* const        sound)
{
  log_message(loader, sound);
  if (sound->player) {
    loader->source = *source;
    set_name(&loader->source, rmn_player_name(sound->player));
    format_hash(loader->source.hash, sound->player);
    loader->present = loader->source;
    loader->setting = sound->setting;
    memcpy(loader->asked, source->path, sizeof(loader->asked));
  }
  publish(loader->mailbox, sound);
}

/// Load with the mutex held; return true if a sound that plays was published
static bool
load(RmnLoader* const       loader,
     const RmnSource* const source,
     const uint32_t         ticket)
{
  rmn_sound_free_all(rmn_mailbox_take_retired(loader->mailbox));
  if (!rmn_mailbox_is_latest(loader->mailbox, ticket)) {
    return false;
  }

  RmnSound* const sound = rmn_loader_open(loader, source);
  if (!sound || !rmn_mailbox_is_latest(loader->mailbox, ticket)) {
    rmn_sound_free(sound);
    return false;
  }

  const bool plays = sound->player;
  rmn_loader_publish(loader, source, sound);
  return plays;
}

void
rmn_loader_load(RmnLoader* const  loader,
                const char* const path,
                const uint32_t    ticket)
{
  RmnSource source;
  rmn_source_init(&source, path);

  pthread_mutex_lock(&loader->mutex);
  if (!load(loader, &source, ticket) &&
      !rmn_mailbox_is_latest(loader->mailbox, ticket)) {
    memcpy(loader->asked, source.path, sizeof(loader->asked));
  }
  pthread_mutex_unlock(&loader->mutex);
}

void
rmn_loader_remake(RmnLoader* const loader)
{
  pthread_mutex_lock(&loader->mutex);
  const RmnSetting wanted = rmn_mailbox_wanted(loader->mailbox);
  if (loader->present.path[0] && !rmn_setting_equals(loader->setting, wanted)) {
    RmnSound* const sound = rmn_loader_open(loader, &loader->present);
    if (sound) {
      log_message(loader, sound);
      loader->setting = sound->player ? sound->setting : loader->setting;
      publish(loader->mailbox, sound);
    }
  }
  pthread_mutex_unlock(&loader->mutex);
}

bool
rmn_loader_restore(RmnLoader* const loader, const RmnSource* const saved)
{
  const uint32_t ticket = rmn_mailbox_draw_ticket(loader->mailbox);
  RmnSource      source = *saved;
  set_name(&source, saved->name);

  pthread_mutex_lock(&loader->mutex);
  if (rmn_mailbox_is_latest(loader->mailbox, ticket)) {
    loader->source = source;
  }
  const bool plays = load(loader, &source, ticket);
  pthread_mutex_unlock(&loader->mutex);
  return plays;
}

void
rmn_loader_refuse(RmnLoader* const loader, const char* const message)
{
  pthread_mutex_lock(&loader->mutex);
  rmn_loader_decline(loader, message);
  pthread_mutex_unlock(&loader->mutex);
}

void
rmn_loader_decline(RmnLoader* const loader, const char* const message)
{
  RmnSound* const sound = rmn_sound_new("");
  if (sound) {
    rmn_text_copy(sound->message, sizeof(sound->message), message);
    log_message(loader, sound);
    publish(loader->mailbox, sound);
  }
}

void
rmn_loader_get_source(RmnLoader* const loader, RmnSource* const source)
{
  pthread_mutex_lock(&loader->mutex);
  *source = loader->source;
  pthread_mutex_unlock(&loader->mutex);
}

void
rmn_loader_collect(RmnLoader* const loader)
{
  rmn_sound_free_all(rmn_mailbox_take_retired(loader->mailbox));
}
