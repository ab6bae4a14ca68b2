// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file plugin_host.h A host of one plugin, as awkward as a test wants it.
/// Tests that include it are linked with plugin/ports.c

#ifndef RMN_TEST_PLUGIN_HOST_H
#define RMN_TEST_PLUGIN_HOST_H

#include "../plugin/ports.h"
#include "test.h"

#include <lv2/atom/util.h>
#include <lv2/core/lv2.h>
#include <lv2/log/log.h>
#include <lv2/urid/urid.h>
#include <lv2/worker/worker.h>

#include <dlfcn.h>
#include <string.h>

enum {
  HOST_MAX_URIS   = 96,
  HOST_MAX_FRAMES = 16384,
  HOST_MAX_JOBS   = 8,
  HOST_MAX_TEXT   = 8192,
  HOST_RATE       = 48000,
};

#define EFFECT "urn:remanence:effect"
#define STEREO "urn:remanence:effect-stereo"
#define MODEL "urn:remanence#model"
#define MODEL_COPY "urn:remanence#modelCopy"
#define MODEL_NAME "urn:remanence#modelName"
#define MODEL_HASH "urn:remanence#modelHash"
#define MODEL_ORIGIN "urn:remanence#modelOrigin"
#define MODEL_SIZE "urn:remanence#modelSize"
#define MESSAGE "urn:remanence#message"
#define SEVERITY "urn:remanence#severity"
#define KNOBS "urn:remanence#knobs"
#define KNOB_NAMES "urn:remanence#knobNames"
#define WATCH "urn:remanence#watch"

typedef enum {
  WORKER_NONE,   ///< The host has no workers
  WORKER_INLINE, ///< schedule_work() works at once
  WORKER_LATER,  ///< Work waits for host_work()
  WORKER_FULL,   ///< The host takes no request
} WorkerMode;

typedef struct {
  uint32_t size;
  char     data[HOST_MAX_TEXT];
} Job;

/// What the plugin told about its knobs
typedef struct {
  RmnInput inputs[RMN_N_KNOBS];
  uint32_t n_inputs;
  uint32_t n_told;               ///< How often it told them
  char     names[HOST_MAX_TEXT]; ///< One a line
  float    values[RMN_N_KNOBS];
  uint32_t n_values[RMN_N_KNOBS]; ///< How often it told each
} Knobs;

typedef struct {
  void*                 library;
  const LV2_Descriptor* descriptor;
  LV2_Handle            instance;
  uint32_t              n_channels;

  const char*         uris[HOST_MAX_URIS]; ///< Mapped to their index and one
  char                log[HOST_MAX_TEXT];  ///< What was logged last
  LV2_URID_Map        map_feature;
  LV2_Log_Log         log_feature;
  LV2_Worker_Schedule schedule_feature;

  WorkerMode mode;
  Job        jobs[HOST_MAX_JOBS];
  uint32_t   n_jobs;

  float    controls[RMN_PORT_AUDIO];
  float    in[RMN_MAX_PORT_CHANNELS][HOST_MAX_FRAMES];
  float    out[RMN_MAX_PORT_CHANNELS][HOST_MAX_FRAMES];
  uint32_t notify_size; ///< Bytes that the plugin may write
  union {
    int64_t           alignment; ///< That hosts give to atoms
    LV2_Atom_Sequence sequence;
    int64_t           time; ///< Aligns it as events need
    uint8_t           bytes[2 * HOST_MAX_TEXT];
  } control, notify;

  const char* subject; ///< Of messages to the plugin, or NULL

  char     model[HOST_MAX_TEXT];   ///< What the plugin told last
  char     message[HOST_MAX_TEXT]; ///< So is this
  int32_t  severity;               ///< Of the message, told right before it
  uint32_t n_models;               ///< How often it told it
  uint32_t n_messages;
  Knobs    knobs;
} Host;

static inline LV2_URID
host_map(void* const handle, const char* const uri)
{
  const char** const uris = (const char**)handle;
  for (uint32_t i = 0; i < HOST_MAX_URIS; ++i) {
    if (!uris[i]) {
      uris[i] = uri;
    }
    if (!strcmp(uris[i], uri)) {
      return i + 1U;
    }
  }
  return 0;
}

static inline LV2_URID
host_urid(Host* const host, const char* const uri)
{
  return host_map((void*)host->uris, uri);
}

static inline int
host_vprintf(void* const       handle,
             const LV2_URID    type,
             const char* const format,
             va_list           args)
{
  (void)type;
  return vsnprintf((char*)handle, HOST_MAX_TEXT, format, args);
}

static inline int
host_printf(void* const       handle,
            const LV2_URID    type,
            const char* const format,
            ...)
{
  va_list args;
  va_start(args, format);
  const int n = host_vprintf(handle, type, format, args);
  va_end(args);
  return n;
}

static inline void
host_do(Host* const host, const void* const data, const uint32_t size)
{
  const LV2_Worker_Interface* const worker =
    (const LV2_Worker_Interface*)host->descriptor->extension_data(
      LV2_WORKER__interface);

  CHECK(!worker->work(host->instance, NULL, NULL, size, data));
}

/// Do what was scheduled
static inline void
host_work(Host* const host)
{
  for (uint32_t j = 0; j < host->n_jobs; ++j) {
    host_do(host, host->jobs[j].data, host->jobs[j].size);
  }
  host->n_jobs = 0;
}

static inline LV2_Worker_Status
host_schedule(void* const handle, const uint32_t size, const void* const data)
{
  Host* const host = (Host*)handle;
  if (host->mode == WORKER_FULL || host->n_jobs == HOST_MAX_JOBS) {
    return LV2_WORKER_ERR_NO_SPACE;
  }

  if (host->mode == WORKER_INLINE) {
    host_do(host, data, size);
    return LV2_WORKER_SUCCESS;
  }

  Job* const job = &host->jobs[host->n_jobs++];
  CHECK(size <= sizeof(job->data));
  job->size = size;
  memcpy(job->data, data, size);
  return LV2_WORKER_SUCCESS;
}

/// Return the bundle under test, with a slash at its end as hosts give it
static inline const char*
host_bundle(void)
{
  static char       path[4096];
  const char* const bundle = getenv("BUNDLE");

  snprintf(path, sizeof(path), "%s/", bundle ? bundle : "build/remanence.lv2");
  return path;
}

/// Return the path of the model that plays until another is chosen
static inline const char*
host_default_model(void)
{
  static char       path[8192];
  const char* const model = "presets/overdrive/model.json";

  snprintf(path, sizeof(path), "%s%s", host_bundle(), model);
  return path;
}

/// Return the path of a golden network, kept until the call after the next
static inline const char*
host_golden(const char* const name)
{
  static char       paths[2][4096];
  static uint32_t   turn;
  const char* const dir  = getenv("GOLDEN");
  char* const       path = paths[turn++ % 2U];

  snprintf(path, sizeof(paths[0]), "%s/%s", dir ? dir : "tests/golden", name);
  return path;
}

/// Load the binary in the bundle
static inline LV2_Descriptor_Function
host_load(Host* const host)
{
  union { // ISO C does not convert between data and functions
    void*                   data;
    LV2_Descriptor_Function function;
  } symbol;
  char path[8192];

  snprintf(path, sizeof(path), "%sremanence.so", host_bundle());
  host->library = dlopen(path, RTLD_NOW);
  CHECK(host->library);

  symbol.data = dlsym(host->library, "lv2_descriptor");
  CHECK(symbol.data);
  return symbol.function;
}

static inline void
host_connect(Host* const host)
{
  const LV2_Descriptor* const d = host->descriptor;

  for (uint32_t p = RMN_PORT_ENABLED; p < RMN_PORT_AUDIO; ++p) {
    d->connect_port(host->instance, p, &host->controls[p]);
  }
  d->connect_port(host->instance, RMN_PORT_CONTROL, &host->control);
  d->connect_port(host->instance, RMN_PORT_NOTIFY, &host->notify);
}

/// Empty what the plugin reads next
static inline void
host_clear_control(Host* const host)
{
  host->control.sequence.atom.type = host_urid(host, LV2_ATOM__Sequence);
  host->control.sequence.atom.size = sizeof(LV2_Atom_Sequence_Body);
  memset(&host->control.sequence.body, 0, sizeof(LV2_Atom_Sequence_Body));
}

/// Instantiate the plugin from `bundle`, with every control at its default
static inline Host*
host_open_in(const char* const uri,
             const WorkerMode  mode,
             const char* const bundle)
{
  Host* const host = (Host*)calloc(1, sizeof(Host));
  CHECK(host);
  host->mode        = mode;
  host->n_channels  = strcmp(uri, STEREO) ? 1U : 2U;
  host->notify_size = sizeof(host->notify);

  const LV2_Descriptor_Function get = host_load(host);
  for (uint32_t i = 0; get(i); ++i) {
    host->descriptor = strcmp(get(i)->URI, uri) ? host->descriptor : get(i);
  }
  CHECK(host->descriptor);

  host->map_feature      = (LV2_URID_Map){(void*)host->uris, host_map};
  host->log_feature      = (LV2_Log_Log){host->log, host_printf, host_vprintf};
  host->schedule_feature = (LV2_Worker_Schedule){host, host_schedule};

  const LV2_Feature map      = {LV2_URID__map, &host->map_feature};
  const LV2_Feature log      = {LV2_LOG__log, &host->log_feature};
  const LV2_Feature schedule = {LV2_WORKER__schedule, &host->schedule_feature};
  const LV2_Feature* const features[] = {
    &map, &log, mode == WORKER_NONE ? NULL : &schedule, NULL};

  host->instance = host->descriptor->instantiate(
    host->descriptor, HOST_RATE, bundle, features);
  CHECK(host->instance);

  for (uint32_t p = RMN_PORT_ENABLED; p < RMN_PORT_AUDIO; ++p) {
    host->controls[p] = rmn_ports_get(host->n_channels, p)->value;
  }
  host_connect(host);
  host_clear_control(host);
  host->descriptor->activate(host->instance);
  return host;
}

static inline Host*
host_open(const char* const uri, const WorkerMode mode)
{
  return host_open_in(uri, mode, host_bundle());
}

static inline void
host_close(Host* const host)
{
  host->descriptor->cleanup(host->instance);
  dlclose(host->library);
  free(host);
}

#endif // RMN_TEST_PLUGIN_HOST_H
