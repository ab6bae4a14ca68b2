// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "value_table.h"
#include "command.h"
#include "csv.h"

bool
value_table_open(Outfile* const        table,
                 const char* const     path,
                 const Listener* const listener)
{
  if (!outfile_open(table, path)) {
    command_report(path, "%s", table->error);
    return false;
  }

  char text[16];
  fputs("time_s", table->stream);
  for (uint32_t o = 0; o < listener->network->n_outputs; ++o) {
    putc(',', table->stream);
    csv_write_text(table->stream, listener_output_name(listener, o, text));
  }
  if (listener_tells_classes(listener)) {
    fputs(",class", table->stream);
  }
  csv_end_row(table->stream);
  return true;
}

static void
write_row(FILE* const           stream,
          const Listener* const listener,
          const int64_t         frame,
          const uint32_t        t)
{
  fprintf(stream, "%.6f", (double)frame / listener->rate_hz);
  for (uint32_t o = 0; o < listener->network->n_outputs; ++o) {
    csv_write_number(stream, listener->values[o][t]);
  }

  const uint32_t winner = (uint32_t)listener->winners[t];
  if (winner) {
    char text[16];
    putc(',', stream);
    csv_write_text(stream, listener_output_name(listener, winner - 1U, text));
  }
  csv_end_row(stream);
}

void
value_table_write(Outfile* const        table,
                  const Listener* const listener,
                  const Stretch* const  stretch)
{
  const uint32_t last = stretch->n_frames - 1U;
  for (uint32_t t = stretch->is_each ? 0U : last;
       stretch->is_new && t < stretch->n_frames;
       ++t) {
    const int64_t frame = stretch->first + t;
    if (frame >= 0) {
      write_row(table->stream, listener, frame, t);
    }
  }
}
