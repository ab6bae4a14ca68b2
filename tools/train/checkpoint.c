// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "checkpoint.h"

#include "../command.h"
#include "hash.h"
#include "replace.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { VERSION = 4 };

/// Half a minute, so that an update and a score after it may take as long
static const double interval = 30.0;

static const char magic[8] = {'R', 'M', 'N', 'T', 'R', 'A', 'I', 'N'};

/// What a file begins with, before text and state
typedef struct {
  char     magic[8];
  uint32_t version;
  uint32_t n_text;
  uint64_t n_state;
  uint64_t text_hash;
  uint64_t state_hash;
} Header;

static uint64_t
hash_of(const void* const data, const size_t size)
{
  return rmn_hash_bytes(rmn_hash_seed, data, size);
}

/// Return how large the state can be
static size_t
count(const Checkpoint* const checkpoint)
{
  Archive archive = {.mode = ARCHIVE_COUNT};
  checkpoint->visit(checkpoint->data, &archive);
  return archive.at;
}

bool
checkpoint_exists(const Checkpoint* const checkpoint)
{
  struct stat status;
  return checkpoint->path && !stat(checkpoint->path, &status);
}

static bool
report_damage(const Checkpoint* const checkpoint)
{
  command_report(checkpoint->path,
                 "is cut off or damaged: delete it to begin anew");
  return false;
}

/// Read the header, and see whether text and state fill the rest of the file
static bool
read_header(const Checkpoint* const checkpoint,
            FILE* const             file,
            Header* const           header)
{
  struct stat  status;
  const size_t n = fread(header, 1, sizeof(*header), file);
  if (n < sizeof(magic) || memcmp(header->magic, magic, sizeof(magic)) != 0) {
    command_report(checkpoint->path,
                   "is no checkpoint of a training: give --checkpoint another "
                   "name");
    return false;
  }
  if (n < sizeof(*header)) {
    return report_damage(checkpoint);
  }
  if (header->version != VERSION) {
    command_report(checkpoint->path,
                   "is of another version of Remanence or another kind of "
                   "machine: delete it to begin anew");
    return false;
  }
  if (fstat(fileno(file), &status)) {
    return report_damage(checkpoint);
  }
  const uint64_t n_rest = (uint64_t)status.st_size - sizeof(*header);
  return (header->n_text < CHECKPOINT_MAX_TEXT &&
          n_rest - header->n_text == header->n_state) ||
         report_damage(checkpoint);
}

static int
line_length(const char* const line)
{
  return (int)strcspn(line, "\n");
}

/// Say in which line two texts differ
static bool
report_difference(const Checkpoint* const checkpoint, const char* theirs)
{
  const char* ours = checkpoint->text;
  while (*ours && *theirs) {
    const int n = line_length(ours);
    const int m = line_length(theirs);
    if (n != m || strncmp(ours, theirs, (size_t)n) != 0) {
      break;
    }
    ours += n + (ours[n] == '\n');
    theirs += m + (theirs[m] == '\n');
  }
  command_report(
    checkpoint->path,
    "was begun with %.*s, but this is %.*s: give what it was begun "
    "with, or delete it to begin anew",
    line_length(theirs),
    theirs,
    line_length(ours),
    ours);
  return false;
}

static bool
is_printable(const char* text)
{
  while (*text == '\n' || (*text >= ' ' && *text <= '~')) {
    ++text;
  }
  return !*text;
}

/// Read the text, and see whether it is that of this training
static bool
read_text(const Checkpoint* const checkpoint,
          FILE* const             file,
          const Header* const     header)
{
  char text[CHECKPOINT_MAX_TEXT] = {0};
  if (fread(text, 1, header->n_text, file) != header->n_text ||
      hash_of(text, header->n_text) != header->text_hash ||
      strlen(text) != header->n_text || !is_printable(text)) {
    return report_damage(checkpoint);
  }
  return !strcmp(text, checkpoint->text) || report_difference(checkpoint, text);
}

static bool
read_state(const Checkpoint* const checkpoint,
           FILE* const             file,
           const Header* const     header)
{
  if (header->n_state > count(checkpoint)) {
    return report_damage(checkpoint);
  }

  const size_t   size    = (size_t)header->n_state;
  uint8_t* const bytes   = (uint8_t*)malloc(size + 1U);
  Archive        archive = {.mode = ARCHIVE_LOAD, .bytes = bytes, .size = size};
  if (!bytes) {
    command_report(checkpoint->path, "out of memory");
    return false;
  }

  bool ok = fread(bytes, 1, size, file) == size &&
            hash_of(bytes, size) == header->state_hash;
  if (ok) {
    checkpoint->visit(checkpoint->data, &archive);
    ok = !archive.is_bad && archive.at == size;
  }
  free(bytes);
  return ok || report_damage(checkpoint);
}

bool
checkpoint_load(const Checkpoint* const checkpoint)
{
  Header      header = {0};
  struct stat status;
  FILE* const file = !stat(checkpoint->path, &status) && S_ISREG(status.st_mode)
                       ? fopen(checkpoint->path, "rb")
                       : NULL;
  if (!file && !S_ISREG(status.st_mode)) {
    command_report(checkpoint->path,
                   "is not a regular file: give --checkpoint another name");
    return false;
  }
  if (!file) {
    command_report(checkpoint->path, "cannot be opened: %s", strerror(errno));
    return false;
  }

  const bool ok = read_header(checkpoint, file, &header) &&
                  read_text(checkpoint, file, &header) &&
                  read_state(checkpoint, file, &header);
  fclose(file);
  return ok;
}

int
checkpoint_save(Checkpoint* const checkpoint, const double n_seconds)
{
  const size_t   n_text  = strlen(checkpoint->text);
  const size_t   n_head  = sizeof(Header) + n_text;
  const size_t   n_state = count(checkpoint);
  uint8_t* const bytes   = (uint8_t*)malloc(n_head + n_state);
  if (!bytes) {
    return ENOMEM;
  }

  Archive archive = {
    .mode = ARCHIVE_SAVE, .bytes = bytes + n_head, .size = n_state};
  checkpoint->visit(checkpoint->data, &archive);
  Header header = {.version    = VERSION,
                   .n_text     = (uint32_t)n_text,
                   .n_state    = archive.at,
                   .text_hash  = hash_of(checkpoint->text, n_text),
                   .state_hash = hash_of(archive.bytes, archive.at)};
  memcpy(header.magic, magic, sizeof(magic));
  memcpy(bytes, &header, sizeof(header));
  memcpy(bytes + sizeof(header), checkpoint->text, n_text);

  const int problem =
    rmn_replace_file(checkpoint->path, bytes, n_head + archive.at);
  free(bytes);
  checkpoint->saved = n_seconds;
  return problem;
}

bool
checkpoint_is_due(const Checkpoint* const checkpoint, const double n_seconds)
{
  return checkpoint->path && n_seconds - checkpoint->saved >= interval;
}
