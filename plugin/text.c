// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "text.h"

#include <string.h>

/// Return the bytes of the character that begins at `s`, 0 if none does
static size_t
character_size(const char* const s)
{
  const unsigned char first = (unsigned char)s[0];
  const size_t        size  = first < 0x80U                     ? 1U
                              : first >= 0xC2U && first < 0xE0U ? 2U
                              : first >= 0xE0U && first < 0xF0U ? 3U
                              : first >= 0xF0U && first < 0xF5U ? 4U
                                                                : 0U;
  for (size_t i = 1; i < size; ++i) {
    if (((unsigned char)s[i] & 0xC0U) != 0x80U) {
      return 0U;
    }
  }
  return size;
}

void
rmn_text_copy(char* const dst, const size_t size, const char* src)
{
  size_t length = 0;
  while (*src) {
    const size_t valid = character_size(src);
    const size_t n     = valid ? valid : 1U;
    if (length + n >= size) {
      break;
    }

    if (valid) {
      memmove(dst + length, src, n);
    } else {
      dst[length] = '?';
    }
    length += n;
    src += n;
  }
  dst[length] = '\0';
}
