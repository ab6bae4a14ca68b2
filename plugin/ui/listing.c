// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "listing.h"
#include "../folder.h"
#include "../text.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool
rmn_is_folder(const char* const path)
{
  struct stat info;
  return !stat(path, &info) && S_ISDIR(info.st_mode);
}

/// Return a new text of `folder`, `name` and `rest`, or NULL
static char*
join(const char* const folder, const char* const name, const char* const rest)
{
  const size_t size = strlen(folder) + strlen(name) + strlen(rest) + 1U;
  char* const  text = (char*)malloc(size);
  if (text) {
    snprintf(text, size, "%s%s%s", folder, name, rest);
  }
  return text;
}

/// Append an entry, which takes `path`
static void
append(RmnListing* const listing,
       char* const       path,
       const char* const name,
       const bool        is_dir)
{
  char* const shown = strdup(name);
  if (!path || !shown || listing->n_entries == RMN_MAX_LISTED) {
    free(path);
    free(shown);
    return;
  }

  rmn_text_copy(shown, strlen(shown) + 1U, shown);
  listing->entries[listing->n_entries++] = (RmnListEntry){path, shown, is_dir};
}

static int
is_visible(const struct dirent* const entry)
{
  return entry->d_name[0] != '.';
}

static int
compare(const struct dirent** const a, const struct dirent** const b)
{
  return rmn_folder_compare((*a)->d_name, (*b)->d_name);
}

/// Append what is a folder, or with `is_dir` false those that are presets
static void
append_folders(RmnListing* const           listing,
               struct dirent* const* const found,
               const int                   n_found,
               const bool                  is_dir)
{
  for (int i = 0; i < n_found; ++i) {
    const char* const name  = found[i]->d_name;
    char* const       path  = join(listing->folder, name, "/");
    char* const       model = join(listing->folder, name, "/model.json");
    const bool        plays = model && !access(model, R_OK);
    if (path && rmn_is_folder(path) && plays != is_dir) {
      append(listing, plays ? model : path, name, is_dir);
      free(plays ? path : model);
    } else {
      free(path);
      free(model);
    }
  }
}

/// List the folder, for whose entries there is room
static void
fill(RmnListing* const           listing,
     struct dirent* const* const found,
     const int                   n_found)
{
  RmnFolder models;

  append_folders(listing, found, n_found, true);
  append_folders(listing, found, n_found, false);
  rmn_folder_init(&models, listing->folder);
  for (size_t i = 0; i < models.n_paths; ++i) {
    append(listing,
           strdup(models.paths[i]),
           models.paths[i] + strlen(listing->folder),
           false);
  }
  rmn_folder_clear(&models);
}

RmnListing
rmn_listing_read(const char* const folder, bool* const is_read)
{
  const size_t    length  = strlen(folder);
  const bool      is_open = length && folder[length - 1U] != '/';
  RmnListing      listing = {"", NULL, 0U};
  struct dirent** found   = NULL;
  snprintf(
    listing.folder, sizeof(listing.folder), "%s%s", folder, is_open ? "/" : "");

  const int n = scandir(listing.folder, &found, is_visible, compare);
  if (n >= 0) {
    listing.entries =
      (RmnListEntry*)calloc(RMN_MAX_LISTED, sizeof(RmnListEntry));
  }
  *is_read = listing.entries;
  if (listing.entries) {
    fill(&listing, found, n);
  }
  for (int i = 0; i < n; ++i) {
    free(found[i]);
  }
  free(found);
  return listing;
}

void
rmn_listing_clear(RmnListing* const listing)
{
  for (uint32_t i = 0; i < listing->n_entries; ++i) {
    free(listing->entries[i].path);
    free(listing->entries[i].name);
  }
  free(listing->entries);
  listing->entries   = NULL;
  listing->n_entries = 0U;
}
