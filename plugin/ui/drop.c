// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "drop.h"
#include "uri.h"

#include <X11/Xatom.h>

#include <string.h>

enum { MAX_LONGS = 16384 }; ///< Of a list of files that is looked at

void
rmn_drop_init(RmnDrop* const drop, Display* const display, const Window window)
{
  static const char* const names[RMN_N_DROP_ATOMS] = {
    [RMN_DROP_AWARE]       = "XdndAware",
    [RMN_DROP_ENTER]       = "XdndEnter",
    [RMN_DROP_POSITION]    = "XdndPosition",
    [RMN_DROP_STATUS]      = "XdndStatus",
    [RMN_DROP_LEAVE]       = "XdndLeave",
    [RMN_DROP_DROP]        = "XdndDrop",
    [RMN_DROP_FINISHED]    = "XdndFinished",
    [RMN_DROP_ACTION_COPY] = "XdndActionCopy",
    [RMN_DROP_SELECTION]   = "XdndSelection",
    [RMN_DROP_TYPE_LIST]   = "XdndTypeList",
    [RMN_DROP_URI_LIST]    = "text/uri-list",
    [RMN_DROP_DATA]        = "REMANENCE_DROP",
  };
  const Atom version = 5;

  memset(drop, 0, sizeof(*drop));
  drop->display = display;
  drop->window  = window;
  for (int i = 0; i < RMN_N_DROP_ATOMS; ++i) {
    drop->atoms[i] = XInternAtom(display, names[i], False);
  }
  XChangeProperty(display,
                  window,
                  drop->atoms[RMN_DROP_AWARE],
                  XA_ATOM,
                  32,
                  PropModeReplace,
                  (const unsigned char*)&version,
                  1);
}

/// Return whether a list of types that a source keeps has files in it
static bool
is_in_list(const RmnDrop* const drop)
{
  Atom           type     = None;
  int            format   = 0;
  unsigned long  n_types  = 0;
  unsigned long  n_left   = 0;
  unsigned char* data     = NULL;
  bool           is_there = false;
  if (XGetWindowProperty(drop->display,
                         drop->source,
                         drop->atoms[RMN_DROP_TYPE_LIST],
                         0,
                         MAX_LONGS,
                         False,
                         XA_ATOM,
                         &type,
                         &format,
                         &n_types,
                         &n_left,
                         &data) != Success ||
      !data) {
    return false;
  }

  for (unsigned long i = 0; format == 32 && i < n_types; ++i) {
    is_there |= ((const Atom*)(void*)data)[i] == drop->atoms[RMN_DROP_URI_LIST];
  }
  XFree(data);
  return is_there;
}

static void
enter(RmnDrop* const drop, const long* const data)
{
  const Atom wanted = drop->atoms[RMN_DROP_URI_LIST];

  drop->source  = (Window)data[0];
  drop->is_file = data[1] & 1
                    ? is_in_list(drop)
                    : (Atom)data[2] == wanted || (Atom)data[3] == wanted ||
                        (Atom)data[4] == wanted;
}

static void
send(const RmnDrop* const drop, const RmnDropAtom type, const long* const data)
{
  XEvent event;
  memset(&event, 0, sizeof(event));
  event.xclient.type         = ClientMessage;
  event.xclient.window       = drop->source;
  event.xclient.message_type = drop->atoms[type];
  event.xclient.format       = 32;
  memcpy(event.xclient.data.l, data, sizeof(event.xclient.data.l));
  XSendEvent(drop->display, drop->source, False, NoEventMask, &event);
}

/// Say that a file is welcome, anywhere
static void
send_status(const RmnDrop* const drop)
{
  const long action = (long)drop->atoms[RMN_DROP_ACTION_COPY];
  const long data[] = {
    (long)drop->window, drop->is_file, 0, 0, drop->is_file ? action : None};
  send(drop, RMN_DROP_STATUS, data);
}

/// End a drag, and say whether anything was taken
static void
finish(RmnDrop* const drop, const bool is_taken)
{
  const long action = (long)drop->atoms[RMN_DROP_ACTION_COPY];
  const long data[] = {
    (long)drop->window, is_taken, is_taken ? action : None, 0, 0};
  send(drop, RMN_DROP_FINISHED, data);
  drop->source  = 0;
  drop->is_file = false;
}

bool
rmn_drop_answer(RmnDrop* const drop, const XClientMessageEvent* const message)
{
  const Atom* const atoms = drop->atoms;
  const long* const data  = message->data.l;
  const Atom        type  = message->message_type;
  if (type == atoms[RMN_DROP_ENTER]) {
    enter(drop, data);
  } else if (!drop->source || (Window)data[0] != drop->source) {
    return false;
  } else if (type == atoms[RMN_DROP_POSITION]) {
    send_status(drop);
  } else if (type == atoms[RMN_DROP_LEAVE]) {
    drop->source  = 0;
    drop->is_file = false;
  } else if (type == atoms[RMN_DROP_DROP] && drop->is_file) {
    XConvertSelection(drop->display,
                      atoms[RMN_DROP_SELECTION],
                      atoms[RMN_DROP_URI_LIST],
                      atoms[RMN_DROP_DATA],
                      drop->window,
                      (Time)data[2]);
  } else if (type == atoms[RMN_DROP_DROP]) {
    finish(drop, false);
  }
  return true;
}

bool
rmn_drop_is_over(const RmnDrop* const drop)
{
  return drop->source && drop->is_file;
}

bool
rmn_drop_take(RmnDrop* const               drop,
              const XSelectionEvent* const event,
              char* const                  path,
              const size_t                 path_size)
{
  Atom           type    = None;
  int            format  = 0;
  unsigned long  n_bytes = 0;
  unsigned long  n_left  = 0;
  unsigned char* data    = NULL;
  if (!drop->source || event->selection != drop->atoms[RMN_DROP_SELECTION]) {
    return false;
  }

  const bool is_read = event->property && XGetWindowProperty(drop->display,
                                                             drop->window,
                                                             event->property,
                                                             0,
                                                             MAX_LONGS,
                                                             True,
                                                             AnyPropertyType,
                                                             &type,
                                                             &format,
                                                             &n_bytes,
                                                             &n_left,
                                                             &data) == Success;
  const bool is_file =
    is_read && data && format == 8 &&
    rmn_uri_path((const char*)data, n_bytes, path, path_size);
  if (data) {
    XFree(data);
  }
  finish(drop, is_file);
  return is_file;
}
