// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file ui_host.h What a host of the window does: opens it, hears it, and
/// sends it events

#ifndef RMN_TEST_UI_HOST_H
#define RMN_TEST_UI_HOST_H

#include <lv2/atom/atom.h>
#include <lv2/options/options.h>
#include <lv2/ui/ui.h>

#include "../../plugin/ports.h"
#include "../uri_map.h"

#include <X11/Xatom.h>
#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <X11/keysym.h>

#include <dlfcn.h>
#include <string.h>

/// What the window wrote
typedef struct {
  const LV2UI_Descriptor* descriptor;
  LV2UI_Handle            ui;
  LV2UI_Widget            widget;
  Window                  window;
  Window                  parent;
  bool                    is_predictor; ///< It is opened for the predictor
  float                   scale;
  int                     width; ///< That it asked for
  int                     height;
  uint32_t                n_writes; ///< To control ports
  uint32_t                n_atoms;
  float                   values[RMN_MAX_PORTS];
  char                    path[4096]; ///< Of the model that it set last
} Host;

static Display* display;
static Host     host;

static LV2_URID
urid(const char* const uri)
{
  return uri_map(NULL, uri);
}

/// Find the path in a message, if it has one
static void
read_path(const LV2_Atom* const atom)
{
  const char* const end = (const char*)(atom + 1) + atom->size;
  for (const char* at = (const char*)(atom + 1); at + sizeof(LV2_Atom) < end;
       at += 8) {
    const LV2_Atom* const value = (const LV2_Atom*)(const void*)at;
    if (value->type == urid(LV2_ATOM__Path)) {
      snprintf(host.path, sizeof(host.path), "%s", (const char*)(value + 1));
    }
  }
}

static void
write_port(void* const       controller,
           const uint32_t    port,
           const uint32_t    size,
           const uint32_t    protocol,
           const void* const buffer)
{
  CHECK(controller == &host);
  if (protocol) {
    CHECK(port == RMN_PORT_CONTROL);
    CHECK(protocol == urid(LV2_ATOM__eventTransfer));
    ++host.n_atoms;
    read_path((const LV2_Atom*)buffer);
    return;
  }

  CHECK(port < (host.is_predictor ? rmn_ports_predict_count(true)
                                  : rmn_ports_count(1)));
  const RmnPort* const range =
    host.is_predictor ? rmn_ports_predict_get(port) : rmn_ports_get(1, port);
  CHECK(range->kind == RMN_PORT_CONTROL_IN && size == sizeof(float));
  memcpy(&host.values[port], buffer, sizeof(float));
  CHECK(host.values[port] >= range->minimum);
  CHECK(host.values[port] <= range->maximum);
  ++host.n_writes;
}

static int
resize(void* const handle, const int width, const int height)
{
  Host* const told = (Host*)handle;
  told->width      = width;
  told->height     = height;
  return 0;
}

static void
load_library(void)
{
  union { // ISO C does not convert between data and functions
    void*                    data;
    LV2UI_DescriptorFunction function;
  } symbol;
  char path[4096];
  snprintf(path, sizeof(path), "%s/remanence_ui.so", getenv("BUNDLE"));
  void* const library = dlopen(path, RTLD_NOW);
  if (!library) {
    fprintf(stderr, "%s\n", dlerror());
    exit(1);
  }

  symbol.data     = dlsym(library, "lv2ui_descriptor");
  host.descriptor = symbol.function(0);
}

/// Open the window in one of this program
static void
open_ui(const float scale)
{
  LV2_URID_Map       map       = {NULL, uri_map};
  LV2UI_Resize       resizable = {&host, resize};
  LV2_Options_Option options[] = {{LV2_OPTIONS_INSTANCE,
                                   0,
                                   urid(LV2_UI__scaleFactor),
                                   sizeof(float),
                                   urid(LV2_ATOM__Float),
                                   &host.scale},
                                  {LV2_OPTIONS_INSTANCE, 0, 0, 0, 0, NULL}};

  host.scale  = scale;
  host.parent = XCreateSimpleWindow(
    display, DefaultRootWindow(display), 0, 0, 900, 700, 0, 0, 0);
  XMapWindow(display, host.parent);
  XSync(display, False);

  const LV2_Feature map_feature    = {LV2_URID__map, &map};
  const LV2_Feature resize_feature = {LV2_UI__resize, &resizable};
  const LV2_Feature option_feature = {LV2_OPTIONS__options, options};
  // NOLINTNEXTLINE(performance-no-int-to-ptr): a window of X11 is a number
  const LV2_Feature parent_feature    = {LV2_UI__parent, (void*)host.parent};
  const LV2_Feature* const features[] = {
    &map_feature, &resize_feature, &option_feature, &parent_feature, NULL};
  host.ui = host.descriptor->instantiate(
    host.descriptor,
    host.is_predictor ? "urn:remanence:predict" : "urn:remanence:effect",
    "build/",
    write_port,
    &host,
    &host.widget,
    features);
  CHECK(host.ui);
  host.window = (Window)host.widget;
}

static void
idle(const uint32_t n)
{
  const LV2UI_Idle_Interface* const interface =
    (const LV2UI_Idle_Interface*)host.descriptor->extension_data(
      LV2_UI__idleInterface);
  XSync(display, False);
  for (uint32_t i = 0; i < n; ++i) {
    CHECK(!interface->idle(host.ui));
  }
}

/// Close it before its parent goes, or after
static void
close_ui(const bool is_first)
{
  if (!is_first) {
    XDestroyWindow(display, host.parent);
  }
  XSync(display, False);
  host.descriptor->cleanup(host.ui);
  if (is_first) {
    XDestroyWindow(display, host.parent);
  }
  XSync(display, False);
}

static void
send_button(const unsigned button,
            const bool     is_press,
            const int      x,
            const int      y)
{
  XEvent event;
  memset(&event, 0, sizeof(event));
  event.xbutton.type   = is_press ? ButtonPress : ButtonRelease;
  event.xbutton.window = host.window;
  event.xbutton.button = button;
  event.xbutton.x      = x;
  event.xbutton.y      = y;
  XSendEvent(display, host.window, False, NoEventMask, &event);
}

static void
send_key(const KeySym symbol, const unsigned state)
{
  XEvent event;
  memset(&event, 0, sizeof(event));
  event.xkey.type    = KeyPress;
  event.xkey.display = display;
  event.xkey.window  = host.window;
  event.xkey.state   = state;
  event.xkey.keycode = XKeysymToKeycode(display, symbol);
  XSendEvent(display, host.window, False, NoEventMask, &event);
}

static void
send_message(const char* const type, const long* const data)
{
  XEvent event;
  memset(&event, 0, sizeof(event));
  event.xclient.type         = ClientMessage;
  event.xclient.window       = host.window;
  event.xclient.message_type = XInternAtom(display, type, False);
  event.xclient.format       = 32;
  memcpy(event.xclient.data.l, data, sizeof(event.xclient.data.l));
  XSendEvent(display, host.window, False, NoEventMask, &event);
}

#endif // RMN_TEST_UI_HOST_H
