// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "device_list.h"

#include "../command.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/// Append a device with the options of the command; return NULL without memory
static Device*
append(DeviceList* const list)
{
  Device** place = &list->first;
  while (*place) {
    place = &(*place)->next;
  }

  *place = (Device*)calloc(1, sizeof(Device));
  if (*place) {
    (*place)->options = list->options;
    ++list->n;
  }
  return *place;
}

/// Divide a line into words as a shell does
static int
divide_line(Device* const device, const char* const line)
{
  static const char* const reasons[] = {
    [WRDE_NOSPACE] = "out of memory",
    [WRDE_BADCHAR] = "has one of |&;<>(){} outside of quotes: put the name "
                     "that has it into quotes",
    [WRDE_BADVAL]  = "has a variable that is not set: a $ in a name needs "
                     "single quotes",
    [WRDE_CMDSUB]  = "has a command in place of a word: only names and options "
                     "can stand there",
    [WRDE_SYNTAX]  = "has a quote that does not end",
  };

  device->words.we_offs = 1; // For the name of the command
  const int reason =
    wordexp(line, &device->words, WRDE_DOOFFS | WRDE_NOCMD | WRDE_UNDEF);
  if (reason) {
    device->words = (wordexp_t){0};
    return command_misuse(&train_command, "%s", reasons[reason]);
  }
  return EXIT_SUCCESS;
}

/// Read the words of a line, without what goes for all devices at once
static int
read_words(Device* const device, const char* const place)
{
  TrainOptions* const o      = &device->options;
  const TrainOptions  common = *o;
  char                name[300];
  char** const        words = device->words.we_wordv;
  if (!words) { // There is no line
    return EXIT_FAILURE;
  }
  snprintf(name, sizeof(name), "remanence train: %s", place);
  words[0] = name;

  o->devices_path = NULL;
  o->n_jobs       = 0;
  o->is_quiet     = false;
  const int status =
    train_options_read(o, (int)device->words.we_wordc + 1, words);
  words[0] = NULL;
  if (status) {
    return status;
  }
  if (o->devices_path || o->n_jobs || o->is_quiet || o->is_help) {
    return command_misuse(&train_command,
                          "--devices, --jobs, --quiet and --help go for all "
                          "devices: give them on the command line");
  }
  o->n_jobs   = common.n_jobs;
  o->is_quiet = common.is_quiet;
  return train_options_complete(o);
}

/// Refuse a file that an earlier line writes too
static int
check_path(const char* const   option,
           const char* const   path,
           const char* const   earlier_path,
           const Device* const earlier)
{
  return path && earlier_path && !strcmp(path, earlier_path)
           ? command_misuse(&train_command,
                            "--%s %s: is that of line %u too: give each device "
                            "its own",
                            option,
                            path,
                            earlier->line)
           : EXIT_SUCCESS;
}

static int
check_paths(const DeviceList* const list, const Device* const device)
{
  const TrainOptions* const a      = &device->options;
  int                       status = EXIT_SUCCESS;
  for (const Device* e = list->first; !status && e != device; e = e->next) {
    const TrainOptions* const b = &e->options;
    status = check_path("output", a->out_path, b->out_path, e);
    status =
      status ? status : check_path("report", a->report_path, b->report_path, e);
    status =
      status
        ? status
        : check_path("checkpoint", a->checkpoint_path, b->checkpoint_path, e);
  }
  return status;
}

/// Read a line, which may be empty or a comment
static int
read_line(DeviceList* const list, char* const line, const uint32_t number)
{
  char place[256];
  line[strcspn(line, "\r\n")] = '\0';
  const char* const text      = line + strspn(line, " \t");
  if (!*text || *text == '#') {
    return EXIT_SUCCESS;
  }

  snprintf(place, sizeof(place), "%s:%u", list->options.devices_path, number);
  Device* const device = append(list);
  if (!device) {
    command_report(place, "out of memory");
    return EXIT_FAILURE;
  }
  device->line = number;
  command_set_place(place);
  int status = divide_line(device, text);
  status     = status ? status : read_words(device, place);
  status     = status ? status : check_paths(list, device);
  command_set_place(NULL);
  return status;
}

/// Read all lines
static int
read_file(DeviceList* const list)
{
  const char* const path   = list->options.devices_path;
  FILE* const       file   = fopen(path, "r");
  char*             line   = NULL;
  size_t            size   = 0;
  int               status = EXIT_SUCCESS;
  if (!file) {
    command_report(path, "cannot be opened: %s", strerror(errno));
    return EXIT_FAILURE;
  }

  for (uint32_t n = 1; !status && getline(&line, &size, file) >= 0; ++n) {
    status = read_line(list, line, n);
  }
  if (!status && ferror(file)) {
    command_report(path, "cannot be read: %s", strerror(errno));
    status = EXIT_FAILURE;
  } else if (!status && !list->n) {
    command_report(path,
                   "names no device: give each a line, such as "
                   "dry.wav wet.wav -o pedal.json");
    status = EXIT_FAILURE;
  }
  free(line);
  fclose(file);
  return status;
}

int
device_list_parse(DeviceList* const list, const int argc, char** const argv)
{
  *list      = (DeviceList){.options = train_options_default()};
  int status = train_options_read(&list->options, argc, argv);
  if (status || list->options.is_help) {
    return status;
  }
  if (list->options.devices_path) {
    return read_file(list);
  }

  Device* const device = append(list);
  if (!device) {
    command_report("train", "out of memory");
    return EXIT_FAILURE;
  }
  return train_options_complete(&device->options);
}

void
device_list_free(DeviceList* const list)
{
  for (Device* device = list->first; device;) {
    Device* const next = device->next;
    device_close(device);
    wordfree(&device->words);
    free(device);
    device = next;
  }
}
