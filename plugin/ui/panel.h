// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file panel.h What the window does: how it answers the plugin, the pointer
   and the keyboard, which needs no window.

   Places are in units of the layout and times in milliseconds.  What the plugin
   or the host tells changes the view and is never sent back to them.
*/

#ifndef RMN_PANEL_H
#define RMN_PANEL_H

#include "draw.h"

/// What the panel asks for
typedef struct {
  void* handle;

  /// Set a port
  void (*set)(void* handle, RmnPortIndex port, float value);

  /// Say that a port is being held, or no more
  void (*touch)(void* handle, RmnPortIndex port, bool is_held);

  /// Load a model
  void (*load)(void* handle, const char* path);

  /// Have the host ask for a model; return false if it does not
  bool (*browse)(void* handle);
} RmnPanelHost;

/// Presses of a trigger that the plugin is still to see
typedef struct {
  uint32_t n_left;
  bool     is_high;
  uint32_t until_ms;
} RmnPulse;

enum { RMN_N_PULSES = 3 }; ///< Reset, previous, next

typedef struct {
  RmnView      view;
  RmnHistory   history;
  RmnList      list;
  RmnLayout    layout;
  RmnPanelHost host;
  double       width; ///< Of the window in pixels
  double       height;
  RmnArea      focus; ///< Where keys go
  double       y;     ///< Where the pointer was last
  bool         has_moved;
  RmnArea      pressed; ///< What was pressed last, and when
  uint32_t     pressed_ms;
  uint32_t     told_ms;  ///< When the time was told last
  int32_t      severity; ///< Of the message that is told next
  uint32_t     note_ms;  ///< When the note will have gone
  float        load;     ///< Worst since the load was shown last
  uint32_t     load_ms;  ///< When that was
  RmnPulse     pulses[RMN_N_PULSES];
} RmnPanel;

void
rmn_panel_init(RmnPanel*           panel,
               const RmnPanelHost* host,
               const char*         bundle_path);

/// Make it the panel of a predictor
void
rmn_panel_predict(RmnPanel* panel);

void
rmn_panel_clear(RmnPanel* panel);

/// Return what is to be drawn
RmnPicture
rmn_panel_picture(const RmnPanel* panel);

void
rmn_panel_resize(RmnPanel* panel, double width, double height);

/// Lay out anew, after something appeared or went
void
rmn_panel_lay_out(RmnPanel* panel);

/// Say what time it is, some 25 times a second
void
rmn_panel_tick(RmnPanel* panel, uint32_t now_ms);

/* What the plugin and the host tell
   ================================= */

/// @param port The place of the port.
void
rmn_panel_told_port(RmnPanel* panel, uint32_t port, float value);

/// What the knobs of the model are
void
rmn_panel_told_knobs(RmnPanel* panel, const RmnInput* knobs, uint32_t n_knobs);

/// Where a knob was turned to by others, in the model's range
void
rmn_panel_told_knob(RmnPanel* panel, uint32_t k, float value);

/// What the outputs of a predictor's model are; those of classes are their
/// names
void
rmn_panel_told_outputs(RmnPanel*        panel,
                       const RmnOutput* outputs,
                       uint32_t         n_outputs);

/// What kind of prediction that is: value, class or next-sample
void
rmn_panel_told_kind(RmnPanel* panel, const char* kind);

void
rmn_panel_told_path(RmnPanel* panel, const char* path);

/// How bad the message is that is told next
void
rmn_panel_told_severity(RmnPanel* panel, int32_t severity);

void
rmn_panel_told_message(RmnPanel* panel, const char* message);

void
rmn_panel_told_about(RmnPanel* panel, const RmnAbout* about);

/// As RmnMeter says; too few values are ignored
void
rmn_panel_told_meters(RmnPanel* panel, const float* values, uint32_t n_values);

/// h of each unit, then C of each
void
rmn_panel_told_inside(RmnPanel* panel, const float* values, uint32_t n_values);

/// How far each gate is open, as RmnGateKind says: of each unit what keeps,
/// then what takes, then what gives
void
rmn_panel_told_gates(RmnPanel* panel, const float* values, uint32_t n_values);

void
rmn_panel_told_curve(RmnPanel* panel, const float* values, uint32_t n_values);

/* What the user does
   ================== */

void
rmn_panel_press(RmnPanel* panel, double x, double y, uint32_t now_ms);

void
rmn_panel_move(RmnPanel* panel, double x, double y, bool is_fine);

void
rmn_panel_release(RmnPanel* panel, double x, double y);

/// The pointer left the window
void
rmn_panel_leave(RmnPanel* panel);

/// @param step 1 for up, -1 for down
void
rmn_panel_wheel(RmnPanel* panel, double x, double y, int step, bool is_fine);

typedef enum {
  RMN_KEY_TEXT,
  RMN_KEY_TAB,
  RMN_KEY_BACK_TAB,
  RMN_KEY_UP,
  RMN_KEY_DOWN,
  RMN_KEY_LEFT,
  RMN_KEY_RIGHT,
  RMN_KEY_PAGE_UP,
  RMN_KEY_PAGE_DOWN,
  RMN_KEY_HOME,
  RMN_KEY_END,
  RMN_KEY_ENTER,
  RMN_KEY_ESCAPE,
  RMN_KEY_BACKSPACE,
  RMN_KEY_DELETE,
} RmnKey;

/**
   A key was pressed.

   @param text What RMN_KEY_TEXT types.
   @return Whether it meant anything here.
*/
bool
rmn_panel_key(RmnPanel* panel, RmnKey key, const char* text, bool is_fine);

/// A file is held over the window, or no more
void
rmn_panel_drag(RmnPanel* panel, bool is_over);

/* For the parts of the panel
   ========================== */

/// Put a control at a position, and tell the host
void
rmn_panel_set(RmnPanel* panel, RmnArea area, double position);

/// Set a control to a value of its port, and tell the host
void
rmn_panel_set_value(RmnPanel* panel, RmnArea area, float value);

/// Move a control by steps of the wheel or a key
void
rmn_panel_nudge(RmnPanel* panel, RmnArea area, int step, bool is_fine);

/// Do what a press on a control, or the panel of the model, does at once
void
rmn_panel_act(RmnPanel* panel, RmnArea area);

/// Set a control to its default
void
rmn_panel_reset(RmnPanel* panel, RmnArea area);

/// Close the banner: what it says has been read
void
rmn_panel_close_banner(RmnPanel* panel);

/// Let a note fade when it is time, unless it is being read
void
rmn_panel_fade_note(RmnPanel* panel, uint32_t now_ms);

/// Load a model; what went wrong before has been read
void
rmn_panel_load(RmnPanel* panel, const char* path);

void
rmn_panel_open_list(RmnPanel* panel);

void
rmn_panel_close_list(RmnPanel* panel);

/// Play the selected entry of the list, or go into the folder
void
rmn_panel_choose(RmnPanel* panel);

/// Begin to type a value
void
rmn_panel_type(RmnPanel* panel, RmnArea area, const char* text);

/// End that, and take the value or leave it
void
rmn_panel_end_typing(RmnPanel* panel, bool is_taken);

#endif // RMN_PANEL_H
