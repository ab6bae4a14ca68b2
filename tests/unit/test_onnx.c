// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file test_onnx.c The conformance cases of ONNX, from libonnx-testdata.

   A case is a graph of one operator whose weights are inputs, so they are put
   into the graph as what it holds.  Each stream of its batch is played by
   itself, and must come to what the case says.
*/

#include "../sequences.h"

#include "onnx.pb-c.h"

#include <glob.h>
#include <string.h>

/// ONNX's own runner allows 1e-3 of a value and 1e-7; this is what we allow
static const double worst_allowed = 1e-6;

static const char* case_path = NULL;
static double      worst     = 0.0; ///< Of all cases

static uint8_t*
read_file(const char* const name, size_t* const size)
{
  char path[512];
  CHECK(snprintf(path, sizeof(path), "%s/%s", case_path, name) < 500);

  uint8_t* const bytes = (uint8_t*)read_bytes(path, size);
  CHECK(bytes);
  return bytes;
}

/// Return a tensor of the case, of float
static Onnx__TensorProto*
read_tensor(const char* const kind, const size_t index)
{
  char name[64];
  snprintf(name, sizeof(name), "test_data_set_0/%s_%zu.pb", kind, index);

  size_t                   size  = 0;
  uint8_t* const           bytes = read_file(name, &size);
  Onnx__TensorProto* const tensor =
    onnx__tensor_proto__unpack(NULL, size, bytes);
  CHECK(tensor);
  free(bytes);
  return tensor;
}

static const float*
floats_of(const Onnx__TensorProto* const tensor)
{
  CHECK(tensor->data_type == ONNX__TENSOR_PROTO__DATA_TYPE__FLOAT);
  CHECK(tensor->has_raw_data);
  return (const float*)(const void*)tensor->raw_data.data;
}

/// Put every input but the first into the graph
static void
fill_graph(Onnx__GraphProto* const graph)
{
  const size_t size = graph->n_input * sizeof(Onnx__TensorProto*);
  CHECK(!graph->n_initializer);
  graph->initializer = (Onnx__TensorProto**)malloc(size);
  CHECK(graph->initializer);

  for (size_t i = 1; i < graph->n_input; ++i) {
    Onnx__TensorProto* const tensor = read_tensor("input", i);
    free(tensor->name);
    tensor->name                               = strdup(graph->input[i]->name);
    graph->initializer[graph->n_initializer++] = tensor;
  }
}

static RmnNetwork*
load_model(const Onnx__ModelProto* const model)
{
  const size_t   size  = onnx__model_proto__get_packed_size(model);
  uint8_t* const bytes = (uint8_t*)malloc(size);
  RmnError       error = {RMN_OK, ""};
  CHECK(bytes);
  onnx__model_proto__pack(model, bytes);

  RmnNetwork* const network =
    rmn_network_parse((const char*)bytes, size, &error);
  if (!network) {
    fprintf(stderr, "  %s: %s\n", case_path, error.message);
  }
  CHECK(network);
  free(bytes);
  return network;
}

/// How sequences lie in a tensor
typedef struct {
  size_t n_frames;
  size_t n_streams;
  bool   is_batch_first;
} Layout;

static Layout
read_layout(const Onnx__NodeProto* const node, const Onnx__TensorProto* const X)
{
  Layout layout = {0};
  for (size_t a = 0; a < node->n_attribute; ++a) {
    layout.is_batch_first |=
      !strcmp(node->attribute[a]->name, "layout") && node->attribute[a]->i == 1;
  }

  CHECK(X->n_dims == 3);
  layout.n_frames  = (size_t)X->dims[layout.is_batch_first ? 1 : 0];
  layout.n_streams = (size_t)X->dims[layout.is_batch_first ? 0 : 1];
  return layout;
}

/// Return where frame `t` of stream `s` is, both counted
static size_t
frame_of(const Layout* const layout, const size_t t, const size_t s)
{
  return layout->is_batch_first ? s * layout->n_frames + t
                                : t * layout->n_streams + s;
}

/// Return input or output of one stream
static double*
extract(const Layout* const layout,
        const float* const  from,
        const size_t        s,
        const size_t        width)
{
  double* const to = (double*)calloc(layout->n_frames * width, sizeof(double));
  CHECK(to);
  for (size_t t = 0; t < layout->n_frames; ++t) {
    for (size_t i = 0; i < width; ++i) {
      to[t * width + i] = (double)from[frame_of(layout, t, s) * width + i];
    }
  }
  return to;
}

/// Compare an output: every frame, or the last one of each stream
static void
compare(const Layout* const            layout,
        const size_t                   s,
        const Onnx__TensorProto* const wanted,
        const double* const            y,
        const size_t                   width)
{
  const float* const numbers  = floats_of(wanted);
  const size_t       n_all    = wanted->raw_data.len / sizeof(float);
  const size_t       n_frames = layout->n_frames;
  const bool         is_last  = n_all == layout->n_streams * width;
  CHECK(is_last || n_all == layout->n_streams * n_frames * width);

  const Layout  one    = {1, layout->n_streams, true};
  double* const stream = extract(is_last ? &one : layout, numbers, s, width);
  const double  error  = worst_error(is_last ? y + (n_frames - 1) * width : y,
                                   stream,
                                   is_last ? width : n_frames * width);

  worst = error > worst ? error : worst;
  CHECK(error <= worst_allowed);
  free(stream);
}

static void
check_outputs(const Onnx__GraphProto* const graph,
              const RmnNetwork* const       network)
{
  Onnx__TensorProto* const X      = read_tensor("input", 0);
  const Layout             layout = read_layout(graph->node[0], X);
  CHECK(X->dims[2] == (int64_t)network->n_inputs);
  CHECK(graph->n_output > 0);

  for (size_t s = 0; s < layout.n_streams; ++s) {
    double* const x = extract(&layout, floats_of(X), s, network->n_inputs);
    double* const y =
      play(network, RMN_START_FILE, x, (uint32_t)layout.n_frames);
    for (size_t o = 0; o < graph->n_output; ++o) {
      Onnx__TensorProto* const wanted = read_tensor("output", o);
      compare(&layout, s, wanted, y, network->n_outputs);
      onnx__tensor_proto__free_unpacked(wanted, NULL);
    }
    free(y);
    free(x);
  }
  onnx__tensor_proto__free_unpacked(X, NULL);
}

static void
case_is_met(void)
{
  size_t                  size  = 0;
  uint8_t* const          bytes = read_file("model.onnx", &size);
  Onnx__ModelProto* const model = onnx__model_proto__unpack(NULL, size, bytes);
  CHECK(model && model->graph && model->graph->n_node == 1);

  fill_graph(model->graph);
  RmnNetwork* const network = load_model(model);
  check_outputs(model->graph, network);

  rmn_network_free(network);
  onnx__model_proto__free_unpacked(model, NULL);
  free(bytes);
}

/// Run every case of an operator in the folder
static size_t
run_cases(const char* const folder, const char* const op)
{
  char   pattern[512];
  glob_t found = {0};
  CHECK(snprintf(pattern, sizeof(pattern), "%s/test_%s_*", folder, op) < 500);
  if (glob(pattern, 0, NULL, &found)) {
    return 0;
  }

  const size_t n = found.gl_pathc;
  for (size_t i = 0; i < n; ++i) {
    char name[128];
    case_path = found.gl_pathv[i];
    snprintf(name, sizeof(name), "onnx-%s", strrchr(case_path, '/') + 1);
    test_run(name, case_is_met);
  }
  globfree(&found);
  return n;
}

/// Ask the system where the cases are
static bool
find_cases(char* const folder, const int size)
{
  FILE* const list = popen("dpkg -L libonnx-testdata 2>/dev/null", "r");
  bool        ok   = false;
  while (list && !ok && fgets(folder, size, list)) {
    folder[strcspn(folder, "\n")] = '\0';

    const size_t n = strlen(folder);
    ok             = n > 10 && !strcmp(folder + n - 10, "/data/node");
  }
  if (list) {
    pclose(list);
  }
  return ok;
}

static void
cases_are_found(void)
{
  test_skip("libonnx-testdata is not installed");
}

int
main(void)
{
  char folder[256];
  if (!find_cases(folder, sizeof(folder))) {
    RUN(cases_are_found);
    return 0;
  }

  const size_t n = run_cases(folder, "lstm") + run_cases(folder, "gru") +
                   run_cases(folder, "rnn") + run_cases(folder, "simple_rnn");
  fprintf(stderr, "  %zu cases of ONNX, worst error %.1e\n", n, worst);
  return n ? 0 : 1;
}
