// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file write.c From a network to a file of any dialect

#include "write.h"

#include "network.h"
#include "replace.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const RmnWriter* const writers[RMN_N_DIALECTS] = {
  [RMN_DIALECT_RMN]      = &rmn_preset_writer,
  [RMN_DIALECT_KERAS]    = &rmn_keras_writer,
  [RMN_DIALECT_GUITARML] = &rmn_torch_writer,
  [RMN_DIALECT_NAM]      = &rmn_nam_writer,
  [RMN_DIALECT_ONNX]     = &rmn_onnx_writer,
};

const char*
rmn_dialect_name(const RmnDialect dialect)
{
  return writers[dialect]->name;
}

const char*
rmn_dialect_title(const RmnDialect dialect)
{
  return writers[dialect]->title;
}

/// Check that what was written can be read again
static bool
check_size(const size_t size, RmnError* const error)
{
  return size <= RMN_MAX_FILE_BYTES ||
         !rmn_error_set(error,
                        RMN_ERR_TOO_LARGE,
                        "would be a file of %zu bytes, and at most %d can be "
                        "read",
                        size,
                        RMN_MAX_FILE_BYTES);
}

/// Whether a layer is what ONNX has: one that runs either way, or backward
/// beside one that is as it, but forward
static bool
has_onnx(const RmnNetwork* const network, const uint32_t l)
{
  const RmnShape* const s = &network->layers[l].shape;
  if (s->place == RMN_AFTER) {
    return true;
  }

  const RmnShape* const first = &network->layers[l - 1U].shape;
  return s->direction == RMN_BACKWARD && first->direction == RMN_FORWARD &&
         first->place == RMN_AFTER && s->type == first->type &&
         s->n_outputs == first->n_outputs && s->peephole == first->peephole &&
         s->reset == first->reset && s->clip == first->clip;
}

/// Refuse layers that a dialect has no words for
static bool
refuse_ways(const RmnNetwork* const network,
            const RmnDialect        dialect,
            RmnError* const         error)
{
  bool     is_known = true;
  uint32_t l        = 0;
  for (; is_known && l < network->n_layers; ++l) {
    const RmnShape* const s = &network->layers[l].shape;

    is_known = dialect == RMN_DIALECT_RMN || (!s->direction && !s->place) ||
               (dialect == RMN_DIALECT_ONNX && has_onnx(network, l));
  }
  if (!is_known && dialect == RMN_DIALECT_ONNX) {
    return !rmn_error_set(error,
                          RMN_ERR_UNSUPPORTED,
                          "ONNX has two layers beside each other only if they "
                          "are of one kind and size, first the one that runs "
                          "forward, and layer %u of this network is no such",
                          l);
  }
  return is_known ||
         !rmn_error_set(error,
                        RMN_ERR_UNSUPPORTED,
                        "%s has no layers like layer %u of this network, "
                        "which runs %s",
                        rmn_dialect_title(dialect),
                        l,
                        network->layers[l - 1U].shape.direction
                          ? "backward"
                          : "beside another");
}

/// Only the own dialect has layers that step once in a while
static bool
refuse_periods(const RmnNetwork* const network,
               const RmnDialect        dialect,
               RmnError* const         error)
{
  uint32_t l = 0;
  while (dialect != RMN_DIALECT_RMN && l < network->n_layers &&
         rmn_shape_period(&network->layers[l].shape) == 1U) {
    ++l;
  }
  return dialect == RMN_DIALECT_RMN || l == network->n_layers ||
         !rmn_error_set(error,
                        RMN_ERR_UNSUPPORTED,
                        "%s has layers that step in every frame, and layer %u "
                        "of this network does every %u frames",
                        rmn_dialect_title(dialect),
                        l + 1U,
                        rmn_shape_period(&network->layers[l].shape));
}

char*
rmn_network_print(const RmnNetwork* const network,
                  const RmnDialect        dialect,
                  size_t* const           size,
                  RmnError* const         error)
{
  const RmnWriter* const writer = writers[dialect];
  if (!refuse_ways(network, dialect, error) ||
      !refuse_periods(network, dialect, error) ||
      !writer->check(network, error)) {
    return NULL;
  }

  char* const bytes = writer->print(network, size);
  if (!bytes) {
    rmn_error_set(error,
                  RMN_ERR_VALUE,
                  "cannot be written: a text is no UTF-8, a number is not "
                  "finite, or memory is short");
  } else if (!check_size(*size, error)) {
    free(bytes);
    return NULL;
  }
  return bytes;
}

RmnStatus
rmn_network_write(const RmnNetwork* const network,
                  const RmnDialect        dialect,
                  const char* const       path,
                  RmnError* const         error)
{
  struct stat status;
  if (!stat(path, &status) && !S_ISREG(status.st_mode)) {
    return rmn_error_set(
      error, RMN_ERR_FILE, "is not a regular file, choose another name");
  }

  size_t      size  = 0;
  char* const bytes = rmn_network_print(network, dialect, &size, error);
  if (!bytes) {
    return error->status;
  }

  const int problem = rmn_replace_file(path, bytes, size);
  free(bytes);
  return problem
           ? rmn_error_set(
               error, RMN_ERR_FILE, "cannot be written: %s", strerror(problem))
           : RMN_OK;
}

RmnStatus
rmn_network_save(const RmnNetwork* const network,
                 const char* const       path,
                 RmnError* const         error)
{
  return rmn_network_write(network, RMN_DIALECT_RMN, path, error);
}

void
rmn_network_unseen(const RmnNetwork* const network,
                   const RmnDialect        dialect,
                   char* const             text,
                   const size_t            size)
{
  static const struct {
    unsigned    what;
    const char* name;
  } names[] = {
    {RMN_HAS_NAME, "name"},
    {RMN_HAS_AUTHOR, "author"},
    {RMN_HAS_LICENCE, "licence"},
    {RMN_HAS_DESCRIPTION, "description"},
    {RMN_HAS_GEAR, "gear"},
    {RMN_HAS_KNOBS, "names and defaults of knobs"},
    {RMN_HAS_OUTPUTS, "names of outputs"},
    {RMN_HAS_PREDICTION, "what it predicts"},
    {RMN_HAS_START, "initial state"},
    {RMN_HAS_REST, "rest state"},
    {RMN_HAS_LOUDNESS, "loudness"},
    {RMN_HAS_INPUT_LEVEL, "input level"},
    {RMN_HAS_OUTPUT_LEVEL, "output level"},
    {RMN_HAS_ESR, "ESR"},
    {RMN_HAS_TRAINING, "training"},
    {RMN_HAS_PROVENANCE, "provenance"},
    {RMN_HAS_SELF_TEST, "self-test"},
  };

  const unsigned unseen = rmn_network_has(network) & ~writers[dialect]->seen;
  size_t         n      = 0;
  text[0]               = '\0';
  for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); ++i) {
    if (unseen & names[i].what && n < size) {
      n += (size_t)snprintf(
        text + n, size - n, "%s%s", n ? ", " : "", names[i].name);
    }
  }
}
