// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file drop.h Files dragged from other programs, by the XDND protocol

#ifndef RMN_DROP_H
#define RMN_DROP_H

#include <X11/Xlib.h>

#include <stdbool.h>
#include <stddef.h>

typedef enum {
  RMN_DROP_AWARE,
  RMN_DROP_ENTER,
  RMN_DROP_POSITION,
  RMN_DROP_STATUS,
  RMN_DROP_LEAVE,
  RMN_DROP_DROP,
  RMN_DROP_FINISHED,
  RMN_DROP_ACTION_COPY,
  RMN_DROP_SELECTION,
  RMN_DROP_TYPE_LIST,
  RMN_DROP_URI_LIST,
  RMN_DROP_DATA,
  RMN_N_DROP_ATOMS,
} RmnDropAtom;

/// A drag over the window
typedef struct {
  Display* display;
  Window   window;
  Atom     atoms[RMN_N_DROP_ATOMS];
  Window   source;  ///< Whose drag it is, 0 for none
  bool     is_file; ///< It offers files
} RmnDrop;

/// Say that files may be dropped on a window
void
rmn_drop_init(RmnDrop* drop, Display* display, Window window);

/// Answer a message of the program that drags; return false if it is another
bool
rmn_drop_answer(RmnDrop* drop, const XClientMessageEvent* message);

/// Return whether a file is held over the window
bool
rmn_drop_is_over(const RmnDrop* drop);

/// Take what was dropped; return false if it is no file
bool
rmn_drop_take(RmnDrop*               drop,
              const XSelectionEvent* event,
              char*                  path,
              size_t                 path_size);

#endif // RMN_DROP_H
