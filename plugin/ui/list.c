// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "list.h"
#include "../text.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/// Add a place, if it is there
static void
add_place(RmnList* const    list,
          const char* const name,
          const char* const base,
          const char* const rest)
{
  RmnPlace* const place = &list->places[list->n_places];
  if (!base || list->n_places == RMN_MAX_PLACES) {
    return;
  }

  place->name = name;
  snprintf(place->path, sizeof(place->path), "%s%s", base, rest);
  list->n_places += rmn_is_folder(place->path) ? 1U : 0U;
}

void
rmn_list_init(RmnList* const list, const char* const bundle_path)
{
  const char* const data = getenv("XDG_DATA_HOME");
  const char* const home = getenv("HOME");

  memset(list, 0, sizeof(*list));
  add_place(list, "Presets", bundle_path, "presets/");
  if (data && data[0]) {
    add_place(list, "Library", data, "/remanence/");
  } else {
    add_place(list, "Library", home, "/.local/share/remanence/");
  }
  add_place(list, "Home", home, "/");
}

void
rmn_list_clear(RmnList* const list)
{
  rmn_listing_clear(&list->listing);
  list->n_found = 0U;
}

/// Keep the selected entry within the window
static void
follow(RmnList* const list)
{
  if (list->selected < list->first) {
    list->first = list->selected;
  } else if (list->n_rows && list->selected >= list->first + list->n_rows) {
    list->first = list->selected - list->n_rows + 1U;
  }
  ++list->n_change;
}

static void
select_path(RmnList* const list, const char* const path)
{
  for (uint32_t i = 0; i < list->n_found; ++i) {
    if (!strcmp(list->listing.entries[list->found[i]].path, path)) {
      list->selected = i;
    }
  }
  follow(list);
}

bool
rmn_list_show(RmnList* const    list,
              const char* const folder,
              const char* const path)
{
  bool       is_read = false;
  RmnListing next    = rmn_listing_read(folder, &is_read);
  if (!is_read) {
    rmn_listing_clear(&next);
    return false;
  }

  rmn_listing_clear(&list->listing);
  list->listing = next;
  rmn_list_search(list, "");
  select_path(list, path);
  return true;
}

void
rmn_list_go_up(RmnList* const list)
{
  char   folder[sizeof(list->listing.folder)];
  char   before[sizeof(list->listing.folder)];
  size_t length = strlen(list->listing.folder);
  memcpy(before, list->listing.folder, sizeof(before));
  memcpy(folder, list->listing.folder, sizeof(folder));

  while (length > 1U && folder[length - 2U] != '/') {
    --length;
  }
  folder[length > 1U ? length - 1U : length] = '\0';
  if (folder[0]) {
    rmn_list_show(list, folder, before);
  }
}

/// Return whether `name` has `search` in it, in any case
static bool
has(const char* const name, const char* const search)
{
  const size_t n = strlen(search);
  for (const char* start = name; *start; ++start) {
    size_t i = 0;
    while (i < n && tolower((unsigned char)start[i]) ==
                      tolower((unsigned char)search[i])) {
      ++i;
    }
    if (i == n) {
      return true;
    }
  }
  return !n;
}

void
rmn_list_search(RmnList* const list, const char* const search)
{
  char wanted[RMN_MAX_SEARCH];
  rmn_text_copy(wanted, sizeof(wanted), search);
  memcpy(list->search, wanted, sizeof(list->search));

  list->n_found = 0U;
  for (uint32_t i = 0; i < list->listing.n_entries; ++i) {
    if (has(list->listing.entries[i].name, list->search)) {
      list->found[list->n_found++] = i;
    }
  }
  list->selected = 0U;
  list->first    = 0U;
  ++list->n_change;
}

/// Return `value + step`, from 0 to `most`
static uint32_t
step_within(const uint32_t value, const int32_t step, const uint32_t most)
{
  const int64_t next = (int64_t)value + step;
  return next < 0 ? 0U : next > (int64_t)most ? most : (uint32_t)next;
}

void
rmn_list_move(RmnList* const list, const int32_t step)
{
  if (list->n_found) {
    list->selected = step_within(list->selected, step, list->n_found - 1U);
    follow(list);
  }
}

void
rmn_list_scroll(RmnList* const list, const int32_t step)
{
  const uint32_t most =
    list->n_found > list->n_rows ? list->n_found - list->n_rows : 0U;

  list->first = step_within(list->first, step, most);
  ++list->n_change;
}

const RmnListEntry*
rmn_list_selected(const RmnList* const list)
{
  return list->selected < list->n_found
           ? &list->listing.entries[list->found[list->selected]]
           : NULL;
}
