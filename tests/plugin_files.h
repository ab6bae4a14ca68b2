// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file plugin_files.h A folder that models come to and go from.
/// Include it first: nftw() is asked for before anything else

#ifndef RMN_TEST_PLUGIN_FILES_H
#define RMN_TEST_PLUGIN_FILES_H

#define _XOPEN_SOURCE 700 // nftw()

#include "plugin_swap.h"

#include <ftw.h>
#include <sys/stat.h>
#include <unistd.h>

static char files_dir[64]; ///< With a slash at its end

/// Return the path of a file in the folder, kept until three calls later
static inline char*
files_path(const char* const name)
{
  static char     paths[4][512];
  static uint32_t turn;
  char* const     path = paths[turn++ % 4U];
  snprintf(path, sizeof(paths[0]), "%s%s", files_dir, name);
  return path;
}

/// Make the folder, where the plugin looks for nothing else of the user's
static inline void
files_begin(void)
{
  char dir[] = "/tmp/remanence-test-XXXXXX";
  CHECK(mkdtemp(dir));
  snprintf(files_dir, sizeof(files_dir), "%s/", dir);
  CHECK(!setenv("HOME", files_path("home"), 1));
  CHECK(!setenv("XDG_DATA_DIRS", files_path("share"), 1));
  unsetenv("XDG_DATA_HOME");
  unsetenv("REMANENCE_PATH");
}

static inline int
files_remove(const char* const        path,
             const struct stat* const info,
             const int                type,
             struct FTW* const        walk)
{
  (void)info;
  (void)type;
  (void)walk;
  return remove(path);
}

static inline void
files_end(void)
{
  CHECK(!nftw(files_dir, files_remove, 8, FTW_DEPTH | FTW_PHYS));
}

/// Read a whole file
static inline size_t
files_read(const char* const path, char* const text, const size_t size)
{
  FILE* const file = fopen(path, "rb");
  CHECK(file);
  const size_t n = fread(text, 1, size, file);
  CHECK(n < size);
  fclose(file);
  return n;
}

static inline void
files_write(const char* const path, const char* const text, const size_t size)
{
  FILE* const file = fopen(path, "wb");
  CHECK(file && fwrite(text, 1, size, file) == size);
  CHECK(!fclose(file));
}

/// Copy a golden network into the folder; return its path
static inline char*
files_copy(const char* const golden, const char* const name)
{
  static char  text[1 << 20];
  const size_t size = files_read(host_golden(golden), text, sizeof(text));
  char* const  path = files_path(name);
  files_write(path, text, size);
  return path;
}

/// Make a folder in the folder
static inline void
files_make_dir(const char* const name)
{
  CHECK(!mkdir(files_path(name), 0777));
}

/// Return whether two files hold the same bytes
static inline bool
files_are_equal(const char* const path, const char* const other)
{
  static char  a[1 << 20];
  static char  b[1 << 20];
  const size_t n = files_read(path, a, sizeof(a));
  return n == files_read(other, b, sizeof(b)) && !memcmp(a, b, n);
}

#endif // RMN_TEST_PLUGIN_FILES_H
