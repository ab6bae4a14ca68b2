// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "effect.h"
#include "host_path.h"
#include "keep.h"
#include "session.h"
#include "text.h"

#include <stdio.h>
#include <string.h>

typedef struct {
  const RmnLoader*          loader; ///< Locked
  const RmnUris*            uris;
  LV2_State_Store_Function  store;
  LV2_State_Handle          handle;
  const LV2_Feature* const* features;
  char                      message[RMN_MAX_MESSAGE]; ///< What failed, or ""
} Saving;

static LV2_State_Status
store_path(const Saving* const saving,
           const LV2_URID      key,
           const char* const   path)
{
  char* const       mapped = rmn_host_path_abstract(saving->features, path);
  const char* const saved  = mapped ? mapped : path;
  const uint32_t    flags =
    LV2_STATE_IS_POD | (mapped ? (uint32_t)LV2_STATE_IS_PORTABLE : 0U);

  const LV2_State_Status st = saving->store(saving->handle,
                                            key,
                                            saved,
                                            strlen(saved) + 1U,
                                            saving->uris->atom_path,
                                            flags);
  rmn_host_path_free(saving->features, mapped);
  return st;
}

static LV2_State_Status
store_value(const Saving* const saving,
            const LV2_URID      key,
            const LV2_URID      type,
            const void* const   value,
            const size_t        size)
{
  return saving->store(saving->handle,
                       key,
                       value,
                       size,
                       type,
                       LV2_STATE_IS_POD | LV2_STATE_IS_PORTABLE);
}

static LV2_State_Status
store_text(const Saving* const saving,
           const LV2_URID      key,
           const char* const   text)
{
  return store_value(
    saving, key, saving->uris->atom_string, text, strlen(text) + 1U);
}

static LV2_State_Status
store_size(const Saving* const saving, const size_t size)
{
  const RmnUris* const uris  = saving->uris;
  const int64_t        value = (int64_t)size;
  return size
           ? store_value(
               saving, uris->model_size, uris->atom_long, &value, sizeof(value))
           : LV2_STATE_SUCCESS;
}

/// Store the path in plain text, if it is text
static LV2_State_Status
store_origin(const Saving* const saving, const char* const path)
{
  char text[RMN_MAX_PATH];
  rmn_text_copy(text, sizeof(text), path);
  return strcmp(text, path)
           ? LV2_STATE_SUCCESS
           : store_text(saving, saving->uris->model_origin, path);
}

/// Write the copy of the session; return its path, or NULL if there is none
static char*
make_copy(Saving* const saving)
{
  const RmnFile* const file =
    saving->loader->missing[0] ? NULL : saving->loader->playing;
  RmnError error = {RMN_OK, "the host names no file for it"};
  char     name[RMN_MAX_COPY_NAME];
  if (!file || !rmn_host_path_can_make(saving->features)) {
    return NULL;
  }

  rmn_keep_name(file, name);
  char* const path = rmn_host_path_make(saving->features, name);
  if (path && rmn_keep_copy(file, path, &error)) {
    return path;
  }

  snprintf(saving->message,
           sizeof(saving->message),
           "The session cannot have a copy of model \"%s\", so keep %s: %s",
           saving->loader->source.name,
           saving->loader->source.path,
           error.message);
  rmn_host_path_free(saving->features, path);
  return NULL;
}

/// Store where the copy of the session is, an older one if there is no newer
static LV2_State_Status
store_copy(Saving* const saving)
{
  char* const            made = make_copy(saving);
  const char* const      path = made ? made : saving->loader->source.copy;
  const LV2_State_Status st =
    path[0] ? store_path(saving, saving->uris->model_copy, path)
            : LV2_STATE_SUCCESS;

  rmn_host_path_free(saving->features, made);
  return st;
}

static LV2_State_Status
store_source(Saving* const saving)
{
  const RmnUris* const   uris   = saving->uris;
  const RmnSource* const source = &saving->loader->source;

  // The copy comes first, so that a host that puts links to other files beside
  // it names them differently
  LV2_State_Status st = store_copy(saving);
  st                  = st ? st : store_path(saving, uris->model, source->path);
  st                  = st ? st : store_origin(saving, source->path);
  st = st ? st : store_text(saving, uris->model_name, source->name);
  st = st ? st : store_text(saving, uris->model_hash, source->hash);
  return st ? st : store_size(saving, source->size);
}

/// Store the frozen sound as it is after the last block, if there is one
static LV2_State_Status
store_frozen(const Saving* const saving)
{
  const RmnTray* const tray =
    saving->loader->shelf ? rmn_shelf_look(saving->loader->shelf) : NULL;
  return tray && tray->size ? store_value(saving,
                                          saving->uris->frozen,
                                          saving->uris->atom_chunk,
                                          tray->bytes,
                                          tray->size)
                            : LV2_STATE_SUCCESS;
}

LV2_State_Status
rmn_session_save(LV2_Handle                      instance,
                 LV2_State_Store_Function        store,
                 LV2_State_Handle                handle,
                 const uint32_t                  flags,
                 const LV2_Feature* const* const features)
{
  (void)flags;

  RmnEffect* const effect = (RmnEffect*)instance;
  RmnLoader* const loader = &effect->loader;
  Saving saving = {loader, &effect->uris, store, handle, features, ""};

  rmn_loader_lock(loader);
  LV2_State_Status st =
    loader->source.path[0] ? store_source(&saving) : LV2_STATE_SUCCESS;
  st = st || !loader->source.path[0] ? st : store_frozen(&saving);
  rmn_loader_unlock(loader);

  if (saving.message[0]) {
    rmn_loader_report(loader, saving.message);
  }
  return st;
}
