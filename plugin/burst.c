// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "burst.h"

static const char* const sentences[] = {
  [RMN_FAULT_NONE]  = "",
  [RMN_FAULT_STATE] = "The model lost its state and starts again from rest: if "
                      "that goes on, choose another model",
  [RMN_FAULT_INPUT] = "What comes in is no audio, and is played as silence: "
                      "look at what feeds the plugin",
};

void
rmn_burst_init(RmnBurst* const burst, const double rate_hz)
{
  burst->n_calm = (uint32_t)rate_hz;
  burst->n_left = 0;
}

const char*
rmn_burst_watch(RmnBurst* const burst,
                const RmnFault  fault,
                const uint32_t  n_frames)
{
  const bool is_in_burst = burst->n_left;
  if (fault) {
    burst->n_left = burst->n_calm;
    return is_in_burst ? NULL : sentences[fault];
  }

  burst->n_left -= burst->n_left < n_frames ? burst->n_left : n_frames;
  return NULL;
}
