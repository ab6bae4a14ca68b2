// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file plugin_folder.h Model files that a test makes for itself, in a folder
/// of its own

#ifndef RMN_TEST_PLUGIN_FOLDER_H
#define RMN_TEST_PLUGIN_FOLDER_H

#include "plugin_host.h"

#include <sys/stat.h>
#include <unistd.h>

enum { FILES_MAX = 16 };

typedef struct {
  char     folder[32];
  char*    paths[FILES_MAX];
  uint32_t n_paths;
} Files;

static inline Files
files_new(void)
{
  Files files = {"/tmp/test_plugin_XXXXXX", {NULL}, 0};
  CHECK(mkdtemp(files.folder));
  return files;
}

/// Write a file; return its path, which the files own
static inline const char*
files_add(Files* const files, const char* const name, const char* const text)
{
  CHECK(files->n_paths < FILES_MAX);
  const size_t size = sizeof(files->folder) + strlen(name) + 1U;
  char* const  path = (char*)malloc(size);
  CHECK(path);
  snprintf(path, size, "%s/%s", files->folder, name);
  files->paths[files->n_paths++] = path;

  FILE* const file = fopen(path, "w");
  CHECK(file);
  CHECK(fputs(text, file) >= 0);
  CHECK(!fclose(file));
  return path;
}

static inline void
files_remove(Files* const files)
{
  for (uint32_t i = 0; i < files->n_paths; ++i) {
    unlink(files->paths[i]); // Some are removed before
    free(files->paths[i]);
  }
  CHECK(!rmdir(files->folder));
}

#endif // RMN_TEST_PLUGIN_FOLDER_H
