// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_bad.c Every bad file is refused with its status and one sentence

#include "../sequences.h"

#include <glob.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/// Say which file a check is about, before it can fail
static void
complain(const char* const path, const RmnError* const error)
{
  fprintf(stderr, "%s: status %d: %s\n", path, error->status, error->message);
}

static bool
is_one_sentence(const char* const message)
{
  const size_t n = strlen(message);
  for (size_t i = 0; i < n; ++i) {
    if (message[i] < ' ' || message[i] > '~') {
      return false;
    }
  }
  return n && message[n - 1] != '.';
}

static void
check_refused(const char* const path, const RmnStatus status)
{
  RmnError          error   = {RMN_OK, ""};
  RmnNetwork* const network = rmn_network_load(path, &error);
  if (network || error.status != status || !is_one_sentence(error.message)) {
    complain(path, &error);
  }

  CHECK(!network);
  CHECK(error.status == status);
  CHECK(is_one_sentence(error.message));
}

static void
check_folder(const char* const name, const RmnStatus status)
{
  char   pattern[64];
  glob_t found = {0};
  snprintf(pattern, sizeof(pattern), "tests/bad/%s/*", name);
  CHECK(!glob(pattern, 0, NULL, &found));

  for (size_t f = 0; f < found.gl_pathc; ++f) {
    check_refused(found.gl_pathv[f], status);
  }
  globfree(&found);
}

static void
bad_syntax_is_refused(void)
{
  check_folder("syntax", RMN_ERR_SYNTAX);
}

static void
unknown_formats_are_refused(void)
{
  check_folder("format", RMN_ERR_FORMAT);
}

static void
unsupported_models_are_refused(void)
{
  check_folder("unsupported", RMN_ERR_UNSUPPORTED);
}

static void
missing_keys_are_refused(void)
{
  check_folder("missing", RMN_ERR_MISSING);
}

static void
wrong_types_are_refused(void)
{
  check_folder("type", RMN_ERR_TYPE);
}

static void
clashing_shapes_are_refused(void)
{
  check_folder("shape", RMN_ERR_SHAPE);
}

static void
bad_values_are_refused(void)
{
  check_folder("value", RMN_ERR_VALUE);
}

static void
exceeded_limits_are_refused(void)
{
  check_folder("limit", RMN_ERR_LIMIT);
}

static void
what_is_no_file_is_refused(void)
{
  check_refused("tests/bad/no-such-file.json", RMN_ERR_FILE);
  check_refused("tests/bad", RMN_ERR_FILE);
}

static void
too_large_file_is_refused(void)
{
  char      path[] = "/tmp/rmn-large-XXXXXX";
  const int fd     = mkstemp(path);
  CHECK(fd >= 0);
  CHECK(!ftruncate(fd, RMN_MAX_FILE_BYTES + 1));
  check_refused(path, RMN_ERR_TOO_LARGE);
  close(fd);
  unlink(path);
}

static const char* const good_files[] = {
  "tests/golden/keras-conv.json",
  "tests/golden/guitarml-rnn.json",
  "tests/golden/lstm-1.json",
  "tests/golden/gru-before-1.json",
  "tests/golden/batchnorm.json",
  "tests/golden/onnx-torch-gru.onnx",
  "tests/golden/onnx-torch-rnn-relu.onnx",
  "tests/golden/onnx-torch-gru-cell.onnx",
};

enum { N_GOOD_FILES = sizeof(good_files) / sizeof(good_files[0]) };

/// Parse a copy that ends where its memory does, so reading on is noticed
static RmnStatus
parse_exactly(const char* const text, const size_t size)
{
  RmnError    error = {RMN_OK, ""};
  char* const copy  = (char*)malloc(size + !size);
  CHECK(copy);
  memcpy(copy, text, size);

  RmnNetwork* const network = rmn_network_parse(copy, size, &error);
  CHECK(network || (error.status && is_one_sentence(error.message)));
  rmn_network_free(network);
  free(copy);
  return error.status;
}

static void
truncated_files_are_refused(void)
{
  for (size_t f = 0; f < N_GOOD_FILES; ++f) {
    size_t      size = 0;
    char* const text = (char*)read_bytes(good_files[f], &size);
    CHECK(text);
    for (size_t n = 0; n + 1 < size; ++n) {
      CHECK(parse_exactly(text, n));
    }
    CHECK(!parse_exactly(text, size));
    free(text);
  }
}

/// Any byte may be wrong; the file may still load, but nothing may break
static void
damaged_files_break_nothing(void)
{
  static const char damage[] = {'9', '-', '"', ']', '\0', '\xFF'};

  for (size_t f = 0; f < N_GOOD_FILES; ++f) {
    size_t      size = 0;
    char* const text = (char*)read_bytes(good_files[f], &size);
    CHECK(text);
    for (size_t i = 0; i < size; ++i) {
      const char original = text[i];
      for (size_t d = 0; d < sizeof(damage); ++d) {
        text[i] = damage[d];
        parse_exactly(text, size);
      }
      text[i] = original;
    }
    free(text);
  }
}

/// Every two bytes may ask for a node, which takes many more in memory
static void
onnx_parts_are_bounded(void)
{
  enum { N_NODES = 1 << 19, N_BYTES = 2 * N_NODES };

  static const unsigned char head[] = {0x08, 7, 0x3A, 0x80, 0x80, 0x40};
  const size_t               n      = sizeof(head) + N_BYTES;
  char* const                bytes  = (char*)malloc(n);
  CHECK(bytes);
  memcpy(bytes, head, sizeof(head));
  for (size_t i = sizeof(head); i < n; i += 2) {
    bytes[i]      = 0x0A;
    bytes[i + 1U] = 0;
  }

  RmnError error = {RMN_OK, ""};
  CHECK(!rmn_network_parse(bytes, n, &error));
  CHECK(error.status == RMN_ERR_LIMIT);
  CHECK(strstr(error.message, "more parts than its size allows for"));
  free(bytes);
}

static void
real_bad_files_are_refused(void)
{
  static const struct {
    const char* path;
    RmnStatus   status;
  } files[] = {
    {"negative/wavenet.nam", RMN_ERR_UNSUPPORTED},
    {"negative/convnet_test.nam", RMN_ERR_UNSUPPORTED},
    {"negative/linear_test.nam", RMN_ERR_UNSUPPORTED},
    {"negative/mock_a2.nam", RMN_ERR_UNSUPPORTED},
    {"negative/wavenet_condition_dsp.nam", RMN_ERR_UNSUPPORTED},
    {"negative/keras_unsupported.json", RMN_ERR_MISSING},
    {"rtneural_negative/bad_lstm.json", RMN_ERR_SHAPE},
    {"rtneural_negative/lstm_torch_converted.41d3c358.json", RMN_ERR_SHAPE},
    {"keras_h5/gru_model_weights.hdf5", RMN_ERR_FORMAT},
    {"nam_golden/sweep_256_48k.bin", RMN_ERR_FORMAT},
  };

  for (size_t f = 0; f < sizeof(files) / sizeof(files[0]); ++f) {
    char        path[1024];
    struct stat info;
    snprintf(
      path, sizeof(path), "%s/models/%s", test_data_dir(), files[f].path);
    if (!f && stat(path, &info)) {
      test_skip("no real networks, set RMN_DATA to their folder");
      return;
    }
    check_refused(path, files[f].status);
  }
}

int
main(void)
{
  RUN(bad_syntax_is_refused);
  RUN(unknown_formats_are_refused);
  RUN(unsupported_models_are_refused);
  RUN(missing_keys_are_refused);
  RUN(wrong_types_are_refused);
  RUN(clashing_shapes_are_refused);
  RUN(bad_values_are_refused);
  RUN(exceeded_limits_are_refused);
  RUN(what_is_no_file_is_refused);
  RUN(too_large_file_is_refused);
  RUN(truncated_files_are_refused);
  RUN(damaged_files_break_nothing);
  RUN(onnx_parts_are_bounded);
  RUN(real_bad_files_are_refused);
  return 0;
}
