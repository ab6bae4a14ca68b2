// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "formats.h"

#include <string.h>

/// The first bytes of something that is not JSON, and what it is
typedef struct {
  const char* bytes;
  size_t      size;
  const char* sentence;
} Magic;

static const Magic magics[] = {
  {"\x89HDF", 4, "this is an HDF5 file (Keras .h5), export it to JSON first"},
  {"\x1f\x8b", 2, "this is compressed with gzip, unpack it first"},
  {"PK\x03\x04",
   4,
   "this is a ZIP archive or a PyTorch checkpoint, unpack it or export it to "
   "JSON first"},
  {"RIFF", 4, "this is a sound file, not a model"},
  {"version https://git-lfs",
   23,
   "this is a Git LFS pointer, download the model file itself"},
  {"<", 1, "this is a web page saved by mistake, download the file itself"},
};

/// What JSON may begin with
static bool
is_blank(const char c)
{
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/// u64 little-endian length of a header, which is JSON
static bool
is_safetensors(const unsigned char* const b, const size_t size)
{
  return size > 8 && b[8] == '{' && !b[4] && !b[5] && !b[6] && !b[7];
}

/// Protobuf: field 1, the version of the format, then any field up to 20
bool
rmn_is_onnx(const char* const bytes, const size_t size)
{
  const unsigned char* const b = (const unsigned char*)bytes;
  return size > 2 && b[0] == 0x08 && b[1] < 0x20 && b[2] >= 0x10;
}

const char*
rmn_sniff(const char* const bytes, const size_t size)
{
  size_t n_blank = 0;
  while (n_blank < size && is_blank(bytes[n_blank])) {
    ++n_blank;
  }
  if (n_blank == size) {
    return "this file is empty";
  }

  for (size_t m = 0; m < sizeof(magics) / sizeof(magics[0]); ++m) {
    if (size - n_blank >= magics[m].size &&
        !memcmp(bytes + n_blank, magics[m].bytes, magics[m].size)) {
      return magics[m].sentence;
    }
  }

  const unsigned char* const b = (const unsigned char*)bytes;
  if (is_safetensors(b, size)) {
    return "this is a safetensors file, export it to JSON first";
  }
  if (memchr(bytes, 0, size)) {
    return "this is binary data, not a model in JSON";
  }

  return NULL;
}
