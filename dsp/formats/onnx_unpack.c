// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file onnx_unpack.c From bytes to the messages of protobuf, within bounds.

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

static bool
skip(Reader* const reader, const uint64_t n)
{
  if (n > reader->size - reader->position) {
    return false;
  }
  reader->position += (size_t)n;
  return true;
}

/// Return what a field of a message holds, if these are messages, or NULL
static const ProtobufCMessageDescriptor*
find_message(const ProtobufCMessageDescriptor* const type, const uint64_t key)
{
  const ProtobufCFieldDescriptor* const field =
    protobuf_c_message_descriptor_get_field(type, (unsigned)(key >> 3U));
  return field && field->type == PROTOBUF_C_TYPE_MESSAGE
           ? (const ProtobufCMessageDescriptor*)field->descriptor
           : NULL;
}

/// What stops a scan
typedef enum { WHOLE, DAMAGED, TOO_DEEP } Verdict;

static Verdict
scan(const ProtobufCMessageDescriptor* type, Reader reader, unsigned depth);

/// Scan the field of a key
static Verdict
scan_field(const ProtobufCMessageDescriptor* const type,
           Reader* const                           reader,
           const uint64_t                          key,
           const unsigned                          depth)
{
  uint64_t n = 0;
  switch (key & 7U) {
  case PROTOBUF_C_WIRE_TYPE_VARINT:
    return read_varint(reader, &n) ? WHOLE : DAMAGED;
  case PROTOBUF_C_WIRE_TYPE_64BIT:
    return skip(reader, 8) ? WHOLE : DAMAGED;
  case PROTOBUF_C_WIRE_TYPE_32BIT:
    return skip(reader, 4) ? WHOLE : DAMAGED;
  case PROTOBUF_C_WIRE_TYPE_LENGTH_PREFIXED:
    break;
  default:
    return DAMAGED;
  }

  const ProtobufCMessageDescriptor* const inner = find_message(type, key);
  if (!read_varint(reader, &n)) {
    return DAMAGED;
  }

  const uint8_t* const start = reader->bytes + reader->position;
  if (!skip(reader, n)) {
    return DAMAGED;
  }
  return inner ? scan(inner, (Reader){start, (size_t)n, 0}, depth + 1) : WHOLE;
}

/// Find how a message and those inside it are, without unpacking them
// NOLINTNEXTLINE(misc-no-recursion): MAX_DEPTH bounds it
static Verdict
scan(const ProtobufCMessageDescriptor* const type,
     Reader                                  reader,
     const unsigned                          depth)
{
  Verdict  verdict = depth > MAX_DEPTH ? TOO_DEEP : WHOLE;
  uint64_t key     = 0;
  while (!verdict && reader.position < reader.size) {
    verdict = read_varint(&reader, &key) ? scan_field(type, &reader, key, depth)
                                         : DAMAGED;
  }
  return verdict;
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
  const Verdict        verdict =
    scan(&onnx__model_proto__descriptor, (Reader){data, size, 0}, 0);

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
