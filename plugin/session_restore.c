// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#define _XOPEN_SOURCE 700 // realpath()

#include "effect.h"
#include "host_path.h"
#include "session.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

typedef struct {
  RmnLoader*                  loader;
  const RmnUris*              uris;
  LV2_State_Retrieve_Function retrieve;
  LV2_State_Handle            handle;
  const LV2_Feature* const*   features;
} Restoring;

/// Find a value, and whether it is of `type`
static LV2_State_Status
retrieve_value(const Restoring* const restoring,
               const LV2_URID         key,
               const LV2_URID         type,
               const void** const     value,
               size_t* const          size)
{
  uint32_t          found_type = 0;
  uint32_t          flags      = 0;
  const void* const found =
    restoring->retrieve(restoring->handle, key, size, &found_type, &flags);
  if (!found) {
    return LV2_STATE_ERR_NO_PROPERTY;
  }

  *value = found;
  return found_type == type ? LV2_STATE_SUCCESS : LV2_STATE_ERR_BAD_TYPE;
}

/// Find the text under `key`, which must be of `type` and end within its size
static LV2_State_Status
retrieve_text(const Restoring* const restoring,
              const LV2_URID         key,
              const LV2_URID         type,
              const char** const     text)
{
  const void*            value = NULL;
  size_t                 size  = 0;
  const LV2_State_Status st =
    retrieve_value(restoring, key, type, &value, &size);
  if (st) {
    return st;
  }
  if (!memchr(value, '\0', size)) {
    return LV2_STATE_ERR_BAD_TYPE;
  }

  *text = (const char*)value;
  return LV2_STATE_SUCCESS;
}

/// Say that something is left aside that the model can be found without
static void
leave_aside(const Restoring* const restoring, const char* const what)
{
  lv2_log_warning(&restoring->loader->logger,
                  "remanence: The session's %s of the model is damaged, and "
                  "left aside\n",
                  what);
}

/// Return text that a session may lack, "" if it does or if it is damaged
static const char*
optional_text(const Restoring* const restoring,
              const LV2_URID         key,
              const LV2_URID         type,
              const char* const      what)
{
  const char* text = "";
  if (retrieve_text(restoring, key, type, &text) == LV2_STATE_ERR_BAD_TYPE) {
    leave_aside(restoring, what);
  }
  return text;
}

static void
restore_copy(const Restoring* const restoring, RmnSource* const saved)
{
  const RmnUris* const uris = restoring->uris;
  const char* const    path =
    optional_text(restoring, uris->model_copy, uris->atom_path, "copy");
  if (!path[0]) {
    return;
  }

  if (!rmn_host_path_absolute(
        restoring->features, path, saved->copy, sizeof(saved->copy))) {
    saved->copy[0] = '\0';
    leave_aside(restoring, "copy");
  }
}

/// Return whether a path leads to a file without being a link itself
static bool
is_file(const char* const path)
{
  struct stat info = {0};
  return !lstat(path, &info) && !S_ISLNK(info.st_mode);
}

/**
   Settle on the path of the file itself.

   Hosts put links into sessions, which break when these are moved.
*/
static void
restore_origin(const Restoring* const restoring, RmnSource* const saved)
{
  if (is_file(saved->path)) {
    return;
  }

  const RmnUris* const uris   = restoring->uris;
  char* const          target = realpath(saved->path, NULL);
  const char* const    path =
    target ? target
              : optional_text(
               restoring, uris->model_origin, uris->atom_string, "origin");

  if (path[0] == '/' && strlen(path) < sizeof(saved->path)) {
    memcpy(saved->path, path, strlen(path) + 1U);
  } else if (path[0]) {
    leave_aside(restoring, "origin");
  }
  free(target);
}

static void
restore_hash(const Restoring* const restoring, RmnSource* const saved)
{
  const RmnUris* const uris = restoring->uris;
  const char* const    hash =
    optional_text(restoring, uris->model_hash, uris->atom_string, "hash");
  if (rmn_hash_is_valid(hash)) {
    memcpy(saved->hash, hash, sizeof(saved->hash));
  } else if (hash[0]) {
    leave_aside(restoring, "hash");
  }
}

static void
restore_size(const Restoring* const restoring, RmnSource* const saved)
{
  const RmnUris* const   uris    = restoring->uris;
  const void*            value   = NULL;
  size_t                 size    = 0;
  int64_t                n_bytes = 0;
  const LV2_State_Status st =
    retrieve_value(restoring, uris->model_size, uris->atom_long, &value, &size);
  if (st == LV2_STATE_ERR_NO_PROPERTY) {
    return;
  }

  if (!st && size == sizeof(n_bytes)) {
    memcpy(&n_bytes, value, sizeof(n_bytes));
  }
  if (n_bytes > 0 && n_bytes <= RMN_MAX_FILE_BYTES) {
    saved->size = (size_t)n_bytes;
  } else {
    leave_aside(restoring, "size");
  }
}

/// Restore what helps to find the model and to name it
static void
restore_rest(const Restoring* const restoring, RmnSource* const saved)
{
  const RmnUris* const uris = restoring->uris;
  const char* const    name =
    optional_text(restoring, uris->model_name, uris->atom_string, "name");

  rmn_text_copy(saved->name, sizeof(saved->name), name);
  restore_origin(restoring, saved);
  restore_copy(restoring, saved);
  restore_hash(restoring, saved);
  restore_size(restoring, saved);
}

/// Lay a frozen sound on the shelf, or nothing; the sound checks it
static void
restore_frozen(const Restoring* const restoring)
{
  const RmnUris* const uris   = restoring->uris;
  RmnLoader* const     loader = restoring->loader;
  const void*          value  = NULL;
  size_t               size   = 0;
  if (!loader->shelf) {
    return;
  }

  const LV2_State_Status st =
    retrieve_value(restoring, uris->frozen, uris->atom_chunk, &value, &size);
  rmn_loader_lock(loader);
  rmn_shelf_put(loader->shelf, st ? NULL : value, st ? 0U : size);
  rmn_loader_unlock(loader);
  if (st == LV2_STATE_ERR_BAD_TYPE || size > RMN_SHELF_BYTES) {
    lv2_log_warning(
      &loader->logger,
      "remanence: The session's frozen sound is damaged, and left "
      "aside\n");
  }
}

LV2_State_Status
rmn_session_restore(LV2_Handle                      instance,
                    LV2_State_Retrieve_Function     retrieve,
                    LV2_State_Handle                handle,
                    const uint32_t                  flags,
                    const LV2_Feature* const* const features)
{
  (void)flags;

  RmnEffect* const     effect    = (RmnEffect*)instance;
  RmnLoader* const     loader    = &effect->loader;
  const RmnUris* const uris      = &effect->uris;
  const Restoring      restoring = {loader, uris, retrieve, handle, features};
  const char*          path      = NULL;
  RmnSource            saved     = {"", "", "", "", 0};

  const LV2_State_Status found =
    retrieve_text(&restoring, uris->model, uris->atom_path, &path);
  if (found == LV2_STATE_ERR_NO_PROPERTY) { // Keep what plays
    return LV2_STATE_SUCCESS;
  }
  if (found) {
    rmn_loader_report(loader,
                      "The session's model is no path: choose it again");
    return found;
  }
  if (!rmn_host_path_absolute(features, path, saved.path, sizeof(saved.path))) {
    rmn_loader_report(loader,
                      "The path of the session's model is empty or too long: "
                      "choose it again");
    return LV2_STATE_ERR_UNKNOWN;
  }

  restore_rest(&restoring, &saved);
  restore_frozen(&restoring);
  return rmn_loader_restore(loader, &saved) ? LV2_STATE_SUCCESS
                                            : LV2_STATE_ERR_UNKNOWN;
}
