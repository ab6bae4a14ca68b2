// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file plugin_session.h A session that holds the state of one plugin

#ifndef RMN_TEST_PLUGIN_SESSION_H
#define RMN_TEST_PLUGIN_SESSION_H

#include "plugin_host.h"

#include <lv2/state/state.h>

/// A property, of this plugin a text or a number
typedef struct {
  LV2_URID type;
  uint32_t flags;
  size_t   size; ///< 0 for none
  char     value[HOST_MAX_TEXT];
} Property;

/// What a host knows of paths
typedef enum {
  PATHS_MAPPED, ///< It maps them
  PATHS_PLAIN,  ///< Nothing
  PATHS_MADE,   ///< It maps them, and has a folder for new files
  PATHS_BROKEN, ///< It has a folder in word only
} SessionPaths;

typedef struct {
  Host*        host;
  SessionPaths paths;
  char         dir[4096]; ///< Folder for new files, with a slash at its end
  Property     model;
  Property     copy;
  Property     origin;
  Property     name;
  Property     hash;
  Property     size;
  int          n_paths; ///< Made for the plugin, less those it freed
} Session;

/// Paths are saved with this before them
static const char* const session_prefix = "session:";

static inline Property*
session_property(Session* const session, const LV2_URID key)
{
  Host* const host = session->host;

  if (key == host_urid(host, MODEL)) {
    return &session->model;
  }
  if (key == host_urid(host, MODEL_COPY)) {
    return &session->copy;
  }
  if (key == host_urid(host, MODEL_NAME)) {
    return &session->name;
  }
  if (key == host_urid(host, MODEL_ORIGIN)) {
    return &session->origin;
  }
  if (key == host_urid(host, MODEL_SIZE)) {
    return &session->size;
  }
  CHECK(key == host_urid(host, MODEL_HASH));
  return &session->hash;
}

static inline LV2_State_Status
session_store(void* const       handle,
              const uint32_t    key,
              const void* const value,
              const size_t      size,
              const uint32_t    type,
              const uint32_t    flags)
{
  Property* const property = session_property((Session*)handle, key);

  CHECK(size && size <= sizeof(property->value));
  property->type  = type;
  property->flags = flags;
  property->size  = size;
  memcpy(property->value, value, size);
  return LV2_STATE_SUCCESS;
}

static inline const void*
session_retrieve(void* const     handle,
                 const uint32_t  key,
                 size_t* const   size,
                 uint32_t* const type,
                 uint32_t* const flags)
{
  const Property* const property = session_property((Session*)handle, key);

  *size  = property->size;
  *type  = property->type;
  *flags = property->flags;
  return property->size ? property->value : NULL;
}

static inline char*
session_new_path(Session* const    session,
                 const char* const begin,
                 const char* const end)
{
  char* const path = (char*)malloc(HOST_MAX_TEXT);
  CHECK(path);
  snprintf(path, HOST_MAX_TEXT, "%s%s", begin, end);
  ++session->n_paths;
  return path;
}

static inline char*
session_abstract_path(void* const handle, const char* const path)
{
  return session_new_path((Session*)handle, session_prefix, path);
}

static inline char*
session_absolute_path(void* const handle, const char* const path)
{
  const size_t length = strlen(session_prefix);
  CHECK(!strncmp(path, session_prefix, length));
  return session_new_path((Session*)handle, path + length, "");
}

static inline char*
session_make_path(void* const handle, const char* const path)
{
  Session* const session = (Session*)handle;
  CHECK(!strchr(path, '/'));
  return session->paths == PATHS_BROKEN
           ? NULL
           : session_new_path(session, session->dir, path);
}

static inline void
session_free_path(void* const handle, char* const path)
{
  --((Session*)handle)->n_paths;
  free(path);
}

/// Save what the plugin plays, or restore it
static inline LV2_State_Status
session_transfer(Session* const session, const bool is_save)
{
  LV2_State_Map_Path map = {
    session, session_abstract_path, session_absolute_path};
  LV2_State_Make_Path      make         = {session, session_make_path};
  LV2_State_Free_Path      free_path    = {session, session_free_path};
  const LV2_Feature        map_feature  = {LV2_STATE__mapPath, &map};
  const LV2_Feature        make_feature = {LV2_STATE__makePath, &make};
  const LV2_Feature        free_feature = {LV2_STATE__freePath, &free_path};
  const bool               is_plain     = session->paths == PATHS_PLAIN;
  const bool               has_folder = session->paths >= PATHS_MADE && is_save;
  const LV2_Feature* const features[] = {is_plain ? NULL : &map_feature,
                                         &free_feature,
                                         has_folder ? &make_feature : NULL,
                                         NULL};
  LV2_Handle                       instance = session->host->instance;
  const LV2_State_Interface* const state =
    (const LV2_State_Interface*)session->host->descriptor->extension_data(
      LV2_STATE__interface);

  return is_save
           ? state->save(instance, session_store, session, 0, features)
           : state->restore(instance, session_retrieve, session, 0, features);
}

static inline void
property_set(Property* const property, const LV2_URID type, const char* text)
{
  property->type = type;
  property->size = strlen(text) + 1U;
  snprintf(property->value, sizeof(property->value), "%s", text);
}

/// Return a session of `host` whose model is at `path`, or empty if NULL
static inline Session
session_new(Host* const host, const char* const path, const char* const name)
{
  Session session = {.host = host};
  char    text[HOST_MAX_TEXT];
  if (path) {
    snprintf(text, sizeof(text), "%s%s", session_prefix, path);
    property_set(&session.model, host_urid(host, LV2_ATOM__Path), text);
    property_set(&session.name, host_urid(host, LV2_ATOM__String), name);
  }
  return session;
}

static inline LV2_State_Status
session_save(Session* const session)
{
  return session_transfer(session, true);
}

static inline LV2_State_Status
session_restore(Session* const session)
{
  return session_transfer(session, false);
}

#endif // RMN_TEST_PLUGIN_SESSION_H
