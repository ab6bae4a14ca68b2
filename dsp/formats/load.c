// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file load.c From a file to a valid network

#include "formats.h"
#include "network.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const RmnFormat* const formats[] = {
  &rmn_format_preset,
  &rmn_format_nam,
  &rmn_format_torch,
  &rmn_format_keras,
};

/// Replace what does not belong in a line of text, which files may contain
static void
clean_message(RmnError* const error)
{
  for (char* c = error->message; *c; ++c) {
    if (*c < 0x20 || *c > 0x7E) {
      *c = '?';
    }
  }
}

static RmnStatus
syntax_status(const json_error_t* const e)
{
  switch (json_error_code(e)) {
  case json_error_out_of_memory:
    return RMN_ERR_NO_MEMORY;
  case json_error_numeric_overflow:
    return RMN_ERR_VALUE;
  default:
    return RMN_ERR_SYNTAX;
  }
}

/// Python's writers put NaN and -Infinity in files, which JSON does not know
static bool
is_not_finite(const char* const         text,
              const size_t              size,
              const json_error_t* const e)
{
  static const char infinity[] = "Infinity";
  const size_t      position   = (size_t)e->position;
  const size_t      n          = sizeof(infinity) - 1;

  return strstr(e->text, "near 'NaN'") || strstr(e->text, "near 'Infinity'") ||
         (position < size && size - position >= n &&
          !memcmp(text + position, infinity, n));
}

static json_t*
parse_json(const char* const text, const size_t size, RmnError* const error)
{
  json_error_t  e    = {0};
  json_t* const root = json_loadb(text, size, 0, &e);
  if (root) {
    return root;
  }

  if (text[strspn(text, " \t\r\n")] != '{') {
    rmn_error_set(error,
                  RMN_ERR_SYNTAX,
                  "this is not a model, which would be JSON and begin with a "
                  "brace: choose another file");
  } else if (is_not_finite(text, size, &e)) {
    rmn_error_set(error,
                  RMN_ERR_VALUE,
                  "line %d, column %d: a number is not finite, so the training "
                  "of this model has failed",
                  e.line,
                  e.column);
  } else if (json_error_code(&e) == json_error_premature_end_of_input) {
    rmn_error_set(error,
                  RMN_ERR_SYNTAX,
                  "the file ends too early, at line %d, column %d: copy or "
                  "download it again",
                  e.line,
                  e.column);
  } else {
    rmn_error_set(error,
                  syntax_status(&e),
                  "line %d, column %d: %s",
                  e.line,
                  e.column,
                  e.text);
  }
  return NULL;
}

static const RmnFormat*
detect(const RmnJson root)
{
  for (size_t f = 0; f < sizeof(formats) / sizeof(formats[0]); ++f) {
    if (formats[f]->detect(root)) {
      return formats[f];
    }
  }

  rmn_error_set(root.error,
                RMN_ERR_FORMAT,
                "this JSON file is no model: Keras-style (RTNeural, AIDA-X), "
                "PyTorch (GuitarML), NAM and Remanence files can be loaded");
  return NULL;
}

/// Return a network that was read if it is valid, else free it
static RmnNetwork*
check_network(RmnNetwork* const network, const bool ok, RmnError* const error)
{
  if (network && ok && !rmn_network_validate(network, error)) {
    return network;
  }

  rmn_network_free(network);
  return NULL;
}

/// Read a network in any dialect of JSON
static RmnNetwork*
read_json(const char* const text, const size_t size, RmnError* const error)
{
  json_t* const root = parse_json(text, size, error);
  const RmnJson node = rmn_json_root(root, error);

  const RmnFormat* const format = root ? detect(node) : NULL;
  RmnNetwork* const      network =
    format ? rmn_network_new(format->name, error) : NULL;
  const bool ok = network && format->read(node, network);

  json_decref(root);
  return check_network(network, ok, error);
}

static RmnNetwork*
read_onnx(const char* const bytes, const size_t size, RmnError* const error)
{
  RmnNetwork* const network = rmn_network_new("ONNX", error);
  const bool        ok = network && rmn_onnx_read(bytes, size, network, error);
  return check_network(network, ok, error);
}

static bool
check_size(const size_t size, RmnError* const error)
{
  return size <= RMN_MAX_FILE_BYTES ||
         !rmn_error_set(error,
                        RMN_ERR_TOO_LARGE,
                        "%zu bytes are too large for a model, at most %d can "
                        "be read",
                        size,
                        RMN_MAX_FILE_BYTES);
}

static const char*
skip_byte_order_mark(const char* const text, const size_t size)
{
  return size >= 3 && !memcmp(text, "\xEF\xBB\xBF", 3) ? text + 3 : text;
}

RmnNetwork*
rmn_network_parse(const char* const text,
                  const size_t      size,
                  RmnError* const   error)
{
  const char* const start   = skip_byte_order_mark(text, size);
  const size_t      rest    = size - (size_t)(start - text);
  const bool        is_onnx = rmn_is_onnx(text, size);
  const char* const other   = is_onnx ? NULL : rmn_sniff(start, rest);
  RmnNetwork*       network = NULL;

  if (other) {
    rmn_error_set(error, RMN_ERR_FORMAT, "%s", other);
  } else if (check_size(size, error)) {
    network =
      is_onnx ? read_onnx(text, size, error) : read_json(start, rest, error);
  }

  if (!network) {
    clean_message(error);
  }
  return network;
}

/// Open a regular file of a bearable size
static FILE*
open_file(const char* const path, size_t* const size, RmnError* const error)
{
  struct stat info = {0};
  if (stat(path, &info)) {
    rmn_error_set(error, RMN_ERR_FILE, "%s", strerror(errno));
    return NULL;
  }
  if (!S_ISREG(info.st_mode)) {
    rmn_error_set(error, RMN_ERR_FILE, "this is a folder or a device");
    return NULL;
  }

  *size = (size_t)info.st_size;
  if (!check_size(*size, error)) {
    return NULL;
  }

  FILE* const file = fopen(path, "rb");
  if (!file) {
    rmn_error_set(error, RMN_ERR_FILE, "%s", strerror(errno));
  }
  return file;
}

char*
rmn_network_read(const char* const path,
                 size_t* const     size,
                 RmnError* const   error)
{
  FILE* const file = open_file(path, size, error);
  if (!file) {
    return NULL;
  }

  char* text = (char*)malloc(*size + 1U);
  if (!text) {
    rmn_error_set(error, RMN_ERR_NO_MEMORY, "no memory to read the file");
  } else if (fread(text, 1, *size, file) != *size) {
    rmn_error_set(error, RMN_ERR_FILE, "the file cannot be read to its end");
    free(text);
    text = NULL;
  }

  fclose(file);
  return text;
}

RmnNetwork*
rmn_network_load(const char* const path, RmnError* const error)
{
  size_t            size = 0;
  char* const       text = rmn_network_read(path, &size, error);
  RmnNetwork* const network =
    text ? rmn_network_parse(text, size, error) : NULL;

  free(text);
  return network;
}
