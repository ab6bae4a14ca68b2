// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "search.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/// How far a search goes, whatever the folders hold
enum {
  MAX_DEPTH   = 4,        ///< Folders in folders
  MAX_FOLDERS = 512,      ///< That are read
  MAX_TEXT    = 1 << 15,  ///< Of their paths
  MAX_ENTRIES = 20000,    ///< Of all folders
  MAX_BYTES   = 16 << 20, ///< Of files that are not it, about a second
};

typedef struct {
  const char* path;
  unsigned    depth;
} Folder;

typedef struct {
  const RmnSource* source;
  RmnFile*         found;
  Folder           folders[MAX_FOLDERS]; ///< Read one after the other
  unsigned         n_folders;
  char             text[MAX_TEXT]; ///< The paths of folders
  size_t           n_text;
  unsigned         n_entries; ///< Seen so far
  size_t           n_bytes;   ///< That may still be read
} Search;

/// Add the folder `below` of a folder with a path of `n` bytes
static void
add_folder(Search* const     search,
           const char* const path,
           const size_t      n,
           const char* const below,
           const unsigned    depth)
{
  char* const  text = search->text + search->n_text;
  const size_t left = MAX_TEXT - search->n_text;
  const int    size = snprintf(text, left, "%.*s%s", (int)n, path, below) + 1;

  if (path[0] == '/' && (size_t)size <= left &&
      search->n_folders < MAX_FOLDERS) {
    search->folders[search->n_folders++] = (Folder){text, depth};
    search->n_text += (size_t)size;
  }
}

/// Add the folder `below` of each folder in a list with colons
static void
add_list(Search* const search, const char* list, const char* const below)
{
  while (*list) {
    const size_t n = strcspn(list, ":");
    add_folder(search, list, n, below, 0);
    list += n;
    list += strspn(list, ":");
  }
}

/// Return the value of a variable, or `fallback` if it is empty or not set
static const char*
variable(const char* const name, const char* const fallback)
{
  const char* const value = getenv(name);
  return value && value[0] ? value : fallback;
}

static void
add_usual_folders(Search* const search, const char* const bundle_path)
{
  static const char below[] = "/remanence";
  const char* const home    = variable("HOME", "");
  const char* const data    = variable("XDG_DATA_HOME", "");
  const char* const path    = search->source->path;

  add_folder(search, bundle_path, strlen(bundle_path), "presets", 0);
  add_list(search, variable("REMANENCE_PATH", ""), "");
  if (data[0]) {
    add_folder(search, data, strlen(data), below, 0);
  } else {
    add_folder(search, home, strlen(home), "/.local/share/remanence", 0);
  }
  add_list(
    search, variable("XDG_DATA_DIRS", "/usr/local/share:/usr/share"), below);

  // Last, since it may be any folder and hold any number of files
  add_folder(search, path, (size_t)(rmn_path_base(path) - path), "", 0);
}

/// Read a file, if it looks like the one that was saved
static void
try_file(Search* const search, const char* const path, const size_t size)
{
  const RmnSource* const source = search->source;
  const char* const      name   = rmn_path_base(source->path);
  if (size > search->n_bytes ||
      (size != source->size && strcmp(rmn_path_base(path), name) != 0)) {
    return;
  }

  RmnError       error = {RMN_OK, ""};
  RmnFile* const file  = rmn_file_open(path, &error);
  search->n_bytes -= size;
  if (file && !strcmp(file->hash, source->hash)) {
    search->found = file;
  } else {
    rmn_file_free(file);
  }
}

static void
try_entry(Search* const search, const Folder* const folder, const char* name)
{
  char              path[RMN_MAX_PATH];
  struct stat       info  = {0};
  const size_t      n     = strlen(folder->path);
  const char* const slash = folder->path[n - 1U] == '/' ? "" : "/";
  const int         length =
    snprintf(path, sizeof(path), "%s%s%s", folder->path, slash, name);
  if (name[0] == '.' || length >= (int)sizeof(path) || stat(path, &info)) {
    return;
  }

  if (S_ISREG(info.st_mode)) {
    try_file(search, path, (size_t)info.st_size);
  } else if (S_ISDIR(info.st_mode) && folder->depth < MAX_DEPTH) {
    add_folder(search, path, (size_t)length, "", folder->depth + 1U);
  }
}

static void
try_folder(Search* const search, const Folder* const folder)
{
  DIR* const dir = opendir(folder->path);
  if (!dir) {
    return;
  }

  const struct dirent* entry = readdir(dir);
  while (entry && !search->found && search->n_entries < MAX_ENTRIES) {
    ++search->n_entries;
    try_entry(search, folder, entry->d_name);
    entry = readdir(dir);
  }
  closedir(dir);
}

RmnFile*
rmn_search(const RmnSource* const source, const char* const bundle_path)
{
  Search* const search = (Search*)calloc(1, sizeof(Search));
  if (!search) {
    return NULL;
  }

  search->source  = source;
  search->n_bytes = MAX_BYTES + source->size;
  add_usual_folders(search, bundle_path);
  for (unsigned f = 0; f < search->n_folders && !search->found; ++f) {
    try_folder(search, &search->folders[f]); // And add those that it has
  }

  RmnFile* const found = search->found;
  free(search);
  return found;
}
