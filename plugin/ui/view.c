// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "view.h"

#include <string.h>

static bool
is_knob(const RmnArea area)
{
  return area >= (RmnArea)RMN_PORT_KNOB_1 && area <= (RmnArea)RMN_PORT_KNOB_4;
}

/// Return whether pointer or keyboard came to `area`, left it or did something
static bool
hand_differs(const RmnHandView* const a,
             const RmnHandView* const b,
             const RmnArea            area)
{
  return (a->hovered == area) != (b->hovered == area) ||
         (a->held == area) != (b->held == area) ||
         (a->focused == area) != (b->focused == area) ||
         (a->typed_in == area) != (b->typed_in == area) ||
         (b->typed_in == area && strcmp(a->typed, b->typed) != 0);
}

static bool
control_differs(const RmnView* const a,
                const RmnView* const b,
                const RmnArea        area)
{
  return memcmp(&a->values[area], &b->values[area], sizeof(float)) != 0 ||
         (area == (RmnArea)RMN_PORT_INPUT_LEVEL &&
          a->values[RMN_PORT_CALIBRATE] != b->values[RMN_PORT_CALIBRATE]) ||
         (is_knob(area) && memcmp(a->knobs, b->knobs, sizeof(a->knobs)) != 0);
}

bool
rmn_view_differs(const RmnView* const a,
                 const RmnView* const b,
                 const RmnArea        area)
{
  if (hand_differs(&a->hand, &b->hand, area)) {
    return true;
  }

  switch (area) {
  case RMN_AREA_MODEL:
    return memcmp(&a->about, &b->about, sizeof(a->about)) != 0 ||
           strcmp(a->path, b->path) != 0 || a->is_listing != b->is_listing ||
           a->is_dropping != b->is_dropping;
  case RMN_AREA_BANNER:
    return a->severity != b->severity || a->shade != b->shade ||
           strcmp(a->message, b->message) != 0;
  case RMN_AREA_IN:
    return memcmp(&a->in, &b->in, sizeof(a->in)) != 0;
  case RMN_AREA_OUT:
    return memcmp(&a->out, &b->out, sizeof(a->out)) != 0;
  case RMN_AREA_MEMORY:
    return a->n_memory_change != b->n_memory_change;
  case RMN_AREA_GATES:
    return a->n_gates_change != b->n_gates_change;
  case RMN_AREA_CURVE:
    return a->n_curve_change != b->n_curve_change;
  case RMN_AREA_OUTPUTS:
    return memcmp(&a->prediction, &b->prediction, sizeof(a->prediction)) != 0 ||
           memcmp(a->values + RMN_PORT_VALUE,
                  b->values + RMN_PORT_VALUE,
                  (RMN_N_CV + 1U) * sizeof(float)) != 0;
  case RMN_AREA_STATUS:
    return memcmp(&a->status, &b->status, sizeof(a->status)) != 0;
  case RMN_AREA_LIST:
    return a->n_list_change != b->n_list_change;
  default:
    return area < (RmnArea)RMN_MAX_PORTS && control_differs(a, b, area);
  }
}

bool
rmn_view_is_laid_out_otherwise(const RmnView* const a, const RmnView* const b)
{
  return a->n_knobs != b->n_knobs || a->has_cell != b->has_cell ||
         a->n_gate_kinds != b->n_gate_kinds ||
         a->prediction.predicts != b->prediction.predicts ||
         a->prediction.n_outputs != b->prediction.n_outputs ||
         !a->message[0] != !b->message[0] || a->is_listing != b->is_listing ||
         a->values[RMN_PORT_ENABLED] != b->values[RMN_PORT_ENABLED];
}
