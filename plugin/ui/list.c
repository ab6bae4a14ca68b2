// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "list.h"
#include "../folder.h"
#include "../text.h"

#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool
is_folder(const char* const path)
{
  struct stat info;
  return !stat(path, &info) && S_ISDIR(info.st_mode);
}

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
  list->n_places += is_folder(place->path) ? 1U : 0U;
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

static void
free_entries(RmnListEntry* const entries, const uint32_t n_entries)
{
  for (uint32_t i = 0; i < n_entries; ++i) {
    free(entries[i].path);
    free(entries[i].name);
  }
  free(entries);
}

void
rmn_list_clear(RmnList* const list)
{
  free_entries(list->entries, list->n_entries);
  free(list->found);
  list->entries   = NULL;
  list->found     = NULL;
  list->n_entries = 0U;
  list->n_found   = 0U;
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
append(RmnList* const    list,
       char* const       path,
       const char* const name,
       const bool        is_dir)
{
  char* const shown = strdup(name);
  if (!path || !shown || list->n_entries == RMN_MAX_LISTED) {
    free(path);
    free(shown);
    return;
  }

  rmn_text_copy(shown, strlen(shown) + 1U, shown);
  list->entries[list->n_entries++] = (RmnListEntry){path, shown, is_dir};
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
append_folders(RmnList* const              list,
               struct dirent* const* const found,
               const int                   n_found,
               const bool                  is_dir)
{
  for (int i = 0; i < n_found; ++i) {
    const char* const name  = found[i]->d_name;
    char* const       path  = join(list->folder, name, "/");
    char* const       model = join(list->folder, name, "/model.json");
    const bool        plays = model && !access(model, R_OK);
    if (path && is_folder(path) && plays != is_dir) {
      append(list, plays ? model : path, name, is_dir);
      free(plays ? path : model);
    } else {
      free(path);
      free(model);
    }
  }
}

/// List the folder; its entries have been made room for
static void
fill(RmnList* const list, struct dirent* const* const found, const int n_found)
{
  RmnFolder models;

  append_folders(list, found, n_found, true);
  append_folders(list, found, n_found, false);
  rmn_folder_init(&models, list->folder);
  for (size_t i = 0; i < models.n_paths; ++i) {
    append(list,
           strdup(models.paths[i]),
           models.paths[i] + strlen(list->folder),
           false);
  }
  rmn_folder_clear(&models);
}

/// Read a folder into an empty list; return false if that cannot be
static bool
read_folder(RmnList* const list)
{
  struct dirent** found = NULL;
  const int       n     = scandir(list->folder, &found, is_visible, compare);
  if (n < 0) {
    return false;
  }

  list->entries = (RmnListEntry*)calloc(RMN_MAX_LISTED, sizeof(RmnListEntry));
  list->found   = (uint32_t*)calloc(RMN_MAX_LISTED, sizeof(uint32_t));
  if (list->entries && list->found) {
    fill(list, found, n);
  }
  for (int i = 0; i < n; ++i) {
    free(found[i]);
  }
  free(found);
  return list->entries && list->found;
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
    if (!strcmp(list->entries[list->found[i]].path, path)) {
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
  RmnList next        = *list;
  next.entries        = NULL;
  next.found          = NULL;
  next.n_entries      = 0U;
  const size_t length = strlen(folder);
  snprintf(next.folder,
           sizeof(next.folder),
           "%s%s",
           folder,
           length && folder[length - 1U] == '/' ? "" : "/");
  if (!read_folder(&next)) {
    rmn_list_clear(&next);
    return false;
  }

  rmn_list_clear(list);
  *list = next;
  rmn_list_search(list, "");
  select_path(list, path);
  return true;
}

void
rmn_list_go_up(RmnList* const list)
{
  char   folder[sizeof(list->folder)];
  char   before[sizeof(list->folder)];
  size_t length = strlen(list->folder);
  memcpy(before, list->folder, sizeof(before));
  memcpy(folder, list->folder, sizeof(folder));

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
  for (uint32_t i = 0; i < list->n_entries; ++i) {
    if (has(list->entries[i].name, list->search)) {
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
           ? &list->entries[list->found[list->selected]]
           : NULL;
}
