// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "host_path.h"

#include <lv2/core/lv2_util.h>
#include <lv2/state/state.h>

#include <stdio.h>
#include <stdlib.h>

static const LV2_State_Map_Path*
map_path(const LV2_Feature* const* const features)
{
  return (const LV2_State_Map_Path*)lv2_features_data(features,
                                                      LV2_STATE__mapPath);
}

static const LV2_State_Make_Path*
make_path(const LV2_Feature* const* const features)
{
  return (const LV2_State_Make_Path*)lv2_features_data(features,
                                                       LV2_STATE__makePath);
}

char*
rmn_host_path_abstract(const LV2_Feature* const* const features,
                       const char* const               path)
{
  const LV2_State_Map_Path* const map = map_path(features);
  return map ? map->abstract_path(map->handle, path) : NULL;
}

bool
rmn_host_path_absolute(const LV2_Feature* const* const features,
                       const char* const               saved,
                       char* const                     path,
                       const size_t                    size)
{
  const LV2_State_Map_Path* const map = map_path(features);
  char* const mapped = map ? map->absolute_path(map->handle, saved) : NULL;
  const int   length = snprintf(path, size, "%s", mapped ? mapped : saved);

  rmn_host_path_free(features, mapped);
  return length > 0 && (size_t)length < size;
}

char*
rmn_host_path_make(const LV2_Feature* const* const features,
                   const char* const               name)
{
  const LV2_State_Make_Path* const make = make_path(features);
  return make ? make->path(make->handle, name) : NULL;
}

bool
rmn_host_path_can_make(const LV2_Feature* const* const features)
{
  return make_path(features);
}

void
rmn_host_path_free(const LV2_Feature* const* const features, char* const path)
{
  const LV2_State_Free_Path* const feature =
    (const LV2_State_Free_Path*)lv2_features_data(features,
                                                  LV2_STATE__freePath);
  if (path && feature) {
    feature->free_path(feature->handle, path);
  } else {
    free(path);
  }
}
