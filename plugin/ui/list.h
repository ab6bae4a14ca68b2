// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file list.h The models that can be chosen, folder by folder

#ifndef RMN_LIST_H
#define RMN_LIST_H

#include "listing.h"

enum {
  RMN_MAX_SEARCH  = 64, ///< Bytes of what is searched for
  RMN_MAX_PLACES  = 4,  ///< Folders to go to at once
  RMN_ROW_HEIGHT  = 26, ///< Of an entry in the window
  RMN_LIST_HEADER = 84, ///< Height of what is above the entries
  RMN_LIST_FOOTER = 30, ///< And below
};

typedef struct {
  const char* name;
  char        path[4096];
} RmnPlace;

typedef struct {
  RmnListing listing;
  char       search[RMN_MAX_SEARCH];
  uint32_t   found[RMN_MAX_LISTED]; ///< Numbers of those that are shown
  uint32_t   n_found;
  uint32_t   selected; ///< In `found`
  uint32_t   first;    ///< At the top of the window
  uint32_t   n_rows;   ///< That the window shows
  uint32_t   n_change; ///< Counts changes
  RmnPlace   places[RMN_MAX_PLACES];
  uint32_t   n_places;
} RmnList;

/// Name the places that one may go to: presets, the user's models, his home
void
rmn_list_init(RmnList* list, const char* bundle_path);

void
rmn_list_clear(RmnList* list);

/// Show a folder, with `path` selected if it is there; return false, with the
/// list as it was, if it cannot be read
bool
rmn_list_show(RmnList* list, const char* folder, const char* path);

/// Show the folder above
void
rmn_list_go_up(RmnList* list);

/// Show what has `search` in its name, in any case
void
rmn_list_search(RmnList* list, const char* search);

/// Select another entry, as far as there is one, and scroll to it
void
rmn_list_move(RmnList* list, int32_t step);

/// Scroll
void
rmn_list_scroll(RmnList* list, int32_t step);

/// Return the selected entry, or NULL
const RmnListEntry*
rmn_list_selected(const RmnList* list);

#endif // RMN_LIST_H
