// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#define _XOPEN_SOURCE 700 // realpath()

#include "wav.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

/// The output format for a file name extension
typedef struct {
  const char* extension;
  int         format;
} Format;

// The first is for a name without an extension
static const Format formats[] = {
  {"wav", SF_FORMAT_WAV | SF_FORMAT_FLOAT},
  {"aif", SF_FORMAT_AIFF | SF_FORMAT_FLOAT},
  {"aiff", SF_FORMAT_AIFF | SF_FORMAT_FLOAT},
  {"flac", SF_FORMAT_FLAC | SF_FORMAT_PCM_24},
  {"ogg", SF_FORMAT_OGG | SF_FORMAT_VORBIS},
  {"w64", SF_FORMAT_W64 | SF_FORMAT_FLOAT},
};

// Samples that fit into 4 GB, the most that WAV and AIFF can hold
static const uint64_t max_samples = (UINT32_MAX - 4096U) / sizeof(float);

// The temporary file to remove if a signal ends the process
static const char* volatile unfinished;

static bool
fail(Wav* const wav, const char* const format, ...)
{
  va_list args;
  va_start(args, format);
  vsnprintf(wav->error, sizeof(wav->error), format, args);
  va_end(args);
  return false;
}

/// Fail with what libsndfile says, less its full stop
static bool
fail_sndfile(Wav* const wav, const char* const what)
{
  const char* const reason = sf_strerror(wav->file);
  const size_t      length = strcspn(reason, ".\n");
  return fail(wav, "%s: %.*s", what, (int)length, reason);
}

static void
on_signal(const int signal_number)
{
  const int   saved_errno = errno;
  const char* path        = unfinished;
  if (path) {
    unlink(path);
  }
  errno = saved_errno;
  raise(signal_number); // SA_RESETHAND has restored the default: to end
}

static void
catch_signals(void)
{
  static const int signals[] = {SIGHUP, SIGINT, SIGTERM};

  for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); ++i) {
    struct sigaction action;
    if (!sigaction(signals[i], NULL, &action) && action.sa_handler == SIG_DFL) {
      action.sa_handler = on_signal;
      action.sa_flags   = SA_RESETHAND;
      sigaction(signals[i], &action, NULL);
    }
  }

  signal(SIGXFSZ, SIG_IGN); // A file size limit is an error of write() then
}

bool
wav_open(Wav* const wav, const char* const path)
{
  *wav = (Wav){0};

  struct stat status;
  const int   fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) {
    return fail(wav, "cannot be opened: %s", strerror(errno));
  }
  if (!fstat(fd, &status) && S_ISDIR(status.st_mode)) {
    close(fd);
    return fail(wav, "is a directory, not an audio file");
  }
  if (!(wav->file = sf_open_fd(fd, SFM_READ, &wav->info, SF_TRUE))) {
    return fail_sndfile(wav, "cannot be read as audio");
  }
  if (wav->info.frames <= 0) {
    return fail(wav, "holds no audio");
  }
  return true;
}

static const Format*
find_format(const char* const path)
{
  const char* const slash = strrchr(path, '/');
  const char* const dot   = strrchr(slash ? slash : path, '.');
  if (!dot) {
    return &formats[0];
  }

  for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); ++i) {
    if (!strcasecmp(dot + 1, formats[i].extension)) {
      return &formats[i];
    }
  }
  return NULL;
}

/// Refuse a target that a rename would damage
static bool
check_target(Wav* const wav, const char* const path)
{
  struct stat status;
  if (stat(path, &status)) {
    return true; // Nothing there: creating the temporary file will tell
  }
  if (!S_ISREG(status.st_mode)) {
    return fail(wav, "is not a regular file, choose another name");
  }
  if (access(path, W_OK)) {
    return fail(wav, "cannot be replaced: %s", strerror(errno));
  }
  return true;
}

/// Make the file for `unfinished` to know it before a signal can come
static int
make_temp(char* const path)
{
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  sigprocmask(SIG_BLOCK, &all, &before);

  const int fd = mkstemp(path);
  unfinished   = fd < 0 ? NULL : path;
  sigprocmask(SIG_SETMASK, &before, NULL);
  return fd;
}

/// Create the temporary file, with the permissions of any new file
static int
create_temp(Wav* const wav, const char* const path)
{
  static const char suffix[] = ".XXXXXX";

  char* const resolved = realpath(path, NULL); // A link stays a link
  wav->path            = resolved ? resolved : strdup(path);
  const size_t length  = wav->path ? strlen(wav->path) : 0U;
  wav->temp_path       = (char*)calloc(1, length + sizeof(suffix));
  if (!wav->path || !wav->temp_path) {
    fail(wav, "out of memory");
    return -1;
  }

  memcpy(wav->temp_path, wav->path, length);
  memcpy(wav->temp_path + length, suffix, sizeof(suffix));
  const int fd = make_temp(wav->temp_path);
  if (fd < 0) {
    fail(wav, "cannot be created: %s", strerror(errno));
    return -1;
  }

  const mode_t mask = umask(0);
  umask(mask);
  fchmod(fd, 0666 & ~mask);
  return fd;
}

/// Choose the format that the extension tells
static bool
choose_format(Wav* const        wav,
              const char* const path,
              const int         n_channels,
              const int         rate_hz)
{
  const Format* const format = find_format(path);
  if (!format) {
    return fail(
      wav, "has an unknown extension: use .wav, .flac, .aiff, .ogg or .w64");
  }

  wav->info = (SF_INFO){
    .samplerate = rate_hz, .channels = n_channels, .format = format->format};
  return sf_format_check(&wav->info) ||
         fail(wav,
              ".%s cannot hold %d channels at %d Hz: use .wav",
              format->extension,
              n_channels,
              rate_hz);
}

bool
wav_create(Wav* const        wav,
           const char* const path,
           const int         n_channels,
           const int         rate_hz)
{
  *wav = (Wav){0};
  if (!check_target(wav, path) ||
      !choose_format(wav, path, n_channels, rate_hz)) {
    return false;
  }

  catch_signals();
  const int fd = create_temp(wav, path);
  if (fd < 0) {
    return false;
  }
  if (!(wav->file = sf_open_fd(fd, SFM_WRITE, &wav->info, SF_TRUE))) {
    return fail_sndfile(wav, "cannot be created");
  }

  sf_command(wav->file, SFC_SET_CLIPPING, NULL, SF_TRUE);
  // The chunk holds the time of day: equal audio would give unequal files
  sf_command(wav->file, SFC_SET_ADD_PEAK_CHUNK, NULL, SF_FALSE);
  return true;
}

bool
wav_read(Wav* const      wav,
         float* const    frames,
         const uint32_t  n_frames,
         uint32_t* const n_read)
{
  *n_read = (uint32_t)sf_readf_float(wav->file, frames, n_frames);
  return !sf_error(wav->file) || fail_sndfile(wav, "cannot be read");
}

bool
wav_rewind(Wav* const wav)
{
  return !sf_seek(wav->file, 0, SEEK_SET) ||
         fail(wav, "cannot be read twice: make a regular file of it first");
}

static bool
fits(const SF_INFO* const info, const uint64_t n_frames)
{
  const int  type       = info->format & SF_FORMAT_TYPEMASK;
  const bool is_limited = type == SF_FORMAT_WAV || type == SF_FORMAT_AIFF;
  return !is_limited || n_frames <= max_samples / (uint64_t)info->channels;
}

bool
wav_write(Wav* const wav, const float* const frames, const uint32_t n_frames)
{
  if (!fits(&wav->info, wav->n_written + n_frames)) {
    return fail(wav, "would be larger than its format allows: use .w64");
  }

  errno = 0;
  if (sf_writef_float(wav->file, frames, n_frames) != n_frames) {
    return errno ? fail(wav, "cannot be written: %s", strerror(errno))
                 : fail_sndfile(wav, "cannot be written");
  }
  wav->n_written += n_frames;
  return true;
}

/// Return whether a file holds `n_frames`, down to the last
static bool
is_complete(const char* const path, const uint64_t n_frames)
{
  SF_INFO        info = {0};
  SNDFILE* const file = sf_open(path, SFM_READ, &info);
  const bool     complete =
    file && (uint64_t)info.frames == n_frames &&
    (n_frames == 0 || sf_seek(file, -1, SEEK_END) == info.frames - 1);

  sf_close(file);
  return complete;
}

bool
wav_clips(const Wav* const wav, const float peak)
{
  return peak > 1.0f &&
         (wav->info.format & SF_FORMAT_SUBMASK) != SF_FORMAT_FLOAT;
}

bool
wav_commit(Wav* const wav)
{
  errno           = 0;
  const int error = sf_close(wav->file);
  wav->file       = NULL;

  // Closing writes what is left, but libsndfile tells little of how it went
  if (error || !is_complete(wav->temp_path, wav->n_written)) {
    return fail(wav,
                "cannot be completed: %s",
                errno ? strerror(errno) : "the disk may be full");
  }
  if (rename(wav->temp_path, wav->path)) {
    return fail(wav, "cannot be replaced: %s", strerror(errno));
  }

  unfinished = NULL;
  free(wav->temp_path);
  wav->temp_path = NULL;
  return true;
}

void
wav_close(Wav* const wav)
{
  sf_close(wav->file);
  if (wav->temp_path && unfinished == wav->temp_path) {
    unlink(wav->temp_path);
    unfinished = NULL;
  }
  free(wav->temp_path);
  free(wav->path);
  wav->file      = NULL;
  wav->temp_path = NULL;
  wav->path      = NULL;
}
