// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file folder.h The models that lie in one folder, in order

#ifndef RMN_FOLDER_H
#define RMN_FOLDER_H

#include <stdbool.h>
#include <stddef.h>

/**
   The files of a folder whose names end in .json, .aidax or .nam.

   They are told by name because opening each of hundreds would take long;
   hidden files are left out.  Numbers in names count as numbers, and case
   counts only between names that are otherwise the same.
*/
typedef struct {
  char** paths;
  size_t n_paths;
} RmnFolder;

/// List the folder of an absolute path, whose file need not exist; the list
/// may end up empty
void
rmn_folder_init(RmnFolder* folder, const char* path);

void
rmn_folder_clear(RmnFolder* folder);

/// Return the index of the file `step` files after `path`, -1 for before it,
/// going around; the folder need not hold `path`
size_t
rmn_folder_step(const RmnFolder* folder, const char* path, int step);

/// Compare names as people sort them
int
rmn_folder_compare(const char* a, const char* b);

#endif // RMN_FOLDER_H
