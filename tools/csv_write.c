// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "csv.h"

#include <string.h>

void
csv_write_text(FILE* const stream, const char* const text)
{
  if (!strpbrk(text, ",\"\r\n")) {
    fputs(text, stream);
    return;
  }

  putc('"', stream);
  for (const char* c = text; *c; ++c) {
    if (*c == '"') {
      putc('"', stream);
    }
    putc(*c, stream);
  }
  putc('"', stream);
}

void
csv_write_number(FILE* const stream, const float number)
{
  fprintf(stream, ",%.9g", (double)number);
}

void
csv_end_row(FILE* const stream)
{
  fputs("\r\n", stream);
}
