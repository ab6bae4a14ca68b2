// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "uri.h"

#include <string.h>

/// Return the value of a hexadecimal digit, or -1
static int
digit(const char c)
{
  return c >= '0' && c <= '9'   ? c - '0'
         : c >= 'A' && c <= 'F' ? c - 'A' + 10
         : c >= 'a' && c <= 'f' ? c - 'a' + 10
                                : -1;
}

/// Decode the path of a URI; return false if it does not fit
static bool
decode(const char* const uri,
       const size_t      n,
       char* const       path,
       const size_t      size)
{
  size_t length = 0;
  for (size_t i = 0; i < n; ++i) {
    const int high = i + 2U < n && uri[i] == '%' ? digit(uri[i + 1U]) : -1;
    const int low  = high >= 0 ? digit(uri[i + 2U]) : -1;
    if (length + 1U >= size) {
      return false;
    }

    path[length++] = low >= 0 ? (char)(16 * high + low) : uri[i];
    i += low >= 0 ? 2U : 0U;
  }
  path[length] = '\0';
  return path[0] == '/' && strlen(path) == length;
}

bool
rmn_uri_path(const char* const list,
             const size_t      size,
             char* const       path,
             const size_t      path_size)
{
  static const char scheme[] = "file://";
  const size_t      n_scheme = sizeof(scheme) - 1U;

  for (size_t i = 0; i < size && list[i];) {
    const char* const line = list + i;
    size_t            n    = 0;
    while (i + n < size && line[n] && line[n] != '\r' && line[n] != '\n') {
      ++n;
    }
    if (n > n_scheme && !strncmp(line, scheme, n_scheme)) {
      const char* const host = line + n_scheme;
      const char* const root =
        (const char*)memchr(host, '/', n - n_scheme); // After a host, if any
      return root && decode(root, n - (size_t)(root - line), path, path_size);
    }
    i += n + 1U;
  }
  return false;
}
