// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file plugin_session.h A session that holds the state of one plugin

#ifndef RMN_TEST_PLUGIN_SESSION_H
#define RMN_TEST_PLUGIN_SESSION_H

#include "plugin_host.h"

#include <lv2/state/state.h>

/// A property, which for this plugin is always text
typedef struct {
  LV2_URID type;
  uint32_t flags;
  size_t   size; ///< 0 for none
  char     value[HOST_MAX_TEXT];
} Property;

typedef struct {
  Host*    host;
  Property model;
  Property name;
  Property hash;
  int      n_paths; ///< Made for the plugin, less those it freed
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
  if (key == host_urid(host, MODEL_NAME)) {
    return &session->name;
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
session_abstract_path(void* const handle, const char* const path)
{
  char* const mapped = (char*)malloc(HOST_MAX_TEXT);
  CHECK(mapped);
  snprintf(mapped, HOST_MAX_TEXT, "%s%s", session_prefix, path);
  ++((Session*)handle)->n_paths;
  return mapped;
}

static inline char*
session_absolute_path(void* const handle, const char* const path)
{
  const size_t length = strlen(session_prefix);
  char* const  mapped = (char*)malloc(HOST_MAX_TEXT);
  CHECK(mapped && !strncmp(path, session_prefix, length));
  snprintf(mapped, HOST_MAX_TEXT, "%s", path + length);
  ++((Session*)handle)->n_paths;
  return mapped;
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
  LV2_State_Free_Path      free_path    = {session, session_free_path};
  const LV2_Feature        map_feature  = {LV2_STATE__mapPath, &map};
  const LV2_Feature        free_feature = {LV2_STATE__freePath, &free_path};
  const LV2_Feature* const features[]   = {&map_feature, &free_feature, NULL};
  LV2_Handle               instance     = session->host->instance;
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
