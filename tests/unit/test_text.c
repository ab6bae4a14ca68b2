// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_text.c Text that goes into sessions is always UTF-8

#include "../../plugin/text.h"
#include "../test.h"

#include <string.h>

static void
check_copy(const char* const src, const size_t size, const char* const expected)
{
  char copy[32];
  CHECK(size <= sizeof(copy));
  memset(copy, 'x', sizeof(copy));
  rmn_text_copy(copy, size, src);
  CHECK(!strcmp(copy, expected));
}

static void
valid_text_is_kept(void)
{
  check_copy("", 1, "");
  check_copy("amp", 32, "amp");
  check_copy("caf\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x8E\xB8",
             32,
             "caf\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x8E\xB8");
}

static void
no_character_is_cut(void)
{
  check_copy("amp", 3, "am");
  check_copy("caf\xC3\xA9", 5, "caf");
  check_copy("caf\xC3\xA9", 6, "caf\xC3\xA9");
  check_copy("\xF0\x9F\x8E\xB8", 4, "");
}

static void
stray_bytes_become_question_marks(void)
{
  check_copy("caf\xE9", 32, "caf?");
  check_copy("\xE9\x61", 32, "?a");
  check_copy("\xC3", 32, "?");
  check_copy("\x80\xFF\xC0\xAF", 32, "????");
}

int
main(void)
{
  RUN(valid_text_is_kept);
  RUN(no_character_is_cut);
  RUN(stray_bytes_become_question_marks);
  return 0;
}
