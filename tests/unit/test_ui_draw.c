// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_ui_draw.c Where everything is in the window, and how it looks

#include "../../plugin/ui/list_layout.h"
#include "../ui_layout.h"
#include "../ui_sample.h"

static RmnPanel panel;

static const char model[] = "presets/diode-clipper/model.json";

static void
fill(void)
{
  rmn_panel_init(&panel, &sample_host, "presets/");
  CHECK(sample_fill(&panel, model));
}

static cairo_surface_t*
new_surface(void)
{
  cairo_surface_t* const surface = cairo_image_surface_create(
    CAIRO_FORMAT_RGB24, (int)panel.width, (int)panel.height);
  CHECK(cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS);
  return surface;
}

/// Return a picture of the whole panel
static cairo_surface_t*
draw(void)
{
  const RmnPicture       picture = rmn_panel_picture(&panel);
  cairo_surface_t* const surface = new_surface();
  cairo_t* const         cr      = cairo_create(surface);
  rmn_draw(cr, &picture);
  CHECK(cairo_status(cr) == CAIRO_STATUS_SUCCESS);
  cairo_destroy(cr);
  cairo_surface_flush(surface);
  return surface;
}

static uint32_t
pixel_at(cairo_surface_t* const surface, const double x, const double y)
{
  const unsigned char* const data = cairo_image_surface_get_data(surface);
  const size_t stride = (size_t)cairo_image_surface_get_stride(surface);
  uint32_t     pixel  = 0U;
  memcpy(&pixel,
         data + (size_t)y * stride + (size_t)x * sizeof(pixel),
         sizeof(pixel));
  return pixel & 0xFFFFFFU;
}

/// Return the largest difference of two colours' parts
static uint32_t
distance(const uint32_t a, const uint32_t b)
{
  uint32_t most = 0U;
  for (uint32_t shift = 0; shift < 24; shift += 8) {
    const int difference  = (int)(a >> shift & 255U) - (int)(b >> shift & 255U);
    const uint32_t amount = (uint32_t)abs(difference);
    most                  = amount > most ? amount : most;
  }
  return most;
}

/// Return how many pixels in an area are of the accent
static uint32_t
count_accent(cairo_surface_t* const surface, const RmnArea area)
{
  const RmnRect* const rect  = &panel.layout.areas[area];
  uint32_t             count = 0U;
  for (int y = 0; y < (int)rect->height; ++y) {
    for (int x = 0; x < (int)rect->width; ++x) {
      const uint32_t pixel = pixel_at(surface, rect->x + x, rect->y + y);
      count += distance(pixel, 0xE69F00U) < 24U;
    }
  }
  return count;
}

/// Return the mean difference of two pictures of one size, of 255
static double
mean_distance(cairo_surface_t* const a, cairo_surface_t* const b)
{
  const int width  = cairo_image_surface_get_width(a);
  const int height = cairo_image_surface_get_height(a);
  double    sum    = 0.0;
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      sum += distance(pixel_at(a, x, y), pixel_at(b, x, y));
    }
  }
  return sum / ((double)width * height);
}

static void
areas_are_apart_at_any_size(void)
{
  static const double sizes[][2] = {
    {880, 640}, {660, 480}, {1760, 1280}, {1600, 700}, {700, 1400}, {300, 200}};
  fill();
  for (uint32_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); ++i) {
    for (uint32_t n = 0; n <= RMN_N_KNOBS; ++n) {
      const bool has_message = n % 2U;
      panel.view.n_knobs     = n;
      panel.view.is_listing  = n == 3U;
      snprintf(panel.view.message,
               sizeof(panel.view.message),
               "%s",
               has_message ? "Trouble" : "");
      rmn_panel_resize(&panel, sizes[i][0], sizes[i][1]);
      ui_check_layout(&panel.layout);
    }
  }
  rmn_panel_clear(&panel);
}

static void
places_are_found(void)
{
  fill();
  for (uint32_t a = 1; a < RMN_N_AREAS; ++a) {
    const RmnRect* const rect = &panel.layout.areas[a];
    if (rect->width > 0.0) {
      CHECK(rmn_layout_find(&panel.layout,
                            rect->x + rect->width / 2.0,
                            rect->y + rect->height / 2.0) == (RmnArea)a);
    }
  }
  CHECK(!rmn_layout_find(&panel.layout, -1.0, -1.0));
  CHECK(!rmn_layout_find(&panel.layout, 1e6, 1e6));
  rmn_panel_clear(&panel);
}

/// A dial's arc is longer the further it is turned
static void
arcs_show_values(void)
{
  static const float values[] = {0.0f, 0.3f, 0.7f, 1.0f};
  uint32_t           before   = 0U;
  fill();
  for (uint32_t i = 0; i < 4; ++i) {
    rmn_panel_told_port(&panel, RMN_PORT_KNOB_1, values[i]);
    cairo_surface_t* const surface = draw();
    const uint32_t         n = count_accent(surface, (RmnArea)RMN_PORT_KNOB_1);
    CHECK(!i || n > before + 100U);
    before = n;
    cairo_surface_destroy(surface);
  }
  rmn_panel_clear(&panel);
}

static void
switches_show_what_is_on(void)
{
  fill();
  rmn_panel_told_port(&panel, RMN_PORT_DC_BLOCK, 1.0f);
  rmn_panel_told_port(&panel, RMN_PORT_NORMALISE, 0.0f);
  cairo_surface_t* const surface = draw();
  CHECK(count_accent(surface, (RmnArea)RMN_PORT_DC_BLOCK) > 200U);
  CHECK(!count_accent(surface, (RmnArea)RMN_PORT_NORMALISE));
  cairo_surface_destroy(surface);
  rmn_panel_clear(&panel);
}

/// An area that is drawn anew looks as if all had been drawn
static void
areas_redraw_alike(void)
{
  fill();
  rmn_panel_resize(&panel, 1100.0, 730.0); // No whole scale
  cairo_surface_t* const whole   = draw();
  cairo_surface_t* const parts   = draw();
  const RmnPicture       picture = rmn_panel_picture(&panel);
  cairo_t* const         cr      = cairo_create(parts);
  for (uint32_t a = 1; a < RMN_N_AREAS; ++a) {
    rmn_draw_area(cr, &picture, (RmnArea)a);
  }
  CHECK(cairo_status(cr) == CAIRO_STATUS_SUCCESS);
  cairo_destroy(cr);
  cairo_surface_flush(parts);
  CHECK(mean_distance(whole, parts) < 0.05); // Of edges between pixels
  cairo_surface_destroy(whole);
  cairo_surface_destroy(parts);
  rmn_panel_clear(&panel);
}

/// The picture in doc/ is of this window, whatever the fonts
static void
documentation_is_up_to_date(void)
{
  cairo_surface_t* const kept =
    cairo_image_surface_create_from_png("doc/ui.png");
  CHECK(cairo_surface_status(kept) == CAIRO_STATUS_SUCCESS);
  fill();
  cairo_surface_t* const now = draw();
  CHECK(cairo_image_surface_get_width(kept) == RMN_BASE_WIDTH);
  CHECK(cairo_image_surface_get_height(kept) == RMN_BASE_HEIGHT);
  CHECK(mean_distance(kept, now) < 2.0);

  rmn_panel_told_port(&panel, RMN_PORT_ENABLED, 0.0f); // Another would differ
  panel.history.n_units        = 1;
  cairo_surface_t* const other = draw();
  CHECK(mean_distance(kept, other) > 4.0);
  cairo_surface_destroy(kept);
  cairo_surface_destroy(now);
  cairo_surface_destroy(other);
  rmn_panel_clear(&panel);
}

/// Names and messages of any length and content leave the picture sound
static void
any_text_is_drawn(void)
{
  fill();
  memset(panel.view.about.name, 'W', sizeof(panel.view.about.name) - 1U);
  strcpy(panel.view.about.author, "\xFF\xC3 broken \xE2\x82");
  memset(panel.view.message, 'M', sizeof(panel.view.message) - 1U);
  memset(panel.view.knobs[0].name, '\xE2', RMN_MAX_NAME - 1U);
  rmn_panel_lay_out(&panel);
  cairo_surface_destroy(draw());
  memset(panel.view.message, ' ', sizeof(panel.view.message) - 1U);
  cairo_surface_destroy(draw());
  CHECK(rmn_list_show(&panel.list, test_golden_dir(), ""));
  panel.view.is_listing = true;
  rmn_panel_lay_out(&panel);
  cairo_surface_destroy(draw());
  CHECK(panel.list.n_rows > 3U);
  rmn_panel_clear(&panel);
}

int
main(void)
{
  RUN(areas_are_apart_at_any_size);
  RUN(places_are_found);
  RUN(arcs_show_values);
  RUN(switches_show_what_is_on);
  RUN(areas_redraw_alike);
  RUN(documentation_is_up_to_date);
  RUN(any_text_is_drawn);
  return 0;
}
