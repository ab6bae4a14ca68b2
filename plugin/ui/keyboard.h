// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file keyboard.h What X11 calls the keys that mean something here

#ifndef RMN_KEYBOARD_H
#define RMN_KEYBOARD_H

#include "panel.h"

#include <X11/Xlib.h>

enum { RMN_MAX_KEY_TEXT = 3 }; ///< Bytes of a character of Latin-1, in UTF-8

/**
   Read which key was pressed.

   @param[out] key RMN_KEY_TEXT for one that types `text`.
   @return Whether it can mean anything.
*/
bool
rmn_keyboard_read(XKeyEvent* event, RmnKey* key, char text[RMN_MAX_KEY_TEXT]);

#endif // RMN_KEYBOARD_H
