// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file text.h Text from files, made fit for sessions and messages

#ifndef RMN_TEXT_H
#define RMN_TEXT_H

#include <stddef.h>

/**
   Copy as much of `src` as fits into `size` bytes, its end included.

   Atoms and sessions are UTF-8: no character is cut, and a byte that belongs
   to none becomes a question mark.  `dst` may be `src`.
*/
void
rmn_text_copy(char* dst, size_t size, const char* src);

#endif // RMN_TEXT_H
