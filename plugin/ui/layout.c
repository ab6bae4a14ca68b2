// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "layout.h"

#include <math.h>
#include <string.h>

static const double margin        = 16.0;
static const double gap           = 12.0;
static const double title_height  = 52.0;
static const double model_height  = 84.0;
static const double banner_height = 56.0;
static const double dials_height  = 196.0;
static const double strip_height  = 60.0;
static const double status_height = 32.0;
static const double meter_width   = 84.0;
static const double gate_width    = 36.0;

/// What is in a strip below the knobs, from left to right
typedef struct {
  RmnPortIndex port;
  double       width;
} Item;

static const Item strip[] = {
  {RMN_PORT_DC_BLOCK, 76.0},
  {RMN_PORT_NORMALISE, 72.0},
  {RMN_PORT_CALIBRATE, 64.0},
  {RMN_PORT_INPUT_LEVEL, 80.0},
  {RMN_PORT_RATE_MODE, 256.0},
  {RMN_PORT_OVERSAMPLING, 104.0},
  {RMN_PORT_LOOK_AHEAD, 76.0},
  {RMN_PORT_RESET, 60.0},
};

/// The same of a predictor
static const Item predictor_strip[] = {
  {RMN_PORT_CALIBRATE, 76.0},
  {RMN_PORT_INPUT_LEVEL, 88.0},
  {RMN_PORT_RATE_MODE, 268.0},
  {RMN_PORT_RESET, 72.0},
};

/// What makes notes of values and classes
static const Item notes_strip[] = {
  {RMN_PORT_THRESHOLD, 78.0},
  {RMN_PORT_HYSTERESIS, 78.0},
  {RMN_PORT_HOLD, 84.0},
  {RMN_PORT_LOOK, 104.0},
  {RMN_PORT_VELOCITY, 216.0},
  {RMN_PORT_NOTE, 60.0},
  {RMN_PORT_CHANNEL, 60.0},
  {RMN_PORT_CC, 76.0},
};

/// What is done with the prediction of the next sample
static const Item audio_strip[] = {
  {RMN_PORT_LISTEN, 240.0},
  {RMN_PORT_FREEZE, 76.0},
  {RMN_PORT_TEMPERATURE, 92.0},
  {RMN_PORT_DECAY, 84.0},
  {RMN_PORT_CONCEAL, 76.0},
};

/// Cut `height` and a gap off the top of what is left
static RmnRect
take_row(RmnRect* const left, const double height)
{
  const RmnRect row = {left->x, left->y, left->width, height};
  left->y += height + gap;
  left->height -= height + gap;
  return row;
}

static void
lay_out_title(RmnLayout* const layout, const RmnRect row)
{
  layout->areas[RMN_AREA_TITLE] =
    (RmnRect){row.x, row.y, row.width - 160.0, row.height};
  layout->areas[RMN_PORT_ENABLED] =
    (RmnRect){row.x + row.width - 124.0, row.y + 10.0, 124.0, 32.0};
}

static void
lay_out_model(RmnLayout* const layout, const RmnRect row)
{
  const double  width = 48.0;
  const RmnRect left  = {row.x, row.y, width, row.height};

  layout->areas[RMN_PORT_PREVIOUS] = left;
  layout->areas[RMN_AREA_MODEL] =
    (RmnRect){row.x + width, row.y, row.width - 3.0 * width, row.height};
  layout->areas[RMN_AREA_BROWSE] =
    (RmnRect){row.x + row.width - 2.0 * width, row.y, width, row.height};
  layout->areas[RMN_PORT_NEXT] =
    (RmnRect){row.x + row.width - width, row.y, width, row.height};
}

/// Lay out the meters, and between them the dials: the model's own are larger
static void
lay_out_dials(RmnLayout* const     layout,
              const RmnView* const view,
              const RmnRect        row)
{
  const uint32_t n_knobs  = view->n_knobs;
  const bool     has_mix  = !view->is_predictor;
  const double   n_shares = (has_mix ? 3.0 : 2.0) + 1.2 * n_knobs;
  const double   share = fmin((row.width - 2.0 * meter_width) / n_shares, 128);
  const double   taken = share * n_shares;
  double         x     = row.x + (row.width - taken) / 2.0;

  layout->areas[RMN_AREA_IN] = (RmnRect){row.x, row.y, meter_width, row.height};
  layout->areas[RMN_AREA_OUT] =
    (RmnRect){row.x + row.width - meter_width, row.y, meter_width, row.height};

  layout->areas[RMN_PORT_INPUT_GAIN] = (RmnRect){x, row.y, share, row.height};
  x += share;
  for (uint32_t k = 0; k < n_knobs; ++k) {
    layout->areas[RMN_PORT_KNOB_1 + k] =
      (RmnRect){x, row.y, 1.2 * share, row.height};
    x += 1.2 * share;
  }
  if (has_mix) {
    layout->areas[RMN_PORT_MIX] = (RmnRect){x, row.y, share, row.height};
    x += share;
  }
  layout->areas[RMN_PORT_OUTPUT_GAIN] = (RmnRect){x, row.y, share, row.height};
}

/// Lay out `n` items, evenly spaced
static void
lay_out_strip(RmnLayout* const  layout,
              const RmnRect     row,
              const Item* const items,
              const uint32_t    n)
{
  double taken = 0.0;
  for (uint32_t i = 0; i < n; ++i) {
    taken += items[i].width;
  }

  const double between = (row.width - taken) / (n - 1U);
  double       x       = row.x;
  for (uint32_t i = 0; i < n; ++i) {
    layout->areas[items[i].port] =
      (RmnRect){x, row.y, items[i].width, row.height};
    x += items[i].width + between;
  }
}

#define LAY_OUT_STRIP(layout, row, items) \
  lay_out_strip((layout), (row), (items), sizeof(items) / sizeof((items)[0]))

/// Lay out the meters of a predictor's outputs, and beside each what shapes its
/// voltage
static void
lay_out_outputs(RmnLayout* const layout,
                const RmnRect    row,
                const uint32_t   n_outputs)
{
  static const RmnPortIndex fields[] = {
    RMN_PORT_SMOOTHING, RMN_PORT_SCALE, RMN_PORT_OFFSET};
  const double width    = 88.0;
  const double fields_x = row.x + row.width - 3.0 * width - 2.0 * gap;

  layout->areas[RMN_AREA_OUTPUTS] =
    (RmnRect){row.x, row.y, fields_x - row.x - gap, row.height};
  for (uint32_t o = 0; o < n_outputs; ++o) {
    const double top = o ? RMN_OUTPUTS_TOP + o * RMN_OUTPUT_PITCH : 0.0;
    for (uint32_t f = 0; f < 3U; ++f) {
      layout->areas[fields[f] + o] = (RmnRect){
        fields_x + f * (width + gap), row.y + top, width, o ? 30.0 : 54.0};
    }
  }
}

/// Lay out what a predictor has below its knobs
static void
lay_out_predictor(RmnLayout* const     layout,
                  const RmnView* const view,
                  RmnRect* const       left)
{
  const RmnPredictionView* const prediction = &view->prediction;
  const uint32_t                 n =
    prediction->n_outputs < RMN_N_CV ? prediction->n_outputs : RMN_N_CV;
  const double height =
    RMN_OUTPUTS_TOP + RMN_OUTPUT_PITCH * (n ? n - 1U : 0U) + 30.0;

  LAY_OUT_STRIP(layout, take_row(left, strip_height), predictor_strip);
  lay_out_outputs(layout, take_row(left, height), n);
  if (prediction->predicts == RMN_PREDICTS_AUDIO) {
    LAY_OUT_STRIP(layout, take_row(left, strip_height), audio_strip);
  } else {
    LAY_OUT_STRIP(layout, take_row(left, strip_height), notes_strip);
  }
}

/// Lay out the map, the gates that there are and, as a square as far as it
/// goes, the curve
static void
lay_out_inside(RmnLayout* const layout,
               const RmnRect    row,
               const uint32_t   n_gate_kinds)
{
  const double side  = fmin(row.height, row.width / 3.0);
  const double gates = gate_width * n_gate_kinds;
  const double map = row.width - side - gap - (gates > 0.0 ? gates + gap : 0.0);

  layout->areas[RMN_AREA_MEMORY] = (RmnRect){row.x, row.y, map, row.height};
  layout->areas[RMN_AREA_GATES] =
    (RmnRect){row.x + map + gap, row.y, gates, row.height};
  layout->areas[RMN_AREA_CURVE] =
    (RmnRect){row.x + row.width - side, row.y, side, row.height};
}

double
rmn_layout_height(const RmnView* const view)
{
  return view->is_predictor ? RMN_PREDICTOR_HEIGHT : RMN_BASE_HEIGHT;
}

void
rmn_layout_init(RmnLayout* const     layout,
                const RmnView* const view,
                const double         width,
                const double         height)
{
  memset(layout, 0, sizeof(*layout));
  layout->scale =
    fmax(fmin(width / RMN_BASE_WIDTH, height / rmn_layout_height(view)), 0.25);
  layout->width  = width / layout->scale;
  layout->height = height / layout->scale;

  RmnRect left = {margin, 0.0, layout->width - 2.0 * margin, layout->height};
  lay_out_title(layout, take_row(&left, title_height));
  left.y -= gap;
  left.height += gap;
  lay_out_model(layout, take_row(&left, model_height));
  layout->areas[RMN_AREA_STATUS] = (RmnRect){
    0.0, layout->height - status_height, layout->width, status_height};
  left.height -= status_height + gap;
  if (view->message[0]) {
    layout->areas[RMN_AREA_BANNER] = take_row(&left, banner_height);
  }
  if (view->is_listing) {
    layout->areas[RMN_AREA_LIST] = left;
    return;
  }
  lay_out_dials(layout, view, take_row(&left, dials_height));
  if (view->is_predictor) {
    lay_out_predictor(layout, view, &left);
  } else {
    LAY_OUT_STRIP(layout, take_row(&left, strip_height), strip);
  }
  lay_out_inside(layout, left, view->n_gate_kinds);
}

bool
rmn_rect_contains(const RmnRect* const rect, const double x, const double y)
{
  return x >= rect->x && x < rect->x + rect->width && y >= rect->y &&
         y < rect->y + rect->height;
}

RmnArea
rmn_layout_find(const RmnLayout* const layout, const double x, const double y)
{
  for (uint32_t a = 0; a < RMN_N_AREAS; ++a) {
    if (rmn_rect_contains(&layout->areas[a], x, y)) {
      return (RmnArea)a;
    }
  }
  return RMN_AREA_NONE;
}
