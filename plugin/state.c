// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "state.h"
#include "effect.h"
#include "text.h"

#include <lv2/core/lv2_util.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/// Free a path that the host made
static void
free_path(const LV2_Feature* const* const features, char* const path)
{
  const LV2_State_Free_Path* const feature =
    (const LV2_State_Free_Path*)lv2_features_data(features,
                                                  LV2_STATE__freePath);
  if (feature) {
    feature->free_path(feature->handle, path);
  } else {
    free(path);
  }
}

static const LV2_State_Map_Path*
map_path_feature(const LV2_Feature* const* const features)
{
  return (const LV2_State_Map_Path*)lv2_features_data(features,
                                                      LV2_STATE__mapPath);
}

static LV2_State_Status
store_path(const RmnUris* const            uris,
           const char* const               path,
           LV2_State_Store_Function        store,
           LV2_State_Handle                handle,
           const LV2_Feature* const* const features)
{
  const LV2_State_Map_Path* const map = map_path_feature(features);
  char* const       mapped = map ? map->abstract_path(map->handle, path) : NULL;
  const char* const saved  = mapped ? mapped : path;
  const uint32_t    flags =
    LV2_STATE_IS_POD | (mapped ? (uint32_t)LV2_STATE_IS_PORTABLE : 0U);

  const LV2_State_Status st = store(
    handle, uris->model, saved, strlen(saved) + 1U, uris->atom_path, flags);

  if (mapped) {
    free_path(features, mapped);
  }
  return st;
}

static LV2_State_Status
store_text(const RmnUris* const     uris,
           const LV2_URID           key,
           const char* const        text,
           LV2_State_Store_Function store,
           LV2_State_Handle         handle)
{
  return store(handle,
               key,
               text,
               strlen(text) + 1U,
               uris->atom_string,
               LV2_STATE_IS_POD | LV2_STATE_IS_PORTABLE);
}

static LV2_State_Status
save(LV2_Handle                      instance,
     LV2_State_Store_Function        store,
     LV2_State_Handle                handle,
     const uint32_t                  flags,
     const LV2_Feature* const* const features)
{
  (void)flags;

  RmnEffect* const     effect = (RmnEffect*)instance;
  const RmnUris* const uris   = &effect->uris;
  RmnSource            source;
  rmn_loader_get_source(&effect->loader, &source);
  if (!source.path[0]) {
    return LV2_STATE_SUCCESS;
  }

  LV2_State_Status st = store_path(uris, source.path, store, handle, features);
  st = st ? st : store_text(uris, uris->model_name, source.name, store, handle);
  return st ? st
            : store_text(uris, uris->model_hash, source.hash, store, handle);
}

/// Find the text under `key`, which must be of `type` and end within its size
static LV2_State_Status
retrieve_text(LV2_State_Retrieve_Function retrieve,
              LV2_State_Handle            handle,
              const LV2_URID              key,
              const LV2_URID              type,
              const char** const          text)
{
  size_t            size       = 0;
  uint32_t          found_type = 0;
  uint32_t          flags      = 0;
  const char* const value =
    (const char*)retrieve(handle, key, &size, &found_type, &flags);
  if (!value) {
    return LV2_STATE_ERR_NO_PROPERTY;
  }
  if (found_type != type || !memchr(value, '\0', size)) {
    return LV2_STATE_ERR_BAD_TYPE;
  }

  *text = value;
  return LV2_STATE_SUCCESS;
}

/// Copy text that the session may lack, and that is cut if it is too long
static void
copy_text(LV2_State_Retrieve_Function retrieve,
          LV2_State_Handle            handle,
          const LV2_URID              key,
          const LV2_URID              type,
          char* const                 copy,
          const size_t                size)
{
  const char* text = "";
  retrieve_text(retrieve, handle, key, type, &text);
  rmn_text_copy(copy, size, text);
}

/// Copy the path that a saved one stands for; false if none fits
static bool
absolute_path(const char* const               path,
              char* const                     absolute,
              const LV2_Feature* const* const features)
{
  const LV2_State_Map_Path* const map = map_path_feature(features);
  char* const mapped = map ? map->absolute_path(map->handle, path) : NULL;
  const int   length =
    snprintf(absolute, RMN_MAX_PATH, "%s", mapped ? mapped : path);

  if (mapped) {
    free_path(features, mapped);
  }
  return length > 0 && length < RMN_MAX_PATH;
}

static LV2_State_Status
restore(LV2_Handle                      instance,
        LV2_State_Retrieve_Function     retrieve,
        LV2_State_Handle                handle,
        const uint32_t                  flags,
        const LV2_Feature* const* const features)
{
  (void)flags;

  RmnEffect* const     effect = (RmnEffect*)instance;
  const RmnUris* const uris   = &effect->uris;
  const char*          path   = NULL;
  RmnSource            saved  = {"", "", ""};

  const LV2_State_Status found =
    retrieve_text(retrieve, handle, uris->model, uris->atom_path, &path);
  if (found == LV2_STATE_ERR_NO_PROPERTY) { // Keep what plays
    return LV2_STATE_SUCCESS;
  }
  if (found) {
    rmn_loader_refuse(&effect->loader,
                      "The session's model is no path: choose it again");
    return found;
  }

  const LV2_URID type = uris->atom_string;
  copy_text(
    retrieve, handle, uris->model_name, type, saved.name, sizeof(saved.name));
  copy_text(
    retrieve, handle, uris->model_hash, type, saved.hash, sizeof(saved.hash));
  if (!absolute_path(path, saved.path, features)) {
    rmn_loader_refuse(&effect->loader,
                      "The path of the session's model is empty or too long: "
                      "choose it again");
    return LV2_STATE_ERR_UNKNOWN;
  }

  return rmn_loader_restore(&effect->loader, &saved) ? LV2_STATE_SUCCESS
                                                     : LV2_STATE_ERR_UNKNOWN;
}

const LV2_State_Interface rmn_state_interface = {save, restore};
