// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "control.h"
#include "number.h"

#include <math.h>
#include <stdio.h>

static const RmnControl controls[RMN_N_AREAS] = {
  [RMN_PORT_ENABLED]     = {.kind = RMN_CONTROL_SWITCH, .label = "Bypassed"},
  [RMN_PORT_INPUT_GAIN]  = {RMN_CONTROL_DIAL, "Input", " dB", {0}, {0}, 0},
  [RMN_PORT_OUTPUT_GAIN] = {RMN_CONTROL_DIAL, "Output", " dB", {0}, {0}, 0},
  [RMN_PORT_MIX]         = {RMN_CONTROL_DIAL, "Mix", "%", {0}, {0}, 0},
  [RMN_PORT_KNOB_1]      = {.kind = RMN_CONTROL_DIAL, .unit = ""},
  [RMN_PORT_KNOB_2]      = {.kind = RMN_CONTROL_DIAL, .unit = ""},
  [RMN_PORT_KNOB_3]      = {.kind = RMN_CONTROL_DIAL, .unit = ""},
  [RMN_PORT_KNOB_4]      = {.kind = RMN_CONTROL_DIAL, .unit = ""},
  [RMN_PORT_RESET]       = {.kind = RMN_CONTROL_TRIGGER, .label = "Reset"},
  [RMN_PORT_DC_BLOCK]    = {.kind = RMN_CONTROL_SWITCH, .label = "DC blocker"},
  [RMN_PORT_NORMALISE]   = {.kind = RMN_CONTROL_SWITCH, .label = "Normalise"},
  [RMN_PORT_CALIBRATE]   = {.kind = RMN_CONTROL_SWITCH, .label = "Calibrate"},
  [RMN_PORT_INPUT_LEVEL] =
    {RMN_CONTROL_FIELD, "Input level", " dBu", {0}, {0}, 0},
  [RMN_PORT_RATE_MODE]    = {RMN_CONTROL_CHOICE,
                             "Sample rate",
                             "",
                             {"Auto", "Native", "Delay", "Resample"},
                             {0.0f, 1.0f, 2.0f, 3.0f},
                             4},
  [RMN_PORT_OVERSAMPLING] = {RMN_CONTROL_CHOICE,
                             "Oversampling",
                             "",
                             {"Off", "2\u00D7", "4\u00D7"},
                             {1.0f, 2.0f, 4.0f},
                             3},
  [RMN_PORT_PREVIOUS]     = {.kind = RMN_CONTROL_TRIGGER, .label = "Previous"},
  [RMN_PORT_NEXT]         = {.kind = RMN_CONTROL_TRIGGER, .label = "Next"},
};

const RmnControl*
rmn_control_at(const RmnArea area)
{
  return &controls[area];
}

/// Return the model's knob at an area, or NULL
static const RmnInput*
knob(const RmnView* const view, const RmnArea area)
{
  const uint32_t k = (uint32_t)area - RMN_PORT_KNOB_1;
  return area >= (RmnArea)RMN_PORT_KNOB_1 && k < view->n_knobs ? &view->knobs[k]
                                                               : NULL;
}

const char*
rmn_control_label(const RmnView* const view, const RmnArea area)
{
  const RmnInput* const input = knob(view, area);
  return input ? input->name : controls[area].label;
}

/// Return the position of `value` in a range
static double
ratio(const double value, const double minimum, const double maximum)
{
  const double position = (value - minimum) / (maximum - minimum);
  return position > 0.0 ? fmin(position, 1.0) : 0.0;
}

double
rmn_control_position(const RmnView* const view, const RmnArea area)
{
  const RmnPort* const port = rmn_ports_get(1, (uint32_t)area);
  return ratio(
    (double)view->values[area], (double)port->minimum, (double)port->maximum);
}

float
rmn_control_value(const RmnArea area, const double position)
{
  const RmnPort* const port    = rmn_ports_get(1, (uint32_t)area);
  const double         minimum = (double)port->minimum;
  const double         maximum = (double)port->maximum;
  return (float)(minimum + position * (maximum - minimum));
}

double
rmn_control_default(const RmnView* const view, const RmnArea area)
{
  const RmnPort* const  port  = rmn_ports_get(1, (uint32_t)area);
  const RmnInput* const input = knob(view, area);

  return input ? ratio((double)input->value,
                       (double)input->minimum,
                       (double)input->maximum)
               : ratio((double)port->value,
                       (double)port->minimum,
                       (double)port->maximum);
}

double
rmn_control_origin(const RmnArea area)
{
  const bool is_gain = area == (RmnArea)RMN_PORT_INPUT_GAIN ||
                       area == (RmnArea)RMN_PORT_OUTPUT_GAIN;
  return is_gain ? 0.5 : 0.0;
}

/// Find the range in which a control is shown
static void
find_range(const RmnView* const view,
           const RmnArea        area,
           double* const        minimum,
           double* const        maximum)
{
  const RmnPort* const  port  = rmn_ports_get(1, (uint32_t)area);
  const RmnInput* const input = knob(view, area);

  *minimum = (double)(input ? input->minimum : port->minimum);
  *maximum = (double)(input ? input->maximum : port->maximum);
}

/// Return how many decimals tell a hundredth of a range apart
static int
n_decimals(const double minimum, const double maximum)
{
  const double range = maximum - minimum;
  return range > 90.0 ? 0 : range > 9.0 ? 1 : range > 0.9 ? 2 : 3;
}

void
rmn_control_write(const RmnView* const view,
                  const RmnArea        area,
                  char* const          text,
                  const size_t         size)
{
  double minimum = 0.0;
  double maximum = 1.0;
  find_range(view, area, &minimum, &maximum);

  const double value =
    minimum + rmn_control_position(view, area) * (maximum - minimum);
  const char* const unit = controls[area].unit;
  char              number[RMN_MAX_TYPED];
  rmn_number_write(number, sizeof(number), value, n_decimals(minimum, maximum));
  snprintf(text, size, "%s%s", number, unit);
}

bool
rmn_control_read(const RmnView* const view,
                 const RmnArea        area,
                 const char* const    text,
                 double* const        position)
{
  double minimum = 0.0;
  double maximum = 1.0;
  double value   = 0.0;
  if (!rmn_number_read(text, &value)) {
    return false;
  }

  find_range(view, area, &minimum, &maximum);
  *position = ratio(value, minimum, maximum);
  return true;
}

uint32_t
rmn_control_choice(const RmnView* const view, const RmnArea area)
{
  const RmnControl* const control = &controls[area];
  uint32_t                i       = control->n_choices;
  while (i > 1U && view->values[area] < control->values[i - 1U]) {
    --i;
  }
  return i - 1U;
}
