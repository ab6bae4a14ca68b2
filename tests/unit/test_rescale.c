// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_rescale.c Knobs of another range, and the same sound

#include "../converting.h"

/// A knob at the same place of another range makes the same sound
static void
check_rescaled(const RmnShape* const shapes, const uint32_t n_layers)
{
  const float       span  = 7.0f;
  const float       least = -2.0f;
  RmnError          error = {RMN_OK, ""};
  RmnNetwork* const a     = random_network(shapes, n_layers, 5);
  RmnNetwork* const b     = random_network(shapes, n_layers, 5);
  double* const     x     = new_sequence(a);
  b->inputs[1] = (RmnInput){"Wide", 1.5f, least, least + span, false};
  CHECK(!rmn_network_rescale_knobs(b, &error));
  CHECK(b->inputs[1].value == 0.5f && b->inputs[1].maximum == 1.0f);

  double* const y = play(a, RMN_START_FILE, x, N_FRAMES);
  for (uint32_t t = 0; t < N_FRAMES; ++t) {
    double* const knob = &x[(size_t)t * a->n_inputs + 1U];
    *knob              = (*knob - (double)least) / (double)span;
  }
  double* const z     = play(b, RMN_START_FILE, x, N_FRAMES);
  const double  worst = worst_error(y, z, (size_t)N_FRAMES * a->n_outputs);
  fprintf(stderr, "  rescaled, worst error %.1e\n", worst);
  CHECK(worst < 2e-6);
  free(x);
  free(y);
  free(z);
  rmn_network_free(a);
  rmn_network_free(b);
}

static void
rescaled_knobs_sound_the_same(void)
{
  const RmnShape shapes[][2] = {
    {{.type = RMN_LSTM, .n_inputs = 3, .n_outputs = 8},
     {.type = RMN_DENSE, .n_inputs = 8, .n_outputs = 1}},
    {{.type = RMN_GRU, .n_inputs = 3, .n_outputs = 8},
     {.type = RMN_DENSE, .n_inputs = 8, .n_outputs = 1}},
    {{.type      = RMN_GRU,
      .reset     = RMN_RESET_BEFORE,
      .n_inputs  = 3,
      .n_outputs = 8},
     {.type = RMN_DENSE, .n_inputs = 8, .n_outputs = 1}},
    {{.type = RMN_DENSE, .activation = RMN_TANH, .n_inputs = 3, .n_outputs = 8},
     {.type = RMN_RNN, .activation = RMN_TANH, .n_inputs = 8, .n_outputs = 2}},
    {{.type = RMN_LSTM, .n_inputs = 3, .n_outputs = 4},
     {.type      = RMN_GRU,
      .direction = RMN_BACKWARD,
      .place     = RMN_BESIDE,
      .n_inputs  = 3,
      .n_outputs = 4}}};
  for (size_t s = 0; s < sizeof(shapes) / sizeof(shapes[0]); ++s) {
    check_rescaled(shapes[s], 2);
  }

  const RmnShape    prelu = {.type = RMN_PRELU, .n_inputs = 2, .n_outputs = 2};
  RmnError          error = {RMN_OK, ""};
  RmnNetwork* const n     = random_network(&prelu, 1, 5);
  CHECK(!rmn_network_rescale_knobs(n, &error));
  n->inputs[1].maximum = 2.0f;
  CHECK(rmn_network_rescale_knobs(n, &error) == RMN_ERR_UNSUPPORTED);
  CHECK(strstr(error.message, "the first layer is a prelu"));
  rmn_network_free(n);
}

static void
what_would_overflow_is_refused(void)
{
  const RmnShape    shape = {.type = RMN_LSTM, .n_inputs = 2, .n_outputs = 2};
  RmnError          error = {RMN_OK, ""};
  RmnNetwork* const n     = random_network(&shape, 1, 5);
  n->layers[0].W[1]       = 1e30f;
  n->inputs[1].maximum    = 1e30f;
  CHECK(rmn_network_rescale_knobs(n, &error));
  CHECK(strstr(error.message, "finite"));
  rmn_network_free(n);
}

int
main(void)
{
  RUN(rescaled_knobs_sound_the_same);
  RUN(what_would_overflow_is_refused);
  return 0;
}
