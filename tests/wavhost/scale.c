// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "scale.h"
#include "report.h"

#include <stdlib.h>
#include <strings.h>

static bool
is_number(const char* const text, float* const value)
{
  char* end = NULL;
  *value    = strtof(text, &end);
  return end != text && !*end;
}

static float
point_value(const LilvScalePoint* const point)
{
  return lilv_node_as_float(lilv_scale_point_get_value(point));
}

static const char*
point_label(const LilvScalePoint* const point)
{
  return lilv_node_as_string(lilv_scale_point_get_label(point));
}

/// Find the point of that label, or if there is a number, of that value
static bool
find_point(const LilvScalePoints* const points,
           const char* const            label,
           const float* const           number,
           float* const                 value)
{
  LILV_FOREACH(scale_points, i, points)
  {
    const LilvScalePoint* const point = lilv_scale_points_get(points, i);
    *value                            = point_value(point);
    if (number ? *number == *value : !strcasecmp(label, point_label(point))) {
      return true;
    }
  }
  return false;
}

static void
report_points(const LilvScalePoints* const points)
{
  LILV_FOREACH(scale_points, i, points)
  {
    const LilvScalePoint* const point = lilv_scale_points_get(points, i);
    report("  %g, %s", (double)point_value(point), point_label(point));
  }
}

bool
scale_read(const LilvPlugin* const plugin,
           const Ports* const      ports,
           const uint32_t          index,
           const char* const       text,
           float* const            value)
{
  const Port* const      port   = &ports->ports[index];
  LilvScalePoints* const points = lilv_port_get_scale_points(
    plugin, lilv_plugin_get_port_by_index(plugin, index));

  float      number = 0.0f;
  const bool has    = is_number(text, &number);
  bool       is_one = has && !port->is_enumeration;
  *value            = number;
  if (!is_one) {
    is_one = find_point(points, text, has ? &number : NULL, value);
  }
  if (!is_one) {
    report("%s=%s: is none of its values%s",
           port->symbol,
           text,
           points ? "; there are:" : ", which are numbers");
    report_points(points);
  }
  lilv_scale_points_free(points);
  return is_one;
}
