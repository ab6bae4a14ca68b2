// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "predict.h"

#include <math.h>
#include <stdlib.h>

static const double decay_s = 0.02;
static const double gap_s   = 0.005; // 200 values of a controller a second

RmnPredict*
rmn_predict_new(const double         rate_hz,
                LV2_URID_Map* const  map,
                const RmnUris* const uris)
{
  RmnPredict* const predict = (RmnPredict*)calloc(1, sizeof(RmnPredict));
  if (predict) {
    predict->rate_hz = rate_hz;
    predict->decay   = (float)exp(-1.0 / (rate_hz * decay_s));
    predict->n_gap   = (uint32_t)(rate_hz * gap_s);
    rmn_midi_out_init(&predict->midi, map, uris);
    rmn_predict_clear(predict);
  }
  return predict;
}

void
rmn_predict_clear(RmnPredict* const predict)
{
  predict->sound       = NULL;
  predict->is_stale    = true;
  predict->peak        = 0.0f;
  predict->midi.is_due = predict->midi.is_on;
  rmn_detector_release(&predict->detector);
  for (uint32_t o = 0; o < RMN_N_CV; ++o) {
    predict->follows[o].value = 0.0;
  }
}
