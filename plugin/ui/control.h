// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file control.h What each control of the window is, and how it is written

#ifndef RMN_UI_CONTROL_H
#define RMN_UI_CONTROL_H

#include "view.h"

typedef enum {
  RMN_CONTROL_NONE,
  RMN_CONTROL_DIAL,    ///< Turned, and named with its value below
  RMN_CONTROL_FIELD,   ///< A number in a box
  RMN_CONTROL_SWITCH,  ///< On or off
  RMN_CONTROL_CHOICE,  ///< One of a few
  RMN_CONTROL_TRIGGER, ///< Pressed
} RmnControlKind;

enum { RMN_MAX_CHOICES = 4 };

typedef struct {
  const char*    label; ///< "" if it stands under that of another
  const char*    unit;  ///< With the blank before it
  const char*    choices[RMN_MAX_CHOICES];
  float          values[RMN_MAX_CHOICES]; ///< Of the port
  uint32_t       n_choices;
  RmnControlKind kind;
  bool           is_whole; ///< There are whole numbers only
  const char*    zero;     ///< What 0 is called, or NULL
} RmnControl;

/// Return what is at an area
const RmnControl*
rmn_control_at(RmnArea area);

/// Return its name, which is the model's own for a knob
const char*
rmn_control_label(const RmnView* view, RmnArea area);

/// Return where it stands, 0 to 1
double
rmn_control_position(const RmnView* view, RmnArea area);

/// Return the value of the port at a position
float
rmn_control_value(RmnArea area, double position);

/// Return how far its position is from one whole number to the next
double
rmn_control_whole(RmnArea area);

/// Return the position of its default
double
rmn_control_default(const RmnView* view, RmnArea area);

/// Return the position from which its arc is drawn: 0 dB for a gain
double
rmn_control_origin(RmnArea area);

/// Write its value, with its unit
void
rmn_control_write(const RmnView* view, RmnArea area, char* text, size_t size);

/// Read what was typed, with a unit or without; return false if it is none
bool
rmn_control_read(const RmnView* view,
                 RmnArea        area,
                 const char*    text,
                 double*        position);

/// Return which choice is made
uint32_t
rmn_control_choice(const RmnView* view, RmnArea area);

#endif // RMN_UI_CONTROL_H
