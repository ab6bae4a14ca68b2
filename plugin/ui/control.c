// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "control.h"
#include "number.h"

#include <math.h>
#include <stdio.h>

#define DIAL(text, its_unit)                                      \
  {                                                               \
    .kind = RMN_CONTROL_DIAL, .label = (text), .unit = (its_unit) \
  }
#define SWITCH(text)                            \
  {                                             \
    .kind = RMN_CONTROL_SWITCH, .label = (text) \
  }
#define TRIGGER(text)                            \
  {                                              \
    .kind = RMN_CONTROL_TRIGGER, .label = (text) \
  }

#define FIELD(text, its_unit, its_zero)                             \
  {                                                                 \
    .kind = RMN_CONTROL_FIELD, .label = (text), .unit = (its_unit), \
    .zero = (its_zero)                                              \
  }
#define WHOLE(text, its_zero)                               \
  {                                                         \
    .kind = RMN_CONTROL_FIELD, .label = (text), .unit = "", \
    .zero = (its_zero), .is_whole = true                    \
  }

// Knobs have the names of the model
static const RmnControl controls[RMN_N_AREAS] = {
  [RMN_PORT_ENABLED]      = SWITCH("Enabled"),
  [RMN_PORT_INPUT_GAIN]   = DIAL("Input", " dB"),
  [RMN_PORT_OUTPUT_GAIN]  = DIAL("Output", " dB"),
  [RMN_PORT_MIX]          = DIAL("Mix", "%"),
  [RMN_PORT_KNOB_1]       = DIAL(NULL, ""),
  [RMN_PORT_KNOB_2]       = DIAL(NULL, ""),
  [RMN_PORT_KNOB_3]       = DIAL(NULL, ""),
  [RMN_PORT_KNOB_4]       = DIAL(NULL, ""),
  [RMN_PORT_RESET]        = TRIGGER("Reset"),
  [RMN_PORT_DC_BLOCK]     = SWITCH("DC blocker"),
  [RMN_PORT_NORMALISE]    = SWITCH("Normalise"),
  [RMN_PORT_CALIBRATE]    = SWITCH("Calibrate"),
  [RMN_PORT_INPUT_LEVEL]  = {.kind  = RMN_CONTROL_FIELD,
                             .label = "Input level",
                             .unit  = " dBu"},
  [RMN_PORT_RATE_MODE]    = {.kind      = RMN_CONTROL_CHOICE,
                             .label     = "Sample rate",
                             .choices   = {"Auto", "Native", "Delay", "Resample"},
                             .values    = {0.0f, 1.0f, 2.0f, 3.0f},
                             .n_choices = 4},
  [RMN_PORT_OVERSAMPLING] = {.kind      = RMN_CONTROL_CHOICE,
                             .label     = "Oversampling",
                             .choices   = {"Off", "2\u00D7", "4\u00D7"},
                             .values    = {1.0f, 2.0f, 4.0f},
                             .n_choices = 3},
  [RMN_PORT_LOOK_AHEAD]   = FIELD("Look-ahead", " ms", NULL),
  [RMN_PORT_PREVIOUS]     = TRIGGER("Previous"),
  [RMN_PORT_NEXT]         = TRIGGER("Next"),

  [RMN_PORT_LISTEN]        = {.kind      = RMN_CONTROL_CHOICE,
                              .label     = "Listen",
                              .choices   = {"Input", "Prediction", "Residual"},
                              .values    = {0.0f, 1.0f, 2.0f},
                              .n_choices = 3},
  [RMN_PORT_SMOOTHING]     = FIELD("Smoothing", " ms", "model"),
  [RMN_PORT_SMOOTHING + 1] = FIELD("", " ms", "model"),
  [RMN_PORT_SMOOTHING + 2] = FIELD("", " ms", "model"),
  [RMN_PORT_SMOOTHING + 3] = FIELD("", " ms", "model"),
  [RMN_PORT_SCALE]         = FIELD("CV scale", "", NULL),
  [RMN_PORT_SCALE + 1]     = FIELD("", "", NULL),
  [RMN_PORT_SCALE + 2]     = FIELD("", "", NULL),
  [RMN_PORT_SCALE + 3]     = FIELD("", "", NULL),
  [RMN_PORT_OFFSET]        = FIELD("CV offset", "", NULL),
  [RMN_PORT_OFFSET + 1]    = FIELD("", "", NULL),
  [RMN_PORT_OFFSET + 2]    = FIELD("", "", NULL),
  [RMN_PORT_OFFSET + 3]    = FIELD("", "", NULL),
  [RMN_PORT_THRESHOLD]     = FIELD("Threshold", "", "model"),
  [RMN_PORT_HYSTERESIS]    = FIELD("Hysteresis", "", "model"),
  [RMN_PORT_HOLD]          = FIELD("Hold", " ms", "model"),
  [RMN_PORT_LOOK]          = FIELD("Velocity window", " ms", NULL),
  [RMN_PORT_VELOCITY]      = {.kind      = RMN_CONTROL_CHOICE,
                              .label     = "Velocity",
                              .choices   = {"Prediction", "Input", "Fixed"},
                              .values    = {0.0f, 1.0f, 2.0f},
                              .n_choices = 3},
  [RMN_PORT_NOTE]          = WHOLE("Note", NULL),
  [RMN_PORT_CHANNEL]       = WHOLE("Channel", NULL),
  [RMN_PORT_CC]            = WHOLE("Controller", "none"),
  [RMN_PORT_FREEZE]        = SWITCH("Freeze"),
  [RMN_PORT_TEMPERATURE]   = FIELD("Temperature", "", NULL),
  [RMN_PORT_DECAY]         = FIELD("Decay", " s", "never"),
  [RMN_PORT_CONCEAL]       = SWITCH("Conceal"),
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
  const RmnPort* const port = rmn_ports_at((RmnPortIndex)area);
  return ratio(
    (double)view->values[area], (double)port->minimum, (double)port->maximum);
}

float
rmn_control_value(const RmnArea area, const double position)
{
  const RmnPort* const port    = rmn_ports_at((RmnPortIndex)area);
  const double         minimum = (double)port->minimum;
  const double         maximum = (double)port->maximum;
  const double         value   = minimum + position * (maximum - minimum);
  return (float)(controls[area].is_whole ? round(value) : value);
}

double
rmn_control_whole(const RmnArea area)
{
  const RmnPort* const port = rmn_ports_at((RmnPortIndex)area);
  return 1.0 / (double)(port->maximum - port->minimum);
}

double
rmn_control_default(const RmnView* const view, const RmnArea area)
{
  const RmnPort* const  port  = rmn_ports_at((RmnPortIndex)area);
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
  const RmnPort* const  port  = rmn_ports_at((RmnPortIndex)area);
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
  const RmnControl* const control = &controls[area];
  char                    number[RMN_MAX_TYPED];
  if (control->zero && value == 0.0) {
    snprintf(text, size, "%s", control->zero);
    return;
  }

  rmn_number_write(number,
                   sizeof(number),
                   value,
                   control->is_whole ? 0 : n_decimals(minimum, maximum));
  snprintf(text, size, "%s%s", number, control->unit);
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
