// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "keyboard.h"

#include <X11/Xutil.h>
#include <X11/keysym.h>

/// Return what a key is here, RMN_KEY_TEXT unless it is one of those
static RmnKey
find_key(const KeySym symbol)
{
  static const struct {
    KeySym symbol;
    RmnKey key;
  } keys[] = {
    {XK_Tab, RMN_KEY_TAB},
    {XK_ISO_Left_Tab, RMN_KEY_BACK_TAB},
    {XK_Up, RMN_KEY_UP},
    {XK_KP_Up, RMN_KEY_UP},
    {XK_Down, RMN_KEY_DOWN},
    {XK_KP_Down, RMN_KEY_DOWN},
    {XK_Left, RMN_KEY_LEFT},
    {XK_Right, RMN_KEY_RIGHT},
    {XK_Page_Up, RMN_KEY_PAGE_UP},
    {XK_Page_Down, RMN_KEY_PAGE_DOWN},
    {XK_Home, RMN_KEY_HOME},
    {XK_End, RMN_KEY_END},
    {XK_Return, RMN_KEY_ENTER},
    {XK_KP_Enter, RMN_KEY_ENTER},
    {XK_Escape, RMN_KEY_ESCAPE},
    {XK_BackSpace, RMN_KEY_BACKSPACE},
    {XK_Delete, RMN_KEY_DELETE},
  };

  for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); ++i) {
    if (keys[i].symbol == symbol) {
      return keys[i].key;
    }
  }
  return RMN_KEY_TEXT;
}

/// Write Latin-1, which is what X has, as UTF-8; return false if it is no text
static bool
read_text(const unsigned char latin, char text[RMN_MAX_KEY_TEXT])
{
  text[0] = (char)latin;
  text[1] = '\0';
  text[2] = '\0';
  if (latin >= 0x80U) {
    text[0] = (char)(0xC0U | latin >> 6U);
    text[1] = (char)(0x80U | (latin & 0x3FU));
  }
  return latin >= 0x20U && (latin < 0x7FU || latin >= 0xA0U);
}

bool
rmn_keyboard_read(XKeyEvent* const event,
                  RmnKey* const    key,
                  char             text[RMN_MAX_KEY_TEXT])
{
  KeySym    symbol   = NoSymbol;
  char      bytes[8] = "";
  const int n = XLookupString(event, bytes, sizeof(bytes), &symbol, NULL);

  *key               = find_key(symbol);
  text[0]            = '\0';
  const bool is_text = n == 1 && read_text((unsigned char)bytes[0], text) &&
                       !(event->state & (ControlMask | Mod1Mask));
  return *key != RMN_KEY_TEXT || is_text;
}
