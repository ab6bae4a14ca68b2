// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "urids.h"

#include <stdlib.h>
#include <string.h>

static LV2_URID
find(const Urids* const urids, const char* const uri)
{
  for (uint32_t i = 0; i < urids->n_uris; ++i) {
    if (!strcmp(urids->uris[i], uri)) {
      return i + 1U;
    }
  }
  return 0;
}

static LV2_URID
add(Urids* const urids, const char* const uri)
{
  const uint32_t n    = urids->n_uris + 1U;
  char** const   uris = (char**)realloc(urids->uris, n * sizeof(char*));
  if (!uris) {
    return 0;
  }

  urids->uris = uris;
  uris[n - 1] = strdup(uri);
  if (!uris[n - 1]) {
    return 0;
  }
  urids->n_uris = n;
  return n;
}

LV2_URID
urids_map(Urids* const urids, const char* const uri)
{
  pthread_mutex_lock(&urids->lock);
  const LV2_URID found = find(urids, uri);
  const LV2_URID urid  = found ? found : add(urids, uri);
  pthread_mutex_unlock(&urids->lock);
  return urid;
}

const char*
urids_unmap(Urids* const urids, const LV2_URID urid)
{
  pthread_mutex_lock(&urids->lock);
  const char* const uri =
    urid && urid <= urids->n_uris ? urids->uris[urid - 1U] : NULL;
  pthread_mutex_unlock(&urids->lock);
  return uri;
}

static LV2_URID
map(LV2_URID_Map_Handle handle, const char* const uri)
{
  return urids_map((Urids*)handle, uri);
}

static const char*
unmap(LV2_URID_Unmap_Handle handle, const LV2_URID urid)
{
  return urids_unmap((Urids*)handle, urid);
}

void
urids_init(Urids* const urids)
{
  *urids       = (Urids){.n_uris = 0};
  urids->map   = (LV2_URID_Map){urids, map};
  urids->unmap = (LV2_URID_Unmap){urids, unmap};
  pthread_mutex_init(&urids->lock, NULL);
}

void
urids_clear(Urids* const urids)
{
  for (uint32_t i = 0; i < urids->n_uris; ++i) {
    free(urids->uris[i]);
  }
  free(urids->uris);
  pthread_mutex_destroy(&urids->lock);
}
