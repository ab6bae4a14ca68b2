// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file host_path.h Paths as sessions hold them; hosts have their own ways

#ifndef RMN_HOST_PATH_H
#define RMN_HOST_PATH_H

#include <lv2/core/lv2.h>

#include <stdbool.h>
#include <stddef.h>

/// Return what stands for a path in a session, or NULL if the host maps none
char*
rmn_host_path_abstract(const LV2_Feature* const* features, const char* path);

/// Copy the path that a saved one stands for; false if it is empty or too long
bool
rmn_host_path_absolute(const LV2_Feature* const* features,
                       const char*               saved,
                       char*                     path,
                       size_t                    size);

/// Return where a new file of the session may be, or NULL; see
/// rmn_host_path_can_make()
char*
rmn_host_path_make(const LV2_Feature* const* features, const char* name);

/// Return whether the host lets sessions have files of their own
bool
rmn_host_path_can_make(const LV2_Feature* const* features);

/// Free a path that the host made, or NULL
void
rmn_host_path_free(const LV2_Feature* const* features, char* path);

#endif // RMN_HOST_PATH_H
