// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file ui_window.c A host of the window alone, on a display of its own: opens
   and closes it, drops files on it, and does to it what nobody would.

   tests/hosts/ui.sh runs it.  MONKEY_S is how many seconds the last lasts.
*/

#include "ui_monkey.h"

#include <dirent.h>
#include <inttypes.h>
#include <malloc.h>
#include <time.h>

enum { N_OPENED = 200, N_RANDOM = 2000 };

static uint32_t
count_files(void)
{
  DIR* const dir = opendir("/proc/self/fd");
  uint32_t   n   = 0;
  CHECK(dir);
  while (readdir(dir)) {
    ++n;
  }
  closedir(dir);
  return n;
}

/// Return how many windows the display has, at its root
static uint32_t
count_windows(void)
{
  Window   root     = 0;
  Window   parent   = 0;
  Window*  children = NULL;
  unsigned n        = 0;
  XQueryTree(
    display, DefaultRootWindow(display), &root, &parent, &children, &n);
  XFree(children);
  return n;
}

/// A size as the host wants it, within what can be read
static void
scale_is_followed(void)
{
  static const float scales[] = {1.0f, 0.75f, 2.0f, 9.0f, 0.1f};
  static const int   widths[] = {880, 660, 1760, 1760, 660};
  for (uint32_t i = 0; i < 5; ++i) {
    XWindowAttributes attributes;
    open_ui(scales[i]);
    idle(2);
    CHECK(host.width == widths[i]);
    XGetWindowAttributes(display, host.window, &attributes);
    CHECK(attributes.width == widths[i]);
    CHECK(attributes.height == host.height);
    close_ui(true);
  }
}

/// What is drawn is there to be seen, and follows what the host tells
static void
window_shows_what_is_told(void)
{
  const float bypassed = 0.0f;
  open_ui(1.0f);
  idle(3);
  XSync(display, False);
  XImage* const before =
    XGetImage(display, host.window, 0, 0, 880, 640, AllPlanes, ZPixmap);
  host.descriptor->port_event(
    host.ui, RMN_PORT_ENABLED, sizeof(float), 0, &bypassed);
  idle(3);
  XSync(display, False);
  XImage* const after =
    XGetImage(display, host.window, 0, 0, 880, 640, AllPlanes, ZPixmap);

  uint32_t n_accent[2] = {0, 0};
  for (int y = 0; y < 50; ++y) { // Of the switch at the top
    for (int x = 700; x < 880; ++x) {
      n_accent[0] += (XGetPixel(before, x, y) & 0xFFFFFFU) == 0xE69F00U;
      n_accent[1] += (XGetPixel(after, x, y) & 0xFFFFFFU) == 0xE69F00U;
    }
  }
  CHECK(n_accent[0] > 200 && n_accent[1] == 0);
  XDestroyImage(before);
  XDestroyImage(after);
  CHECK(!host.n_writes && host.n_atoms);
  close_ui(true);
}

static void
opens_and_closes_without_leak(void)
{
  uint32_t n_files   = 0;
  uint32_t n_windows = 0;
  size_t   n_bytes   = 0;
  for (uint32_t i = 0; i < N_OPENED; ++i) {
    if (i == N_OPENED / 4U) { // Libraries have cached what they like by then
      n_files   = count_files();
      n_windows = count_windows();
      n_bytes   = mallinfo2().uordblks;
    }
    open_ui(1.0f);
    send_button(Button1, true, 150, 78); // Opens the list
    send_button(Button1, false, 150, 78);
    idle(2);
    close_ui(i % 2U);
  }
  CHECK(count_files() == n_files);
  CHECK(count_windows() == n_windows);
  CHECK(mallinfo2().uordblks < n_bytes + 65536U);
}

static void
wait_a_little(void)
{
  const struct timespec time = {0, 10000000};
  nanosleep(&time, NULL);
}

/// Return how long the random events last, 0 for a set number of them
static uint32_t
monkey_time_s(void)
{
  const char* const text = getenv("MONKEY_S");
  return text ? (uint32_t)strtoul(text, NULL, 10) : 0U;
}

/// Clicks, keys, resizes, values and messages, anywhere and any time, for some
/// seconds and so many events at least
static void
do_random_things(const uint32_t time_s)
{
  const time_t start = time(NULL);
  uint64_t     n     = 0;
  open_ui(1.0f);
  while (n < N_RANDOM || time(NULL) < start + (time_t)time_s) {
    do_anything();
    if (++n % 8U == 0U) {
      idle(1);
      if (time_s) { // Others want to work, too
        wait_a_little();
      }
    }
  }
  CHECK(host.n_writes > 20U);
  close_ui(true);
  if (time_s) {
    fprintf(stderr, "%" PRIu64 " random events in %u s\n", n, time_s);
  }
}

static void
survives_anything(void)
{
  do_random_things(monkey_time_s());
}

/// The predictor has ports of its own
static void
predictor_survives_anything(void)
{
  host.is_predictor = true;
  host.n_writes     = 0;
  do_random_things(monkey_time_s() / 4U);
  host.is_predictor = false;
}

/// Wait for a message to the window that drags; return its datum
static long
wait_for(const char* const type, const uint32_t i)
{
  const Atom wanted = XInternAtom(display, type, False);
  XEvent     event;
  for (uint32_t n = 0; n < 100; ++n) {
    idle(1);
    while (XCheckTypedEvent(display, ClientMessage, &event)) {
      if (event.xclient.message_type == wanted) {
        return event.xclient.data.l[i];
      }
    }
    wait_a_little();
  }
  CHECK(!"answered");
  return 0;
}

/// Give away what is dropped, when the window asks for it
static void
serve_selection(const Window source, const char* const files)
{
  XEvent event;
  for (uint32_t n = 0; !XCheckTypedEvent(display, SelectionRequest, &event);
       ++n) {
    CHECK(n < 100);
    idle(1);
    wait_a_little();
  }

  const XSelectionRequestEvent request = event.xselectionrequest;
  CHECK(request.owner == source);
  XChangeProperty(display,
                  request.requestor,
                  request.property,
                  request.target,
                  8,
                  PropModeReplace,
                  (const unsigned char*)files,
                  (int)strlen(files));
  memset(&event, 0, sizeof(event));
  event.xselection.type      = SelectionNotify;
  event.xselection.requestor = request.requestor;
  event.xselection.selection = request.selection;
  event.xselection.target    = request.target;
  event.xselection.property  = request.property;
  event.xselection.time      = request.time;
  XSendEvent(display, request.requestor, False, NoEventMask, &event);
}

/// A file that another program drags onto the window is loaded, and another
/// thing is not
static void
dropped_files_are_loaded(void)
{
  const Window source = XCreateSimpleWindow(
    display, DefaultRootWindow(display), 0, 0, 10, 10, 0, 0, 0);
  const Atom list = XInternAtom(display, "text/uri-list", False);
  const Atom text = XInternAtom(display, "text/plain", False);
  const Atom drag = XInternAtom(display, "XdndSelection", False);

  open_ui(1.0f);
  idle(1);
  XSetSelectionOwner(display, drag, source, CurrentTime);

  const long plain[]    = {(long)source, 5L << 24, (long)text, None, None};
  const long enter[]    = {(long)source, 5L << 24, (long)text, (long)list, 0};
  const long position[] = {(long)source, 0, 100 << 16 | 100, CurrentTime, 0};
  const long drop[]     = {(long)source, 0, CurrentTime, 0, 0};
  send_message("XdndEnter", plain);
  send_message("XdndPosition", position);
  CHECK(wait_for("XdndStatus", 1) == 0);
  send_message("XdndLeave", drop);

  send_message("XdndEnter", enter);
  send_message("XdndPosition", position);
  CHECK(wait_for("XdndStatus", 1) == 1);
  send_message("XdndDrop", drop);
  serve_selection(source, "file:///home/me/my%20amp.nam\r\n");
  CHECK(wait_for("XdndFinished", 1) == 1);
  CHECK(!strcmp(host.path, "/home/me/my amp.nam"));
  close_ui(true);
  XDestroyWindow(display, source);
}

int
main(void)
{
  display = XOpenDisplay(NULL);
  if (!display) {
    fprintf(stderr, "There is no display\n");
    return 1;
  }

  load_library();
  RUN(scale_is_followed);
  RUN(window_shows_what_is_told);
  RUN(opens_and_closes_without_leak);
  RUN(survives_anything);
  RUN(predictor_survives_anything);
  RUN(dropped_files_are_loaded);
  XCloseDisplay(display);
  return 0;
}
