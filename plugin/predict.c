// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "predict.h"

#include <stdlib.h>

RmnPredict*
rmn_predict_new(const double         rate_hz,
                LV2_URID_Map* const  map,
                const RmnUris* const uris)
{
  RmnPredict* const predict = (RmnPredict*)calloc(1, sizeof(RmnPredict));
  RmnShelf* const   shelf   = rmn_shelf_new();
  if (!predict || !shelf) {
    free(predict);
    free(shelf);
    return NULL;
  }

  predict->shelf   = shelf;
  predict->rate_hz = rate_hz;
  rmn_notes_init(&predict->notes, rate_hz);
  rmn_midi_out_init(&predict->midi, map, uris);
  rmn_predict_clear(predict);
  return predict;
}

void
rmn_predict_free(RmnPredict* const predict)
{
  if (predict) {
    free(predict->shelf);
    free(predict);
  }
}

void
rmn_predict_clear(RmnPredict* const predict)
{
  predict->sound       = NULL;
  predict->is_stale    = true;
  predict->midi.is_due = predict->midi.is_on;
  rmn_notes_reset(&predict->notes);
  for (uint32_t o = 0; o < RMN_N_CV; ++o) {
    predict->follows[o].value = 0.0;
  }
}
