// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "window.h"
#include "drop.h"
#include "guard.h"
#include "keyboard.h"

#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <cairo-xlib.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_PIXELS = 8192 }; ///< Of a side of the window

struct RmnWindowImpl {
  RmnPanel*        panel;
  Display*         display;
  Window           window;
  RmnDrop          drop;
  cairo_surface_t* surface;    ///< Of the window
  cairo_surface_t* picture;    ///< What is in it, kept to be shown again
  RmnView          shown;      ///< What the picture is of
  bool             is_stale;   ///< All of the picture is to be drawn
  bool             is_exposed; ///< All of it is to be shown
};

/// Make a picture of the size of the panel
static void
make_picture(RmnWindow* const window)
{
  const RmnPanel* const panel = window->panel;
  if (window->picture) {
    cairo_surface_destroy(window->picture);
  }
  window->picture = cairo_image_surface_create(
    CAIRO_FORMAT_RGB24, (int)panel->width, (int)panel->height);
  cairo_xlib_surface_set_size(
    window->surface, (int)panel->width, (int)panel->height);
  window->is_stale = true;
}

/// Tell the host which sizes make sense
static void
set_hints(RmnWindow* const window, const int width, const int height)
{
  XSizeHints* const hints = XAllocSizeHints();
  if (hints) {
    hints->flags       = PMinSize | PBaseSize;
    hints->base_width  = width;
    hints->base_height = height;
    hints->min_width   = RMN_BASE_WIDTH / 2;
    hints->min_height  = RMN_BASE_HEIGHT / 2;
    XSetWMNormalHints(window->display, window->window, hints);
    XFree(hints);
  }
}

static void
open_window(RmnWindow* const    window,
            const unsigned long parent,
            const int           width,
            const int           height)
{
  Display* const       display    = window->display;
  const int            screen     = DefaultScreen(display);
  Visual* const        visual     = DefaultVisual(display, screen);
  XSetWindowAttributes attributes = {
    .background_pixmap = None, // No flicker
    .border_pixel      = 0,
    .colormap          = DefaultColormap(display, screen),
    .event_mask        = ExposureMask | StructureNotifyMask | ButtonPressMask |
                  ButtonReleaseMask | PointerMotionMask | LeaveWindowMask |
                  KeyPressMask,
  };

  // Whatever the parent's visual is, cairo draws for this one
  window->window =
    XCreateWindow(display,
                  parent ? parent : DefaultRootWindow(display),
                  0,
                  0,
                  (unsigned)width,
                  (unsigned)height,
                  0,
                  DefaultDepth(display, screen),
                  InputOutput,
                  visual,
                  CWBackPixmap | CWBorderPixel | CWColormap | CWEventMask,
                  &attributes);
  XStoreName(display, window->window, "Remanence");
  set_hints(window, width, height);
  rmn_drop_init(&window->drop, display, window->window);
  window->surface =
    cairo_xlib_surface_create(display, window->window, visual, width, height);
  XMapWindow(display, window->window);
}

RmnWindow*
rmn_window_new(RmnPanel* const     panel,
               const unsigned long parent,
               const int           width,
               const int           height)
{
  RmnWindow* const window = (RmnWindow*)calloc(1, sizeof(RmnWindow));
  if (!window) {
    return NULL;
  }

  window->panel   = panel;
  window->display = XOpenDisplay(NULL);
  if (!window->display) {
    free(window);
    return NULL;
  }

  const RmnGuard guard = rmn_guard_begin(window->display);
  rmn_panel_resize(panel, width, height);
  open_window(window, parent, width, height);
  make_picture(window);
  XSync(window->display, False); // The host may go and look for it at once
  rmn_guard_end(&guard);
  return window;
}

/// Have cairo take back the memory that it shares with the display, which it
/// does only when it shares more, and which it forgets when it is closed
static void
settle_loans(RmnWindow* const window)
{
  cairo_surface_flush(window->surface);
  XSync(window->display, False);
  cairo_surface_destroy(cairo_surface_create_similar_image(
    window->surface, CAIRO_FORMAT_RGB24, RMN_BASE_WIDTH, RMN_BASE_WIDTH));
}

void
rmn_window_free(RmnWindow* const window)
{
  if (window) {
    const RmnGuard guard = rmn_guard_begin(window->display);
    cairo_surface_destroy(window->picture);
    settle_loans(window);
    cairo_surface_finish(window->surface);
    cairo_surface_destroy(window->surface);
    XCloseDisplay(window->display); // Takes the window along, if it is there
    rmn_guard_end(&guard);
    free(window);
  }
}

unsigned long
rmn_window_id(const RmnWindow* const window)
{
  return window->window;
}

void
rmn_window_resize(RmnWindow* const window, const int width, const int height)
{
  const RmnGuard guard = rmn_guard_begin(window->display);
  XResizeWindow(
    window->display, window->window, (unsigned)width, (unsigned)height);
  XFlush(window->display);
  rmn_guard_end(&guard);
}

static void
configure(RmnWindow* const window, const XConfigureEvent* const event)
{
  const RmnPanel* const panel = window->panel;
  const double width  = event->width < MAX_PIXELS ? event->width : MAX_PIXELS;
  const double height = event->height < MAX_PIXELS ? event->height : MAX_PIXELS;
  if (width != panel->width || height != panel->height) {
    rmn_panel_resize(window->panel, width, height);
    make_picture(window);
  }
}

/// Press, or turn the wheel, which X takes for buttons
static void
press(RmnWindow* const          window,
      const XButtonEvent* const event,
      const uint32_t            now_ms)
{
  const double scale   = window->panel->layout.scale;
  const double x       = event->x / scale;
  const double y       = event->y / scale;
  const bool   is_fine = event->state & ShiftMask;
  if (event->button == Button1) {
    XSetInputFocus(
      window->display, window->window, RevertToParent, CurrentTime);
    rmn_panel_press(window->panel, x, y, now_ms);
  } else if (event->button == Button4 || event->button == Button5) {
    const int step = event->button == Button4 ? 1 : -1;
    rmn_panel_wheel(window->panel, x, y, step, is_fine);
  }
}

static void
press_key(const RmnWindow* const window, XKeyEvent* const event)
{
  char   text[RMN_MAX_KEY_TEXT];
  RmnKey key = RMN_KEY_TEXT;
  if (rmn_keyboard_read(event, &key, text)) {
    rmn_panel_key(window->panel, key, text, event->state & ShiftMask);
  }
}

static void
take_drop(RmnWindow* const window, const XSelectionEvent* const event)
{
  char path[RMN_MAX_LOCATED];
  if (rmn_drop_take(&window->drop, event, path, sizeof(path))) {
    rmn_panel_load(window->panel, path);
  }
}

static void
answer(RmnWindow* const window, XEvent* const event, const uint32_t now_ms)
{
  RmnPanel* const panel = window->panel;
  const double    scale = panel->layout.scale;
  switch (event->type) {
  case Expose:
    window->is_exposed = true;
    break;
  case ConfigureNotify:
    configure(window, &event->xconfigure);
    break;
  case ButtonPress:
    press(window, &event->xbutton, now_ms);
    break;
  case ButtonRelease:
    if (event->xbutton.button == Button1) {
      rmn_panel_release(
        panel, event->xbutton.x / scale, event->xbutton.y / scale);
    }
    break;
  case MotionNotify:
    rmn_panel_move(panel,
                   event->xmotion.x / scale,
                   event->xmotion.y / scale,
                   event->xmotion.state & ShiftMask);
    break;
  case LeaveNotify:
    rmn_panel_leave(panel);
    break;
  case KeyPress:
    press_key(window, &event->xkey);
    break;
  case ClientMessage:
    rmn_drop_answer(&window->drop, &event->xclient);
    break;
  case SelectionNotify:
    take_drop(window, &event->xselection);
    break;
  default:
    break;
  }
}

/// Show a part of the picture
static void
show(const RmnWindow* const window, const RmnRect* const rect)
{
  cairo_t* const cr    = cairo_create(window->surface);
  const double   scale = window->panel->layout.scale;
  if (rect) {
    const double left = floor(rect->x * scale);
    const double top  = floor(rect->y * scale);
    cairo_rectangle(cr,
                    left,
                    top,
                    ceil((rect->x + rect->width) * scale) - left,
                    ceil((rect->y + rect->height) * scale) - top);
    cairo_clip(cr);
  }
  cairo_set_source_surface(cr, window->picture, 0.0, 0.0);
  cairo_paint(cr);
  cairo_destroy(cr);
}

/// Draw and show those areas that look different from before
static void
draw_changes(RmnWindow* const window)
{
  const RmnPanel* const panel   = window->panel;
  const RmnPicture      picture = rmn_panel_picture(panel);
  cairo_t* const        cr      = cairo_create(window->picture);
  for (uint32_t a = 1; a < RMN_N_AREAS; ++a) {
    const RmnRect* const rect = &panel->layout.areas[a];
    if (rect->width > 0.0 &&
        rmn_view_differs(&window->shown, &panel->view, (RmnArea)a)) {
      rmn_draw_area(cr, &picture, (RmnArea)a);
      show(window, rect);
    }
  }
  cairo_destroy(cr);
}

static void
draw_all(RmnWindow* const window)
{
  const RmnPicture picture = rmn_panel_picture(window->panel);
  cairo_t* const   cr      = cairo_create(window->picture);
  rmn_draw(cr, &picture);
  cairo_destroy(cr);
}

/// Show what changed
static void
refresh(RmnWindow* const window)
{
  RmnPanel* const panel = window->panel;
  if (window->is_stale ||
      rmn_view_is_laid_out_otherwise(&window->shown, &panel->view)) {
    rmn_panel_lay_out(panel);
    draw_all(window);
    show(window, NULL);
  } else {
    draw_changes(window);
    if (window->is_exposed) {
      show(window, NULL);
    }
  }
  window->is_stale   = false;
  window->is_exposed = false;
  window->shown      = panel->view;
  cairo_surface_flush(window->surface);
}

void
rmn_window_update(RmnWindow* const window, const uint32_t now_ms)
{
  const RmnGuard guard = rmn_guard_begin(window->display);
  while (XPending(window->display)) {
    XEvent event;
    XNextEvent(window->display, &event);
    answer(window, &event, now_ms);
  }
  rmn_panel_drag(window->panel, rmn_drop_is_over(&window->drop));
  rmn_panel_tick(window->panel, now_ms);
  refresh(window);
  XFlush(window->display);
  rmn_guard_end(&guard);
}
