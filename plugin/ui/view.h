// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file view.h What the window shows, and nothing of how

#ifndef RMN_VIEW_H
#define RMN_VIEW_H

#include "../about.h"
#include "../reading.h"

enum {
  RMN_N_COLUMNS   = 320, ///< Readings that the map of the memory shows
  RMN_ZERO_LEVEL  = 128,
  RMN_N_TRACED    = 768,  ///< Points of the transfer curve that are shown
  RMN_STILL       = 25,   ///< Readings alike, after which the map rests
  RMN_MAX_NOTICE  = 1024, ///< Bytes of the banner
  RMN_N_SHADES    = 8,    ///< Steps in which a note fades
  RMN_MAX_TYPED   = 32,   ///< Bytes of a value that is typed
  RMN_MAX_LOCATED = 4096, ///< Bytes of the model's path
};

/// Where something is shown: controls are where their port's place says
typedef enum {
  RMN_AREA_NONE,
  RMN_AREA_TITLE = RMN_MAX_PORTS,
  RMN_AREA_MODEL,  ///< Its name, which opens the list of models
  RMN_AREA_BROWSE, ///< The host's own dialogue, or the list
  RMN_AREA_BANNER,
  RMN_AREA_IN,
  RMN_AREA_OUT,
  RMN_AREA_MEMORY,
  RMN_AREA_GATES,
  RMN_AREA_CURVE,
  RMN_AREA_OUTPUTS, ///< Of a predictor
  RMN_AREA_STATUS,
  RMN_AREA_LIST, ///< Of models, over what is below the model
  RMN_N_AREAS,
} RmnArea;

/// Levels of the channels that go in, or come out
typedef struct {
  uint32_t n_channels;
  float    peak_db[RMN_MAX_PORT_CHANNELS];
  float    rms_db[RMN_MAX_PORT_CHANNELS];
  float    most_db; ///< Since it was clicked
} RmnLevelView;

typedef struct {
  float    rate_hz; ///< 0 until the plugin has told anything
  float    load;    ///< Share of a block's time
  uint32_t latency; ///< In frames
  uint32_t n_faults;
} RmnStatusView;

enum { RMN_GATE_STEPS = 200 }; ///< Of a gate that is wide open

/// A step of the map's colours for each unit, RMN_ZERO_LEVEL being none
typedef struct {
  uint8_t h[RMN_MAX_UNITS];
  uint8_t c[RMN_MAX_UNITS]; ///< Of tanh C
} RmnColumn;

/// What was told of the inside, rings of which the newest comes last
typedef struct {
  uint32_t  n_units;
  bool      has_cell;
  uint64_t  n_columns; ///< Up to now
  uint32_t  n_still;   ///< Readings that are like the one before, lately
  uint64_t  n_points;
  RmnColumn columns[RMN_N_COLUMNS];
  uint32_t  n_gated; ///< Units whose gates are known
  int16_t gates[RMN_N_GATE_KINDS][RMN_MAX_UNITS]; ///< In steps, or RMN_NO_GATE
  float   points[RMN_N_TRACED][2];
  float   range; ///< Of the curve's axes
} RmnHistory;

/// What a predictor predicts
typedef enum {
  RMN_PREDICTS_VALUES,
  RMN_PREDICTS_CLASS,
  RMN_PREDICTS_AUDIO
} RmnPredicts;

typedef struct {
  RmnPredicts predicts;
  uint32_t    n_outputs;
  RmnOutput   outputs[RMN_MAX_OUTPUTS]; ///< Names, units and ranges
} RmnPredictionView;

/// What the pointer and the keyboard are at
typedef struct {
  RmnArea hovered;
  RmnArea held;
  RmnArea focused;
  RmnArea typed_in; ///< Where a value is typed
  char    typed[RMN_MAX_TYPED];
} RmnHandView;

typedef struct {
  float             values[RMN_MAX_PORTS]; ///< Of ports, by their places
  RmnInput          knobs[RMN_N_KNOBS];    ///< Names and ranges
  uint32_t          n_knobs;
  bool              is_predictor;
  RmnPredictionView prediction;
  RmnAbout          about;
  char              path[RMN_MAX_LOCATED];
  char              message[RMN_MAX_NOTICE]; ///< Until it was read, or faded
  RmnSeverity       severity;                ///< Of the message
  uint32_t          shade; ///< Of RMN_N_SHADES that it has left
  RmnLevelView      in;
  RmnLevelView      out;
  RmnStatusView     status;
  RmnHandView       hand;
  bool              is_dropping;   ///< A file is held over the window
  bool              is_listing;    ///< The list of models is open
  uint32_t          n_list_change; ///< Counts what changed in it
  bool              has_cell;
  uint32_t          n_gate_kinds;    ///< That units have, 0 unless any is known
  uint32_t          n_memory_change; ///< Counts what changed in the history
  uint32_t          n_gates_change;
  uint32_t          n_curve_change;
} RmnView;

/// Return whether an area looks different in `a` and `b`
bool
rmn_view_differs(const RmnView* a, const RmnView* b, RmnArea area);

/// Return whether areas are elsewhere in `a` than in `b`
bool
rmn_view_is_laid_out_otherwise(const RmnView* a, const RmnView* b);

#endif // RMN_VIEW_H
