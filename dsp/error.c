// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "network.h"

#include <stdarg.h>
#include <stdio.h>

const char*
rmn_strerror(const RmnStatus status)
{
  switch (status) {
  case RMN_OK:
    return "Success";
  case RMN_ERR_NO_MEMORY:
    return "Out of memory";
  case RMN_ERR_FILE:
    return "The file could not be read";
  case RMN_ERR_TOO_LARGE:
    return "The file is too large";
  case RMN_ERR_SYNTAX:
    return "The file is not well-formed";
  case RMN_ERR_FORMAT:
    return "The file is not a model of a known format";
  case RMN_ERR_UNSUPPORTED:
    return "The model is of a kind that cannot be played";
  case RMN_ERR_MISSING:
    return "A required key is missing";
  case RMN_ERR_TYPE:
    return "A value has the wrong type";
  case RMN_ERR_SHAPE:
    return "Dimensions contradict each other";
  case RMN_ERR_VALUE:
    return "A number is not finite or out of range";
  case RMN_ERR_LIMIT:
    return "A size exceeds a limit";
  case RMN_ERR_SELF_TEST:
    return "The model does not compute what its file says";
  case RMN_ERR_STATE:
    return "The saved state is damaged or belongs to another model";
  }

  return "Unknown error";
}

RmnStatus
rmn_error_set(RmnError* const   error,
              const RmnStatus   status,
              const char* const format,
              ...)
{
  va_list args;
  va_start(args, format);
  error->status = status;
  vsnprintf(error->message, sizeof(error->message), format, args);
  va_end(args);
  return status;
}
