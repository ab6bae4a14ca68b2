// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file listing.h What is in a folder: folders, and models in order.

   A folder that holds a model.json, as those of presets do, counts as a model
   of the folder's name.
*/

#ifndef RMN_LISTING_H
#define RMN_LISTING_H

#include <stdbool.h>
#include <stdint.h>

enum { RMN_MAX_LISTED = 4096 }; ///< Entries

typedef struct {
  char* path; ///< Of the file, or of the folder
  char* name; ///< What is shown
  bool  is_folder;
} RmnListEntry;

typedef struct {
  char          folder[4096]; ///< With a slash at its end
  RmnListEntry* entries;
  uint32_t      n_entries;
} RmnListing;

/// Return a listing for rmn_listing_clear(), empty if the folder cannot be read
RmnListing
rmn_listing_read(const char* folder, bool* is_read);

void
rmn_listing_clear(RmnListing* listing);

/// Return whether there is a folder at a path
bool
rmn_is_folder(const char* path);

#endif // RMN_LISTING_H
