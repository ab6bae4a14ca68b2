// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file test_bits.c Every cell and size plays the same bits on every machine.

   Kernels with an FMA play the same bits as one another, and so do those
   without; both are known, see the table.  After a change that is meant to
   change them, print its rows anew and put them in:

       build/tests/test_bits --print
       build/tests/test_bits --print --all

   It plays a few sizes unless `--all` are wanted.  Left out is what the C
   library computes: elu and softmax.
*/

#include "../bits.h"

enum { MAX_SMALL = 48, N_EXTENTS = 2 };

/// Beyond every size up to MAX_SMALL
static const uint32_t big_sizes[] = {52, 56, 60, 64, 72, 80, 96, 100, 128};

static const uint32_t few_sizes[] = {1, 4, 7, 8, 12, 16, 20, 24, 31, 40, 64};

/// Hashes of few sizes, and of all
typedef uint64_t Hashes[N_EXTENTS];

typedef struct {
  const char* name;
  void (*add)(RmnShape shape); ///< Play networks of layers of this shape
  RmnShape shape;
  Hashes   expected[N_CLASSES];
} Family;

static const Family* family;
static bool          is_all;
static bool          is_printing;
static uint64_t      hashes[N_CLASSES];

/// Play a network of these layers, all that sounds being made from its sizes
static void
add_network(const RmnShape* const shapes, const uint32_t n)
{
  const uint32_t    n_in    = shapes[0].n_inputs;
  const uint32_t    H       = shapes[n - 1U].n_inputs;
  const uint32_t    n_out   = shapes[n - 1U].n_outputs;
  RmnNetwork* const network = random_network(shapes, n, 4U * H + n_in);
  char              name[64];

  network->n_skip   = n_in % 2U;
  network->in_gain  = 0.9f;
  network->out_gain = 1.1f;
  snprintf(name, sizeof(name), "%u in, %u units, %u out", n_in, H, n_out);
  extend_hashes(hashes, network, name);
  rmn_network_free(network);
}

/// Play a network of these layers and a dense head of 1 to 4 outputs
static void
add_with_head(const RmnShape* const shapes, const uint32_t n)
{
  const uint32_t H     = shapes[n - 1U].n_outputs;
  const uint32_t n_out = 1U + (H + shapes[0].n_inputs) % N_OUT;

  RmnShape all[RMN_MAX_LAYERS];
  memcpy(all, shapes, n * sizeof(RmnShape));
  all[n] = (RmnShape){.type = RMN_DENSE, .n_inputs = H, .n_outputs = n_out};
  add_network(all, n + 1U);
}

static void
add_layer(const RmnShape shape)
{
  add_with_head(&shape, 1);
}

/// Return the same kind of layer with other sizes
static RmnShape
resized(RmnShape shape, const uint32_t n_inputs, const uint32_t n_outputs)
{
  shape.n_inputs  = n_inputs;
  shape.n_outputs = n_outputs;
  return shape;
}

/// Play two layers of one size, two of different ones, and three
static void
add_stacks(const RmnShape shape)
{
  const uint32_t H    = shape.n_outputs;
  const uint32_t half = H / 2U + 1U;

  const RmnShape same[]  = {shape, resized(shape, H, H)};
  const RmnShape grows[] = {resized(shape, shape.n_inputs, half),
                            resized(shape, half, H)};
  const RmnShape three[] = {
    shape, resized(shape, H, half), resized(shape, half, H)};
  add_with_head(same, 2);
  add_with_head(grows, 2);
  add_with_head(three, 3);
}

/// Play every head: 1 to 4 outputs with each activation but the C library's
static void
add_heads(const RmnShape shape)
{
  static const RmnActivation activations[] = {
    RMN_LINEAR, RMN_TANH, RMN_SIGMOID, RMN_RELU};

  for (size_t a = 0; a < sizeof(activations) / sizeof(activations[0]); ++a) {
    for (uint32_t n_out = 1; n_out <= N_OUT; ++n_out) {
      RmnShape shapes[]    = {shape, resized(shape, shape.n_outputs, n_out)};
      shapes[0].activation = RMN_TANH;
      shapes[1].activation = activations[a];
      add_network(shapes, 2);
    }
  }
}

static void
add_conv1d(RmnShape shape)
{
  shape.kernel_size = 3;
  shape.dilation    = 7;
  shape.n_groups    = 1;
  add_with_head(&shape, 1);

  const uint32_t H     = shape.n_outputs;
  RmnShape       next  = resized(shape, H, H);
  next.kernel_size     = 2;
  next.n_groups        = H % 2U ? H : 2U;
  const RmnShape two[] = {shape, next};
  add_with_head(two, 2);
}

/// Play layers of every type, one after the other
static void
add_mixed(const RmnShape shape)
{
  const uint32_t n_in = shape.n_inputs;
  const uint32_t H    = shape.n_outputs;
  const uint32_t half = H / 2U + 1U;

  const RmnShape lstm = {.type = RMN_LSTM, .n_inputs = H, .n_outputs = H};
  const RmnShape gru  = {.type = RMN_GRU, .n_inputs = H, .n_outputs = H};
  const RmnShape rnn  = {
     .type = RMN_RNN, .activation = RMN_TANH, .n_inputs = H, .n_outputs = H};

  const RmnShape lstm_first[] = {resized(lstm, n_in, H), gru};
  const RmnShape gru_first[]  = {resized(gru, n_in, H), lstm, rnn};
  const RmnShape deep[]       = {
          {.type        = RMN_CONV1D,
           .activation  = RMN_SIGMOID,
           .n_inputs    = n_in,
           .n_outputs   = half,
           .kernel_size = 2,
           .dilation    = 33,
           .n_groups    = 1},
          {.type = RMN_BATCHNORM, .n_inputs = half, .n_outputs = half},
          resized(gru, half, H),
          {.type = RMN_PRELU, .n_inputs = H, .n_outputs = H},
          {.type       = RMN_ACTIVATION,
           .activation = RMN_TANH,
           .n_inputs   = H,
           .n_outputs  = H},
          lstm};
  add_with_head(lstm_first, 2);
  add_with_head(gru_first, 3);
  add_with_head(deep, sizeof(deep) / sizeof(deep[0]));
}

// clang-format off
static const Family families[] = {
  {"rnn_tanh_plays_the_same_bits", add_layer,
   {.type = RMN_RNN, .activation = RMN_TANH},
   {{UINT64_C(0x484d5e55a32b251a), UINT64_C(0x9acd9965e3f5a82a)},
    {UINT64_C(0x3ea011275c59e483), UINT64_C(0xdc866234667feac6)}}},
  {"rnn_relu_plays_the_same_bits", add_layer,
   {.type = RMN_RNN, .activation = RMN_RELU},
   {{UINT64_C(0x005d3cdabdfaccc1), UINT64_C(0x9bc13473c69090e1)},
    {UINT64_C(0xa5e678be5a46d1e8), UINT64_C(0x75810756cadd874d)}}},
  {"lstm_plays_the_same_bits", add_layer,
   {.type = RMN_LSTM},
   {{UINT64_C(0x84dd8cab58b8e62c), UINT64_C(0x3144eb5e110d812d)},
    {UINT64_C(0x40f2ab523ad82da6), UINT64_C(0xfe9b74e5348750ca)}}},
  {"lstm_stacks_plays_the_same_bits", add_stacks,
   {.type = RMN_LSTM},
   {{UINT64_C(0xf1e924abaf3cbf5c), UINT64_C(0xd344fbbca5decbd7)},
    {UINT64_C(0x01030d61c6388b79), UINT64_C(0xbf64e676924878b9)}}},
  {"lstm_diagonal_plays_the_same_bits", add_layer,
   {.type = RMN_LSTM, .peephole = RMN_PEEPHOLE_DIAGONAL},
   {{UINT64_C(0x5770cc21f941dc38), UINT64_C(0x511b65a3830b5c99)},
    {UINT64_C(0x4f99601cda6a49e8), UINT64_C(0x15eb5bfbbbf9c8ef)}}},
  {"lstm_full_plays_the_same_bits", add_layer,
   {.type = RMN_LSTM, .peephole = RMN_PEEPHOLE_FULL},
   {{UINT64_C(0x9a49dadcc3f7cd4a), UINT64_C(0xa7ce302a3b2e1faa)},
    {UINT64_C(0x7e1bf8c0ba09890f), UINT64_C(0x94bff3a62fcd578b)}}},
  {"gru_after_plays_the_same_bits", add_layer,
   {.type = RMN_GRU},
   {{UINT64_C(0x8f3bdd2b0fee4319), UINT64_C(0x7142c8d2c9548862)},
    {UINT64_C(0xd6b687e243107fbb), UINT64_C(0x9e16131caf27c360)}}},
  {"gru_after_stacks_plays_the_same_bits", add_stacks,
   {.type = RMN_GRU},
   {{UINT64_C(0x4efc189e765eac03), UINT64_C(0x8bad4064566c07c1)},
    {UINT64_C(0x2d27519435d48505), UINT64_C(0x7c3374dcc54a8269)}}},
  {"gru_before_plays_the_same_bits", add_layer,
   {.type = RMN_GRU, .reset = RMN_RESET_BEFORE},
   {{UINT64_C(0xcf9032825bb1baee), UINT64_C(0xeea2556295bc4eb7)},
    {UINT64_C(0x34bc52a96aeb0c59), UINT64_C(0xeb4608dcd5f6701a)}}},
  {"dense_plays_the_same_bits", add_heads,
   {.type = RMN_DENSE},
   {{UINT64_C(0xec14745f43c661b2), UINT64_C(0x2aac954cb3098d5a)},
    {UINT64_C(0x7770876b8adb8bc5), UINT64_C(0x3eedfa1f27898bf9)}}},
  {"conv1d_plays_the_same_bits", add_conv1d,
   {.type = RMN_CONV1D, .activation = RMN_TANH},
   {{UINT64_C(0x13955282f044eef5), UINT64_C(0x9b2aeececd2603cc)},
    {UINT64_C(0x8e18ea97caa813c5), UINT64_C(0x7270c6b520a768ed)}}},
  {"mixed_stacks_plays_the_same_bits", add_mixed,
   {.type = RMN_LSTM},
   {{UINT64_C(0xa4cf22dff6b7dda1), UINT64_C(0x5f6d38042281ca9e)},
    {UINT64_C(0xaf2d1d37a805abc3), UINT64_C(0x5cd14b14a9f4954e)}}},
};
// clang-format on

/// Play the networks of the running family of `H` units
static void
add_size(const uint32_t H)
{
  for (uint32_t n_inputs = 1; n_inputs <= N_IN; ++n_inputs) {
    if (is_all || n_inputs == 1U + H % N_IN) {
      family->add(resized(family->shape, n_inputs, H));
    }
  }
}

static void
add_sizes(const uint32_t* const sizes, const size_t n)
{
  for (size_t i = 0; i < n; ++i) {
    add_size(sizes[i]);
  }
}

/// Hash every network of the running family
static void
hash_family(void)
{
  for (int c = 0; c < N_CLASSES; ++c) {
    hashes[c] = rmn_hash_seed;
  }

  if (!is_all) {
    add_sizes(few_sizes, sizeof(few_sizes) / sizeof(few_sizes[0]));
    return;
  }
  for (uint32_t H = 1; H <= MAX_SMALL; ++H) {
    add_size(H);
  }
  add_sizes(big_sizes, sizeof(big_sizes) / sizeof(big_sizes[0]));
}

static bool
has_class(const Class c)
{
  for (uint32_t k = 0; rmn_kernel_at(k); ++k) {
    if (class_of(rmn_kernel_at(k)) == c) {
      return true;
    }
  }
  return false;
}

/// Compare with the table, or print the row that belongs there
static void
check_family(void)
{
  hash_family();
  for (int c = 0; c < N_CLASSES; ++c) {
    if (!has_class((Class)c)) {
      continue;
    }

    const uint64_t expected = family->expected[c][is_all];
    if (is_printing || hashes[c] != expected) {
      fprintf(stderr,
              "  %s, %s, %s: 0x%016llx\n",
              family->name,
              class_names[c],
              is_all ? "all" : "few",
              (unsigned long long)hashes[c]);
    }
    CHECK(is_printing || hashes[c] == expected);
  }
}

int
main(const int argc, char** const argv)
{
  for (int i = 1; i < argc; ++i) {
    is_all      = is_all || !strcmp(argv[i], "--all");
    is_printing = is_printing || !strcmp(argv[i], "--print");
  }

  for (uint32_t s = 0; s < N_STREAMS; ++s) {
    uint32_t seed = s + 1U;
    randomise(&noise[s][0][0], (size_t)N_IN * N_FRAMES, 1.0f, &seed);
  }

  for (size_t f = 0; f < sizeof(families) / sizeof(families[0]); ++f) {
    family = &families[f];
    test_run(family->name, check_family);
  }
  return 0;
}
