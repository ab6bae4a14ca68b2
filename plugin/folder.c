// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "folder.h"

#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

static bool
is_digit(const char c)
{
  return c >= '0' && c <= '9';
}

/// Compare the numbers that both strings begin with, and go past them
static int
compare_numbers(const char** const a, const char** const b)
{
  *a += strspn(*a, "0");
  *b += strspn(*b, "0");
  const size_t n_a     = strspn(*a, "0123456789");
  const size_t n_b     = strspn(*b, "0123456789");
  const int difference = n_a == n_b ? strncmp(*a, *b, n_a) : n_a < n_b ? -1 : 1;

  *a += n_a;
  *b += n_b;
  return difference;
}

int
rmn_folder_compare(const char* const a, const char* const b)
{
  const char* p = a;
  const char* q = b;

  while (*p && *q) {
    if (is_digit(*p) && is_digit(*q)) {
      const int difference = compare_numbers(&p, &q);
      if (difference) {
        return difference;
      }
    } else {
      const int difference =
        tolower((unsigned char)*p++) - tolower((unsigned char)*q++);
      if (difference) {
        return difference;
      }
    }
  }
  return *p || *q ? (*p ? 1 : -1) : strcmp(a, b);
}

static int
has_model_name(const struct dirent* const entry)
{
  static const char* const extensions[] = {".json", ".aidax", ".nam", ".onnx"};

  const char* const dot = strrchr(entry->d_name, '.');
  for (size_t i = 0; i < sizeof(extensions) / sizeof(extensions[0]); ++i) {
    if (dot && entry->d_name[0] != '.' && !strcasecmp(dot, extensions[i])) {
      return 1;
    }
  }
  return 0;
}

static int
compare_entries(const struct dirent** const a, const struct dirent** const b)
{
  return rmn_folder_compare((*a)->d_name, (*b)->d_name);
}

/// Return the length of the folder's part of a path, its slash included
static size_t
folder_length(const char* const path)
{
  const char* const slash = strrchr(path, '/');
  return slash ? (size_t)(slash - path) + 1U : 0U;
}

/// Return a new path of a file in the folder `prefix`, NULL if it is no file
static char*
new_path(const char* const prefix, const size_t length, const char* const name)
{
  struct stat  info;
  const size_t size = length + strlen(name) + 1U;
  char* const  path = (char*)malloc(size);
  if (!path) {
    return NULL;
  }

  snprintf(path, size, "%.*s%s", (int)length, prefix, name);
  if (stat(path, &info) || !S_ISREG(info.st_mode)) {
    free(path);
    return NULL;
  }
  return path;
}

void
rmn_folder_init(RmnFolder* const folder, const char* const path)
{
  const size_t    length  = folder_length(path);
  struct dirent** entries = NULL;
  char* const     name    = length ? strndup(path, length) : NULL;
  const int       n =
    name ? scandir(name, &entries, has_model_name, compare_entries) : -1;
  free(name);

  folder->n_paths = 0;
  folder->paths   = n > 0 ? (char**)calloc((size_t)n, sizeof(char*)) : NULL;
  for (int i = 0; i < n; ++i) {
    char* const found =
      folder->paths ? new_path(path, length, entries[i]->d_name) : NULL;
    if (found) {
      folder->paths[folder->n_paths++] = found;
    }
    free(entries[i]);
  }
  free(entries);
}

void
rmn_folder_clear(RmnFolder* const folder)
{
  for (size_t i = 0; i < folder->n_paths; ++i) {
    free(folder->paths[i]);
  }
  free(folder->paths);
}

/// Return the index of the first file that does not come before a name
static size_t
find(const RmnFolder* const folder, const size_t length, const char* const name)
{
  size_t i = 0;
  while (i < folder->n_paths &&
         rmn_folder_compare(folder->paths[i] + length, name) < 0) {
    ++i;
  }
  return i;
}

size_t
rmn_folder_step(const RmnFolder* const folder,
                const char* const      path,
                const int              step)
{
  const size_t n        = folder->n_paths;
  const size_t length   = folder_length(path);
  const size_t i        = find(folder, length, path + length);
  const bool   is_there = i < n && !strcmp(folder->paths[i], path);
  const size_t next     = step < 0 ? i + n - 1U : is_there ? i + 1U : i;

  return n ? next % n : 0U;
}
