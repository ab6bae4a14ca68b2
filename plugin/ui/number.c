// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "number.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char minus[] = "\u2212";

void
rmn_number_write(char* const  text,
                 const size_t size,
                 const double value,
                 const int    n_decimals)
{
  const double unit   = pow(10.0, n_decimals);
  const double amount = fmin(floor(fabs(value) * unit + 0.5), 1e15);
  const long   whole  = (long)(amount / unit);
  const long   parts  = (long)(amount - (double)whole * unit);

  snprintf(
    text, size, "%s%ld", value < 0.0 && amount > 0.0 ? minus : "", whole);
  if (n_decimals > 0) {
    const size_t length = strlen(text);
    snprintf(text + length, size - length, ".%0*ld", n_decimals, parts);
  }
}

void
rmn_number_write_count(char* const text, const size_t size, const long count)
{
  if (count < 10000) {
    snprintf(text, size, "%ld", count);
  } else if (count < 1000000) {
    snprintf(text, size, "%ld,%03ld", count / 1000, count % 1000);
  } else {
    snprintf(text,
             size,
             "%ld,%03ld,%03ld",
             count / 1000000,
             count / 1000 % 1000,
             count % 1000);
  }
}

static bool
is_digit(const char c)
{
  return c >= '0' && c <= '9';
}

bool
rmn_number_read(const char* text, double* const value)
{
  text += strspn(text, " ");
  const bool is_negative =
    *text == '-' || !strncmp(text, minus, sizeof(minus) - 1U);
  text += *text == '-' || *text == '+' ? 1U
          : is_negative                ? sizeof(minus) - 1U
                                       : 0U;

  double   number   = 0.0;
  double   unit     = 1.0;
  unsigned n_digits = 0;
  for (; is_digit(*text); ++text, ++n_digits) {
    number = 10.0 * number + (*text - '0');
  }
  if (*text == '.' || *text == ',') {
    for (++text; is_digit(*text); ++text, ++n_digits) {
      unit /= 10.0;
      number += unit * (*text - '0');
    }
  }
  *value = is_negative ? -number : number;
  return n_digits > 0U;
}
