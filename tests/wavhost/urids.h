// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file urids.h The numbers that stand for URIs between host and plugin

#ifndef WAVHOST_URIDS_H
#define WAVHOST_URIDS_H

#include <lv2/urid/urid.h>

#include <pthread.h>
#include <stdint.h>

/// A table of URIs; a plugin may map and unmap on any thread but the audio one
typedef struct {
  LV2_URID_Map    map;
  LV2_URID_Unmap  unmap;
  pthread_mutex_t lock;
  char**          uris; ///< URI of number `i + 1`
  uint32_t        n_uris;
} Urids;

void
urids_init(Urids* urids);

void
urids_clear(Urids* urids);

/// Return the number of a URI, 0 without memory
LV2_URID
urids_map(Urids* urids, const char* uri);

/// Return the URI of a number, NULL if there is none
const char*
urids_unmap(Urids* urids, LV2_URID urid);

#endif // WAVHOST_URIDS_H
