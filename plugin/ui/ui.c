// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file ui.c The user interface as hosts of LV2 see it

#include <lv2/atom/atom.h>
#include <lv2/core/lv2_util.h>
#include <lv2/log/logger.h>
#include <lv2/options/options.h>
#include <lv2/ui/ui.h>

#include "messages.h"
#include "window.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define RMN_URI_UI "urn:remanence:ui"

static const uint32_t watch_ms = 1000; ///< How often it says that it is open

typedef struct {
  LV2UI_Write_Function write;
  LV2UI_Controller     controller;
  LV2UI_Touch*         touch; ///< NULL in hosts without it, as the next two
  LV2UI_Resize*        resize;
  LV2UI_Request_Value* request;
  LV2_URID             event_transfer;
  RmnUris              uris;
  LV2_Atom_Forge       forge;
  RmnMessage           message;
  RmnPanel             panel;
  RmnWindow*           window;
  bool                 is_predictor;
  bool                 has_asked; ///< What there is to know
  uint32_t             watched_ms;
} RmnUi;

static uint32_t
now_ms(void)
{
  struct timespec now = {0, 0};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint32_t)((uint64_t)now.tv_sec * 1000U +
                    (uint64_t)now.tv_nsec / 1000000U);
}

static void
send(RmnUi* const ui, const LV2_Atom* const atom)
{
  if (atom) {
    ui->write(ui->controller,
              RMN_PORT_CONTROL,
              lv2_atom_total_size(atom),
              ui->event_transfer,
              atom);
  }
}

/// Return the number that the port at a place has
static uint32_t
number_of(const RmnUi* const ui, const RmnPortIndex place)
{
  uint32_t index = 0;
  while (ui->is_predictor && index < rmn_ports_predict_count(true) &&
         rmn_ports_predict_place(index) != place) {
    ++index;
  }
  return ui->is_predictor ? index : place;
}

/// Return the place of a port, RMN_MAX_PORTS for none
static RmnPortIndex
place_of(const RmnUi* const ui, const uint32_t index)
{
  const uint32_t n =
    ui->is_predictor ? rmn_ports_predict_count(true) : RMN_PORT_AUDIO;
  return index >= n         ? RMN_MAX_PORTS
         : ui->is_predictor ? rmn_ports_predict_place(index)
                            : (RmnPortIndex)index;
}

static void
set(void* const handle, const RmnPortIndex port, const float value)
{
  const RmnUi* const ui = (const RmnUi*)handle;
  ui->write(ui->controller, number_of(ui, port), sizeof(value), 0, &value);
}

static void
touch(void* const handle, const RmnPortIndex port, const bool is_held)
{
  const RmnUi* const ui = (const RmnUi*)handle;
  if (ui->touch) {
    ui->touch->touch(ui->touch->handle, number_of(ui, port), is_held);
  }
}

static void
load(void* const handle, const char* const path)
{
  RmnUi* const ui = (RmnUi*)handle;
  send(ui, rmn_message_load(&ui->message, &ui->forge, &ui->uris, path));
}

static bool
browse(void* const handle)
{
  const RmnUi* const ui = (const RmnUi*)handle;
  if (!ui->request) {
    return false;
  }

  const LV2UI_Request_Value_Status status = ui->request->request(
    ui->request->handle, ui->uris.model, ui->uris.atom_path, NULL);
  return status == LV2UI_REQUEST_VALUE_SUCCESS ||
         status == LV2UI_REQUEST_VALUE_BUSY;
}

/// Ask for what there is to know, and say that the window is open
static void
keep_in_touch(RmnUi* const ui, const uint32_t time_ms)
{
  if (ui->has_asked && time_ms - ui->watched_ms < watch_ms) {
    return;
  }

  ui->watched_ms = time_ms;
  send(
    ui,
    rmn_message_watch(&ui->message, &ui->forge, &ui->uris, RMN_SCOPE_INSIDE));
  if (!ui->has_asked || !ui->panel.view.path[0]) {
    send(ui, rmn_message_get(&ui->message, &ui->forge, &ui->uris, 0U));
    send(ui,
         rmn_message_get(&ui->message, &ui->forge, &ui->uris, ui->uris.about));
    ui->has_asked = true;
  }
}

static int
idle(LV2UI_Handle handle)
{
  RmnUi* const   ui      = (RmnUi*)handle;
  const uint32_t time_ms = now_ms();

  keep_in_touch(ui, time_ms);
  rmn_window_update(ui->window, time_ms);
  return 0;
}

/// Return how large the host wants everything, 1 being usual
static double
find_scale(const LV2_Options_Option* option, LV2_URID_Map* const map)
{
  const LV2_URID key    = map->map(map->handle, LV2_UI__scaleFactor);
  const LV2_URID number = map->map(map->handle, LV2_ATOM__Float);
  for (; option && option->key; ++option) {
    if (option->key == key && option->type == number &&
        option->size == sizeof(float)) {
      const double scale = (double)*(const float*)option->value;
      return scale > 0.75 ? (scale < 2.0 ? scale : 2.0) : 0.75;
    }
  }
  return 1.0;
}

/// Open the window, and tell the host its size
static bool
open_window(RmnUi* const        ui,
            const unsigned long parent,
            const double        scale,
            LV2UI_Widget* const widget)
{
  const int width  = (int)(scale * RMN_BASE_WIDTH);
  const int height = (int)(scale * rmn_layout_height(&ui->panel.view));

  ui->window = rmn_window_new(&ui->panel, parent, width, height);
  if (!ui->window) {
    return false;
  }

  // NOLINTNEXTLINE(performance-no-int-to-ptr): a widget of X11 is a number
  *widget = (LV2UI_Widget)rmn_window_id(ui->window);
  if (ui->resize) {
    ui->resize->ui_resize(ui->resize->handle, width, height);
  }
  return true;
}

static void
cleanup(LV2UI_Handle handle)
{
  RmnUi* const ui = (RmnUi*)handle;

  // The plugin finds out by itself: hosts may take no more messages by now
  rmn_window_free(ui->window);
  rmn_panel_clear(&ui->panel);
  free(ui);
}

static LV2UI_Handle
instantiate(const LV2UI_Descriptor* const   descriptor,
            const char* const               plugin_uri,
            const char* const               bundle_path,
            const LV2UI_Write_Function      write,
            LV2UI_Controller                controller,
            LV2UI_Widget* const             widget,
            const LV2_Feature* const* const features)
{
  (void)descriptor;

  RmnUi* const        ui      = (RmnUi*)calloc(1, sizeof(RmnUi));
  LV2_URID_Map*       map     = NULL;
  LV2_Log_Log*        log     = NULL;
  void*               parent  = NULL;
  LV2_Options_Option* options = NULL;
  if (!ui) {
    return NULL;
  }

  // clang-format off
  const char* const missing = lv2_features_query(
    features,
    LV2_URID__map,        &map,         true,
    LV2_UI__parent,       &parent,      false,
    LV2_LOG__log,         &log,         false,
    LV2_OPTIONS__options, &options,     false,
    LV2_UI__touch,        &ui->touch,   false,
    LV2_UI__resize,       &ui->resize,  false,
    LV2_UI__requestValue, &ui->request, false,
    NULL);
  // clang-format on

  LV2_Log_Logger logger;
  lv2_log_logger_init(&logger, map, log);
  if (missing) {
    lv2_log_error(&logger, "remanence: The host lacks <%s>\n", missing);
    free(ui);
    return NULL;
  }

  const RmnPanelHost host = {ui, set, touch, load, browse};
  ui->write               = write;
  ui->controller          = controller;
  ui->event_transfer      = map->map(map->handle, LV2_ATOM__eventTransfer);
  rmn_uris_init(&ui->uris, map, plugin_uri);
  lv2_atom_forge_init(&ui->forge, map);
  rmn_panel_init(&ui->panel, &host, bundle_path);
  ui->is_predictor = !strcmp(plugin_uri, RMN_URI_PREDICT) ||
                     !strcmp(plugin_uri, RMN_URI_PREDICT_MIDI);
  if (ui->is_predictor) {
    rmn_panel_predict(&ui->panel);
  }
  if (!open_window(
        ui, (unsigned long)parent, find_scale(options, map), widget)) {
    lv2_log_error(&logger, "remanence: There is no X11 display to open\n");
    cleanup(ui);
    return NULL;
  }
  return ui;
}

static void
port_event(LV2UI_Handle      handle,
           const uint32_t    port,
           const uint32_t    size,
           const uint32_t    format,
           const void* const buffer)
{
  RmnUi* const ui = (RmnUi*)handle;
  if (!format && size == sizeof(float)) {
    rmn_panel_told_port(&ui->panel, place_of(ui, port), *(const float*)buffer);
  } else if (format == ui->event_transfer && port == RMN_PORT_NOTIFY) {
    rmn_message_read(&ui->panel, &ui->uris, (const LV2_Atom*)buffer, size);
  }
}

/// Take on the size that the host wants
static int
resize(LV2UI_Feature_Handle handle, const int width, const int height)
{
  const RmnUi* const ui = (const RmnUi*)handle;
  if (width < 1 || height < 1) {
    return 1;
  }

  rmn_window_resize(ui->window, width, height);
  return 0;
}

static const void*
extension_data(const char* const uri)
{
  static const LV2UI_Idle_Interface idle_interface   = {idle};
  static const LV2UI_Resize         resize_interface = {NULL, resize};

  return !strcmp(uri, LV2_UI__idleInterface) ? (const void*)&idle_interface
         : !strcmp(uri, LV2_UI__resize)      ? (const void*)&resize_interface
                                             : NULL;
}

static const LV2UI_Descriptor ui_descriptor = {
  RMN_URI_UI,
  instantiate,
  cleanup,
  port_event,
  extension_data,
};

LV2_SYMBOL_EXPORT
const LV2UI_Descriptor*
lv2ui_descriptor(const uint32_t index)
{
  return index ? NULL : &ui_descriptor;
}
