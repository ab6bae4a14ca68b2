// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file ui_idle.c What an open window costs while the plugin hears silence, and
   while it hears strings: the processor's time in the window's functions, as a
   share of a core.

   The plugin runs in between, as the window's partner, and is not counted.
*/

#include "../plugin_play.h"

#include <lv2/ui/ui.h>

#include <math.h>
#include <time.h>

enum { TICKS_PER_S = 25, N_BLOCK = HOST_RATE / TICKS_PER_S };

/// A window and the plugin that it belongs to
typedef struct {
  Host*                   host;
  void*                   library;
  const LV2UI_Descriptor* descriptor;
  LV2UI_Handle            ui;
} Partners;

/// Give the plugin what the window sends
static void
send(void* const       controller,
     const uint32_t    port,
     const uint32_t    size,
     const uint32_t    protocol,
     const void* const buffer)
{
  Host* const host = (Host*)controller;
  if (protocol) {
    uint8_t* const body = host_begin_event(host, 0);
    memcpy(body, buffer, size);
    host_end_event(host, body);
  } else {
    memcpy(&host->controls[port], buffer, sizeof(float));
  }
}

static void
open_window(Partners* const partners, const char* const model)
{
  union { // ISO C does not convert between data and functions
    void*                    data;
    LV2UI_DescriptorFunction function;
  } symbol;
  char         path[8192];
  LV2UI_Widget widget = NULL;

  Host* const host = host_open_model(EFFECT, model);
  snprintf(path, sizeof(path), "%sremanence_ui.so", host_bundle());
  partners->host    = host;
  partners->library = dlopen(path, RTLD_NOW);
  CHECK(partners->library);
  symbol.data          = dlsym(partners->library, "lv2ui_descriptor");
  partners->descriptor = symbol.function(0);

  const LV2_Feature        map        = {LV2_URID__map, &host->map_feature};
  const LV2_Feature* const features[] = {&map, NULL};
  partners->ui                        = partners->descriptor->instantiate(
    partners->descriptor, EFFECT, host_bundle(), send, host, &widget, features);
  CHECK(partners->ui);
}

static void
close_window(Partners* const partners)
{
  partners->descriptor->cleanup(partners->ui);
  dlclose(partners->library);
  host_close(partners->host);
}

/// Pluck a string every second
static void
pluck(Host* const host, const uint32_t first)
{
  for (uint32_t t = 0; t < N_BLOCK; ++t) {
    const double time_s = (double)((first + t) % HOST_RATE) / HOST_RATE;
    host->in[0][t] =
      (float)(0.6 * exp(-3.0 * time_s) * sin(6.283185307 * 110.0 * time_s));
  }
}

/// Run a block, which leaves what it tells in the notify port
static void
run(Host* const host)
{
  host->descriptor->connect_port(host->instance, RMN_PORT_AUDIO, host->in[0]);
  host->descriptor->connect_port(
    host->instance, RMN_PORT_AUDIO + 1U, host->out[0]);
  host->notify.sequence.atom.type = host_urid(host, LV2_ATOM__Chunk);
  host->notify.sequence.atom.size = host->notify_size;
  host->descriptor->run(host->instance, N_BLOCK);
  host_clear_control(host);
}

/// Tell the window what the plugin told, and let it draw
static void
show(const Partners* const partners)
{
  Host* const                       host = partners->host;
  const LV2UI_Idle_Interface* const interface =
    (const LV2UI_Idle_Interface*)partners->descriptor->extension_data(
      LV2_UI__idleInterface);

  LV2_ATOM_SEQUENCE_FOREACH(&host->notify.sequence, event)
  {
    partners->descriptor->port_event(partners->ui,
                                     RMN_PORT_NOTIFY,
                                     lv2_atom_total_size(&event->body),
                                     host_urid(host, LV2_ATOM__eventTransfer),
                                     &event->body);
  }
  CHECK(!interface->idle(partners->ui));
}

static double
seconds(const clockid_t clock)
{
  struct timespec now = {0, 0};
  clock_gettime(clock, &now);
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/// Return the share of a core that the window takes over `time_s`
static double
measure(const Partners* const partners,
        const double          time_s,
        const bool            has_strings)
{
  const struct timespec tick    = {0, 1000000000 / TICKS_PER_S};
  const double          start_s = seconds(CLOCK_MONOTONIC);
  double                used_s  = 0.0;
  double                now_s   = start_s;
  memset(partners->host->in, 0, sizeof(partners->host->in));
  for (uint32_t t = 0; now_s < start_s + time_s; t += N_BLOCK) {
    if (has_strings) {
      pluck(partners->host, t);
    }
    run(partners->host);
    const double before_s = seconds(CLOCK_THREAD_CPUTIME_ID);
    show(partners);
    used_s += seconds(CLOCK_THREAD_CPUTIME_ID) - before_s;
    nanosleep(&tick, NULL);
    now_s = seconds(CLOCK_MONOTONIC);
  }
  return used_s / (now_s - start_s);
}

int
main(const int argc, char** const argv)
{
  Partners partners = {0};
  if (argc != 3 || !(atof(argv[1]) > 0.0)) {
    fprintf(stderr, "Usage: bench-ui SECONDS MODEL\n");
    return 2;
  }

  open_window(&partners, argv[2]);
  measure(&partners, 3.0, true); // Until all is open, and something was drawn
  const double strings = measure(&partners, atof(argv[1]), true);
  measure(&partners, 3.0, false);
  const double silence = measure(&partners, atof(argv[1]), false);
  printf("%.2f%% of a core in silence, %.2f%% while strings are played\n",
         100.0 * silence,
         100.0 * strings);
  close_window(&partners);
  return 0;
}
