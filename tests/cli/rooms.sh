#!/usr/bin/env bash
# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT
#
# The house rules that a machine can check: what each room may depend on, and
# what stays out of the library.  BUILD is the folder of what was built.

source "$(dirname "$0")/lib.sh"

BUILD=${BUILD:-$root/build}
cd "$root" || exit

audio_path=(dsp/process.c dsp/*_rt.c dsp/kernel/*.c
  plugin/{run,control,swap,delay,levels,notify,patch,midi,mailbox,scope}.c
  plugin/{request,setting,ports,text,about_write,outputs_write}.c
  plugin/{predict_rt,predicted_rt,midi_out}.c)

# Print files of the audio path with the headers that they include
audio_path_sources() {
  local file
  for file in "${audio_path[@]}"; do
    tr -s '\\ ' '\n' <"$BUILD/obj/${file%.c}.d" | grep '\.[ch]$' || return 1
  done | sort -u
}

audio_path_includes_nothing_slow() {
  local sources
  mapfile -t sources < <(audio_path_sources)
  printf '%s\n' "${sources[@]}"
  [ ${#sources[@]} -gt ${#audio_path[@]} ] &&
    ! grep -E '#include <(stdlib|stdio|jansson)' "${sources[@]}"
}

audio_path_calls_nothing_slow() {
  local file
  for file in "${audio_path[@]}"; do
    [ -s "$BUILD/obj/${file%.c}.o" ] || return 1
    ! nm -u "$BUILD/obj/${file%.c}.o" |
      grep -E ' (.*alloc|free|.*printf|f?(open|read|write)|pthread_.*)$' ||
      return 1
  done
}

# The first argument may not be included by files in the others
is_not_included() {
  local what=$1
  shift
  ! grep -rE --include='*.[ch]' "#include [<\"](\.\./)*$what" "$@"
}

library_is_light() {
  local library=$BUILD/remanence.lv2/remanence.so needed
  needed=$(readelf -d "$library") && echo "$needed" &&
    [[ $needed == *BIND_NOW* && $needed != *blas* ]]
}

# It would change the mode of the host's threads as soon as it is loaded
floating_point_is_strict() {
  ! grep -nE -- '-ffast-math|-Ofast|-funsafe-math' Makefile &&
    ! nm "$BUILD/remanence.lv2/remanence.so" | grep set_fast_math
}

check rooms-audio-path-includes audio_path_includes_nothing_slow
check rooms-audio-path-calls audio_path_calls_nothing_slow
check rooms-lv2-in-plugin-only is_not_included lv2/ dsp tools
check rooms-engine-is-at-the-bottom is_not_included '(plugin|tools)/' dsp
check rooms-plugin-knows-no-tools is_not_included tools/ plugin
check rooms-loaders-see-no-kernel \
  is_not_included '(kernel/|model\.h|pack\.h)' dsp/formats
check rooms-kernel-knows-no-network \
  is_not_included '(network\.h|model\.h|formats/|jansson)' dsp/kernel
resampler_is_known_to_one() {
  local sources
  sources=$(grep -lr '#include <speex' dsp plugin tools) && echo "$sources" &&
    [ "$sources" = dsp/resample_speex.h ] &&
    [ "$(grep -l '"resample_speex.h"' -r dsp plugin tools | sort | xargs)" = \
      'dsp/resample.c dsp/resample_rt.c' ]
}

protobuf_is_known_to_onnx() {
  local sources
  sources=$(grep -lrE --include='*.[ch]' '#include.*(pb-c|protobuf)' \
    dsp plugin tools) && echo "$sources" &&
    [ -z "$(grep -v '^dsp/formats/onnx/' <<<"$sources")" ]
}

# A host may run it in a process of its own
ui_is_without_engine() {
  local library=$BUILD/remanence.lv2/remanence_ui.so
  nm "$library" | grep -q ' [tT] rmn_panel_init' &&
    ! nm "$library" | grep -E ' rmn_(player|model|network|state|process)'
}

check rooms-protobuf-is-known-to-onnx protobuf_is_known_to_onnx
check rooms-ui-is-without-engine ui_is_without_engine
check rooms-resampler-is-known-to-one resampler_is_known_to_one
check rooms-library-is-light library_is_light
check rooms-floating-point-is-strict floating_point_is_strict
