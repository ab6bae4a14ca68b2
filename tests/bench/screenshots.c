// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file screenshots.c The pictures of the user interface in doc/: drawn by what
   draws the window, of a model that plays strings.
*/

#include "../ui_sample.h"

#include <stdio.h>

/// Save the part of the panel that is in `rect`, in units of the layout
static bool
save(const RmnPanel* const panel, const RmnRect rect, const char* const path)
{
  const RmnPicture       picture = rmn_panel_picture(panel);
  const double           scale   = panel->layout.scale;
  cairo_surface_t* const surface = cairo_image_surface_create(
    CAIRO_FORMAT_RGB24, (int)(rect.width * scale), (int)(rect.height * scale));
  cairo_t* const cr = cairo_create(surface);

  cairo_translate(cr, -rect.x * scale, -rect.y * scale);
  rmn_draw(cr, &picture);
  cairo_destroy(cr);
  const cairo_status_t status = cairo_surface_write_to_png(surface, path);
  cairo_surface_destroy(surface);
  return status == CAIRO_STATUS_SUCCESS;
}

static bool
save_scaled(RmnPanel* const   panel,
            const double      scale,
            const char* const folder,
            const char* const name)
{
  char path[4096];
  snprintf(path, sizeof(path), "%s/%s", folder, name);
  rmn_panel_resize(panel, scale * RMN_BASE_WIDTH, scale * RMN_BASE_HEIGHT);
  const RmnRect all = {0.0, 0.0, panel->layout.width, panel->layout.height};
  return save(panel, all, path);
}

/// Draw the map, the gates and the curve alone, larger
static bool
save_inside(RmnPanel* const   panel,
            const char* const folder,
            const char* const name)
{
  const double edge = 8.0;
  char         path[4096];
  snprintf(path, sizeof(path), "%s/%s", folder, name);
  rmn_panel_resize(panel, 1.5 * RMN_BASE_WIDTH, 1.5 * RMN_BASE_HEIGHT);

  const RmnRect map    = panel->layout.areas[RMN_AREA_MEMORY];
  const RmnRect curve  = panel->layout.areas[RMN_AREA_CURVE];
  const RmnRect inside = {map.x - edge,
                          map.y - edge,
                          curve.x + curve.width - map.x + 2.0 * edge,
                          map.height + 2.0 * edge};
  return save(panel, inside, path);
}

/// Draw what is seldom seen: the list of models, and what went wrong
static bool
save_list(RmnPanel* const   panel,
          const char* const models,
          const char* const folder)
{
  rmn_panel_told_message(
    panel,
    "Model \"Studio Preamp\" is missing: /home/ada/amps/studio-preamp.nam: "
    "the file could not be opened or read; put the file back or choose "
    "another model");
  if (!rmn_list_show(&panel->list, models, "")) {
    return false;
  }
  panel->view.is_listing = true;
  rmn_panel_lay_out(panel);
  return save_scaled(panel, 1.0, folder, "ui-list.png");
}

int
main(const int argc, char** const argv)
{
  static RmnPanel panel;
  if (argc != 4) {
    fprintf(stderr, "Usage: screenshots MODEL FOLDER_OF_MODELS FOLDER\n");
    return 2;
  }

  rmn_panel_init(&panel, &sample_host, "");
  if (!sample_fill(&panel, argv[1])) {
    fprintf(stderr, "screenshots: %s cannot be played\n", argv[1]);
    return 1;
  }

  const bool is_saved = save_inside(&panel, argv[3], "ui-inside.png") &&
                        save_scaled(&panel, 1.0, argv[3], "ui.png") &&
                        save_scaled(&panel, 0.75, argv[3], "ui-75.png") &&
                        save_scaled(&panel, 2.0, argv[3], "ui-200.png") &&
                        save_list(&panel, argv[2], argv[3]);
  rmn_panel_clear(&panel);
  return is_saved ? 0 : 1;
}
