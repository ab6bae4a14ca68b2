// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "loader_sound.h"

#include "reading.h"
#include "verdict.h"

/// Return whether outputs are no audio, which would be loud as such
static bool
is_no_audio(const RmnNetwork* const network)
{
  return network->prediction.kind == RMN_PREDICT_VALUE ||
         network->prediction.kind == RMN_PREDICT_CLASS;
}

/// Make a player of what was found, and what plays it in a predictor
static void
make_player(RmnLoader* const        loader,
            RmnSound* const         sound,
            const RmnNetwork* const network,
            RmnError* const         error)
{
  const RmnSetup asked = {loader->rate_hz,
                          loader->n_channels,
                          (RmnRateMode)sound->setting.rate_mode,
                          sound->setting.oversampling,
                          0.1 * sound->setting.look_ahead};
  const RmnSetup setup =
    loader->predicts ? rmn_predictor_setup(network, &asked) : asked;

  if (!loader->predicts && is_no_audio(network)) {
    *error = (RmnError){RMN_ERR_UNSUPPORTED,
                        "it predicts, and makes no sound: load it into "
                        "Remanence Predict"};
    return;
  }

  sound->player = rmn_player_new_with(network, &setup, error);
  if (sound->player && loader->predicts) {
    sound->predicted =
      rmn_predicted_new(network, sound->player, loader->rate_hz);
    if (!sound->predicted) {
      *error = (RmnError){RMN_ERR_NO_MEMORY, "no memory for a predictor"};
      rmn_player_free(sound->player);
      sound->player = NULL;
    }
  }
}

/// Make what plays of what was found, if anything was
static void
fill_sound(RmnLoader* const loader, RmnSound* const sound, RmnFind* const find)
{
  RmnFile* const file = find->file;
  sound->setting      = rmn_mailbox_wanted(loader->mailbox);
  if (file) {
    make_player(loader, sound, file->network, &find->error);
    rmn_about_init(&sound->about, file->network);
    if (sound->player) {
      sound->about.lufs = (float)rmn_player_loudness(sound->player).lufs;
      sound->gates      = rmn_gates_new(file->network, RMN_MAX_UNITS);
    }
    rmn_network_free(file->network);
    file->network = NULL;
  }
}

RmnSound*
rmn_loader_make_sound(RmnLoader* const       loader,
                      const RmnSource* const source,
                      RmnFind* const         find)
{
  const char* const path  = find->file ? find->file->path : source->path;
  RmnSound* const   sound = rmn_sound_new(path);
  if (!sound) {
    lv2_log_error(&loader->logger, "remanence: No memory to load a model\n");
    return NULL;
  }

  fill_sound(loader, sound, find);
  if (sound->player) {
    rmn_verdict_doubt(sound->message, source, find, sound);
    sound->is_note = find->found != RMN_FOUND_CHANGED;
  } else {
    rmn_verdict_failure(sound->message, source, find);
  }
  return sound;
}
