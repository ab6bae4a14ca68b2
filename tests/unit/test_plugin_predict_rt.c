// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_plugin_predict_rt.c Predicting calls nothing slow

#define _GNU_SOURCE // For RTLD_NEXT

#include "../counted.h"
#include "../predict_reference.h"

/// Notes, controllers, classes, freezing, and a swap
static void
nothing_slow_is_called(void)
{
  if (!COUNTED) {
    test_skip("sanitizers have these functions to themselves");
    return;
  }

  RmnNetwork* const networks[] = {energy_network(levels, 4, 0.01f),
                                  several_outputs(6, RMN_LINEAR),
                                  sine_network(0.06, 1)};
  networks[1]->prediction.kind = RMN_PREDICT_CLASS;
  PredictHost* const host      = predict_open();
  make_bursts(host);
  host->controls[RMN_PORT_CONCEAL] = 1.0f;
  for (uint32_t i = 0; i < 6U; ++i) {
    predict_restore_network(host, networks[i % 3U]);
    for (uint32_t t = 0; t < N; t += 1000U) {
      host->controls[RMN_PORT_FREEZE] = t > N / 2U ? 1.0f : 0.0f;
      predict_prepare(host, t);
      counted_begin();
      lilv_instance_run(host->instance, 1000U);
      CHECK(!counted_end());
    }
  }
  predict_close(host);
  for (uint32_t i = 0; i < 3U; ++i) {
    rmn_network_free(networks[i]);
  }
}

/// The count does count: a session is loaded with memory and a lock
static void
loading_is_counted(void)
{
  if (!COUNTED) {
    test_skip("sanitizers have these functions to themselves");
    return;
  }

  RmnNetwork* const  network = energy_network(levels, 1, 0.01f);
  PredictHost* const host    = predict_open();
  counted_begin();
  predict_restore_network(host, network);
  CHECK(counted_end() > 10U);
  predict_close(host);
  rmn_network_free(network);
}

int
main(void)
{
  counted_init();
  RUN(nothing_slow_is_called);
  RUN(loading_is_counted);
  return 0;
}
