// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file unpack.c From bytes to the messages of protobuf, within bounds.

   A few bytes of a file may ask for a message of many, and messages nest, each
   level on the stack.  So memory is bounded by the size of the file, and how
   deep it nests is known before it is unpacked.
*/

#include "onnx.h"

#include <stdlib.h>

enum {
  MAX_DEPTH = 32, ///< Those that are read are up to 6 deep

  /// Unpacked, weights take as much room as packed; a graph takes more
  BYTES_PER_BYTE = 2,
  BYTES_FOR_ALL  = 16 << 20,
};

/// Bytes of a message from `position` on
typedef struct {
  const uint8_t* bytes;
  size_t         size;
  size_t         position;
} Reader;

static bool
read_varint(Reader* const reader, uint64_t* const value)
{
  *value = 0;
  for (unsigned shift = 0; shift < 64 && reader->position < reader->size;
       shift += 7) {
    const uint8_t byte = reader->bytes[reader->position++];
    *value |= (uint64_t)(byte & 0x7FU) << shift;
    if (!(byte & 0x80U)) {
      return true;
    }
  }
  return false;
}

/// Read up to the content of a field, of which `n` bytes are to come
static bool
read_field(Reader* const reader, const uint64_t key, uint64_t* const n)
{
  uint64_t number = 0;
  bool     ok     = true;

  *n = 0;
  switch (key & 7U) {
  case PROTOBUF_C_WIRE_TYPE_VARINT:
    ok = read_varint(reader, &number);
    break;
  case PROTOBUF_C_WIRE_TYPE_64BIT:
    *n = 8;
    break;
  case PROTOBUF_C_WIRE_TYPE_LENGTH_PREFIXED:
    ok = read_varint(reader, n);
    break;
  case PROTOBUF_C_WIRE_TYPE_32BIT:
    *n = 4;
    break;
  default:
    return false;
  }
  return ok && *n <= reader->size - reader->position;
}

/// Return what a field of a message holds, if these are messages, or NULL
static const ProtobufCMessageDescriptor*
find_message(const ProtobufCMessageDescriptor* const type, const uint64_t key)
{
  const ProtobufCFieldDescriptor* const field =
    protobuf_c_message_descriptor_get_field(type, (unsigned)(key >> 3U));
  return field && field->type == PROTOBUF_C_TYPE_MESSAGE &&
             (key & 7U) == PROTOBUF_C_WIRE_TYPE_LENGTH_PREFIXED
           ? (const ProtobufCMessageDescriptor*)field->descriptor
           : NULL;
}

/// A message inside others, and where it ends
typedef struct {
  const ProtobufCMessageDescriptor* type;
  size_t                            end;
} Level;

typedef enum { WHOLE, DAMAGED, TOO_DEEP } Verdict;

/// Find how deep messages nest, without unpacking them
static Verdict
scan(const uint8_t* const bytes, const size_t size)
{
  Level    levels[MAX_DEPTH + 1] = {{&onnx__model_proto__descriptor, size}};
  unsigned depth                 = 0;
  Reader   reader                = {bytes, size, 0};
  while (reader.position < size) {
    const Level level = levels[depth];
    uint64_t    key   = 0;
    uint64_t    n     = 0;
    if (reader.position == level.end) {
      --depth;
      continue;
    }

    reader.size = level.end;
    if (!read_varint(&reader, &key) || !read_field(&reader, key, &n)) {
      return DAMAGED;
    }

    const ProtobufCMessageDescriptor* const inner =
      find_message(level.type, key);
    if (!inner) {
      reader.position += (size_t)n;
    } else if (depth++ < MAX_DEPTH) {
      levels[depth] = (Level){inner, reader.position + (size_t)n};
    } else {
      return TOO_DEEP;
    }
  }
  return WHOLE;
}

/// What protobuf-c may still allocate
typedef struct {
  size_t n_left;
  bool   is_exhausted;
} Budget;

static void*
allocate(void* const data, const size_t size)
{
  Budget* const budget = (Budget*)data;
  if (size > budget->n_left) {
    budget->is_exhausted = true;
    return NULL;
  }
  budget->n_left -= size;
  return malloc(size ? size : 1U);
}

static void
release(void* const data, void* const pointer)
{
  (void)data;
  free(pointer);
}

Onnx__ModelProto*
rmn_onnx_unpack(const char* const bytes,
                const size_t      size,
                RmnError* const   error)
{
  const uint8_t* const data    = (const uint8_t*)bytes;
  Budget               budget  = {size * BYTES_PER_BYTE + BYTES_FOR_ALL, false};
  ProtobufCAllocator   bounded = {allocate, release, &budget};
  const Verdict        verdict = scan(data, size);

  Onnx__ModelProto* const model =
    verdict ? NULL : onnx__model_proto__unpack(&bounded, size, data);

  if (verdict == TOO_DEEP) {
    rmn_error_set(error,
                  RMN_ERR_LIMIT,
                  "this ONNX file nests more than %d messages in each other",
                  MAX_DEPTH);
  } else if (budget.is_exhausted) {
    rmn_error_set(error,
                  RMN_ERR_LIMIT,
                  "this ONNX file has more parts than its size allows for");
  } else if (!model) {
    rmn_error_set(error,
                  RMN_ERR_SYNTAX,
                  "this ONNX file is damaged or ends too early: copy or "
                  "download it again");
  }
  return model;
}

void
rmn_onnx_free(Onnx__ModelProto* const model)
{
  ProtobufCAllocator allocator = {NULL, release, NULL};
  onnx__model_proto__free_unpacked(model, &allocator);
}
