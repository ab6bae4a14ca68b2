// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "command.h"
#include "decisions.h"
#include "progress.h"
#include "render_help.h"
#include "render_options.h"
#include "render_player.h"
#include "render_stage.h"
#include "render_whole.h"
#include "rmn.h"
#include "wav.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/// What is open while rendering
typedef struct {
  RmnPlayer* player;
  Wav        in;
  Wav        out;
  Stage      stage;
  Decisions  decisions;
  Whole      whole;   ///< Of a network that hears the future
  float      peak;    ///< Largest absolute output sample
  uint64_t   n_read;  ///< Frames of the input
  uint32_t   n_early; ///< Frames still to come that belong before the output
} Render;

static bool
open_input(Render* const render, const char* const path)
{
  Wav* const in = &render->in;
  if (!wav_open(in, path)) {
    command_report(path, "%s", in->error);
    return false;
  }
  if (in->info.channels > RMN_MAX_STREAMS) {
    command_report(path,
                   "has %d channels, at most %d can be played",
                   in->info.channels,
                   RMN_MAX_STREAMS);
    return false;
  }
  return true;
}

static bool
open_player(Render* const render, const RenderOptions* const options)
{
  render->player = render_player_open(
    options, render->in.info.samplerate, (uint32_t)render->in.info.channels);
  if (!render->player) {
    return false;
  }
  render->n_early = rmn_player_latency(render->player);
  return true;
}

static bool
open_output(Render* const render, const RenderOptions* const options)
{
  const SF_INFO* const info      = &render->in.info;
  const uint32_t       n_outputs = rmn_player_n_outputs(render->player);
  if (options->output > n_outputs) {
    command_report(options->model_path,
                   "has %u output%s, so --output %u is not there",
                   n_outputs,
                   n_outputs == 1 ? "" : "s",
                   options->output);
    return false;
  }
  if (!stage_open(&render->stage,
                  render->player,
                  (uint32_t)info->channels,
                  options->output,
                  options->n_block)) {
    command_report(options->out_path, "out of memory");
    return false;
  }

  const int n_out = (int)render->stage.n_out;
  if (!wav_create(&render->out, options->out_path, n_out, info->samplerate)) {
    command_report(options->out_path, "%s", render->out.error);
    return false;
  }
  return true;
}

/// Open what the model's decisions go to, if they are asked for
static bool
open_decisions(Render* const render, const RenderOptions* const options)
{
  const SF_INFO* const info  = &render->in.info;
  const DecisionSetup  setup = {.model_path = options->model_path,
                                .csv_path   = options->csv_path,
                                .midi_path  = options->midi_path,
                                .setup      = {info->samplerate,
                                               1U,
                                               options->rate_mode,
                                               options->oversampling,
                                               0.0},
                                .n_channels = (uint32_t)info->channels,
                                .n_frames   = (uint64_t)info->frames,
                                .knobs      = options->knobs,
                                .n_knobs    = options->n_knobs,
                                .input_dbu  = options->input_dbu};

  return (!options->csv_path && !options->midi_path) ||
         decisions_open(&render->decisions, &setup);
}

/// Write `n` frames but those that are too early
static bool
write_block(Render* const render, const uint32_t n)
{
  const uint32_t     n_channels = render->stage.n_out;
  const uint32_t     n_skip     = n < render->n_early ? n : render->n_early;
  const float* const frames =
    render->stage.frames + (size_t)n_skip * n_channels;
  const uint32_t n_left = n - n_skip;

  for (size_t i = 0; i < (size_t)n_left * n_channels; ++i) {
    render->peak = fmaxf(render->peak, fabsf(frames[i]));
  }
  render->n_early -= n_skip;
  return wav_write(&render->out, frames, n_left);
}

/// Read up to `n_block` frames, or silence for what is still to come out
static bool
read_block(Render* const render, const uint32_t n_block, uint32_t* const n)
{
  const size_t n_channels = render->stage.n_in;
  float* const frames     = render->stage.frames;
  if (!wav_read(&render->in, frames, n_block, n)) {
    return false;
  }

  decisions_hear(&render->decisions, frames, *n);
  render->n_read += *n;
  const uint64_t n_behind =
    render->n_read + render->n_early - render->out.n_written - *n;
  const uint32_t n_room = n_block - *n;
  const uint32_t n_more = n_behind < n_room ? (uint32_t)n_behind : n_room;
  memset(frames + *n * n_channels, 0, n_more * n_channels * sizeof(float));
  *n += n_more;
  return true;
}

/// Play the file, and silence until all is out, for the network to listen
static bool
play_unheard(Render* const render, const RenderOptions* const options)
{
  const uint32_t n_block = options->n_block;
  for (uint32_t n = n_block; n == n_block;) {
    if (!wav_read(&render->in, render->stage.frames, n_block, &n)) {
      return false;
    }
    stage_play(&render->stage, n);
  }

  for (uint32_t left = render->n_early, n = 0; left; left -= n) {
    n = left < n_block ? left : n_block;
    memset(
      render->stage.frames, 0, (size_t)n * render->stage.n_in * sizeof(float));
    stage_play(&render->stage, n);
  }
  return wav_rewind(&render->in);
}

/// Have a network that hears the future hear the whole file first
static bool
listen(Render* const              render,
       const RenderOptions* const options,
       Progress* const            progress)
{
  Whole* const whole = &render->whole;
  if (!whole_listen(whole,
                    render->player,
                    (uint32_t)render->in.info.channels,
                    options->out_path)) {
    return false;
  }
  render->n_early = rmn_player_latency(render->player); // Without look-ahead
  if (!play_unheard(render, options)) {
    command_report(options->in_path, "%s", render->in.error);
    return false;
  }
  return !whole_problem(whole) && whole_tell(whole, options->start, progress);
}

static bool
play(Render* const              render,
     const RenderOptions* const options,
     Progress* const            progress)
{
  const bool is_whole = render->whole.sequence;
  for (uint32_t n = options->n_block; n == options->n_block;) {
    if (!read_block(render, options->n_block, &n)) {
      command_report(options->in_path, "%s", render->in.error);
      return false;
    }
    stage_play(&render->stage, n);
    if (whole_problem(&render->whole)) {
      return false;
    }
    if (!write_block(render, n)) {
      command_report(options->out_path, "%s", render->out.error);
      return false;
    }
    if (!is_whole) {
      progress_update(progress, render->out.n_written);
    }
  }

  if (!decisions_commit(&render->decisions)) {
    return false;
  }
  if (!wav_commit(&render->out)) {
    command_report(options->out_path, "%s", render->out.error);
    return false;
  }
  return true;
}

/// Say how the rate of the model was met
static const char*
describe_rate(const Render* const render)
{
  const double      model_hz = rmn_player_model_rate(render->player);
  const RmnRateMode mode     = rmn_player_rate_mode(render->player);

  return mode == RMN_RATE_DELAY                   ? "state delayed"
         : mode == RMN_RATE_RESAMPLE              ? "resampled"
         : model_hz == render->in.info.samplerate ? "at its own rate"
         : model_hz > 0.0                         ? "sample for sample"
                          : "sample for sample, its rate unknown";
}

static void
print_figures(const Render* const        render,
              const RenderOptions* const options,
              const double               n_seconds)
{
  const uint64_t n_frames    = render->out.n_written;
  const uint64_t n_contained = rmn_player_n_contained(render->player);
  const double   duration    = (double)n_frames / render->in.info.samplerate;

  if (n_contained) {
    command_report(options->in_path,
                   "warning: NaN or infinity occurred %" PRIu64
                   " times and was played as silence",
                   n_contained);
  }
  if (wav_clips(&render->out, render->peak)) {
    command_report(options->out_path,
                   "warning: it is louder than 0 dBFS, where this format "
                   "clips; use .wav, or a lower input");
  }
  if (!options->is_quiet) {
    fprintf(stderr,
            "%s: %" PRIu64 " frames, %.3f s, %s, rendered in %.3f s: %.1f x "
            "real time, peak %.2f dBFS, %" PRIu64 " NaN or infinity\n",
            options->out_path,
            n_frames,
            duration,
            describe_rate(render),
            n_seconds,
            duration / n_seconds,
            20.0 * log10((double)render->peak),
            n_contained);
  }
}

static bool
render_file(Render* const render, const RenderOptions* const options)
{
  if (!open_input(render, options->in_path) || !open_player(render, options) ||
      !open_decisions(render, options) || !open_output(render, options)) {
    return false;
  }

  Progress       progress;
  const uint64_t n_frames = (uint64_t)render->in.info.frames;
  progress_start(&progress, n_frames, !options->is_quiet);
  const bool is_done =
    (!rmn_model_is_backward(rmn_player_model(render->player)) ||
     listen(render, options, &progress)) &&
    play(render, options, &progress);
  const double n_seconds = progress_finish(&progress);
  if (is_done) {
    print_figures(render, options, n_seconds);
  } else if (whole_problem(&render->whole)) {
    command_report(options->out_path,
                   "what the model hears cannot be kept beside it: %s",
                   whole_problem(&render->whole));
  }
  return is_done;
}

static void
close_all(Render* const render)
{
  decisions_close(&render->decisions);
  wav_close(&render->out);
  wav_close(&render->in);
  whole_close(&render->whole);
  rmn_player_free(render->player);
  stage_close(&render->stage);
}

static int
run(const int argc, char** const argv)
{
  RenderOptions options;
  const int     status = render_options_parse(&options, argc, argv);
  if (status) {
    return status;
  }
  if (options.is_help) {
    return command_help(&render_command);
  }

  Render     render  = {0};
  const bool is_done = render_file(&render, &options);
  close_all(&render);
  return is_done ? EXIT_SUCCESS : EXIT_FAILURE;
}

const Command render_command = {
  .name    = "render",
  .summary = "Play an audio file through a model",
  .help    = render_help,
  .more    = render_help_options,
  .run     = run,
};
