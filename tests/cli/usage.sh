#!/usr/bin/env bash
# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT
#
# How the command is called, and what its help says

source "$(dirname "$0")/lib.sh"

# mentions TEXT COMMAND...: whether the output of a successful command has it
mentions() {
  local text=$1 output
  shift
  output=$("$@") && [[ $output == *"$text"* ]]
}

# is_same_help COMMAND
is_same_help() {
  cmp <("$REMANENCE" help "$1") <("$REMANENCE" "$1" --help)
}

# is_plea COMMAND: -h alone is --help
is_plea() {
  cmp <("$REMANENCE" "$1" -h) <("$REMANENCE" "$1" --help)
}

# documents_options COMMAND OPTION...: also that getopt_long() knows no other
documents_options() {
  local command=$1 option help
  shift
  help=$("$REMANENCE" help "$command") || return
  for option in "$@"; do
    grep -q "^  $option " <<<"$help" || return
  done
  [ "$(grep -c '^  --' <<<"$help")" -eq $# ]
}

# documents_limit NAME TEXT: whether the help of info says what rmn_base.h does
documents_limit() {
  local value
  value=$(sed -n "s/^ *$1 *= \([^,]*\),.*/\1/p" "$root/dsp/rmn_base.h")
  mentions "${2/N/$((value))}" "$REMANENCE" help info
}

full() {
  ! "$@" >/dev/full
}

check usage_version mentions "remanence $(
  sed -n 's/^#define RMN_VERSION "\(.*\)"/\1/p' "$root/dsp/rmn.h"
)" "$REMANENCE" --version
check usage_help mentions SYNOPSIS "$REMANENCE" --help
check usage_help_lists_info mentions '  info ' "$REMANENCE" help
check usage_help_lists_render mentions '  render ' "$REMANENCE" help
check usage_without_command refuses 2 'command is missing' "$REMANENCE"
check usage_unknown_command refuses 2 'no such command or option: dance' \
  "$REMANENCE" dance
check usage_unknown_help refuses 2 'no such command: dance' \
  "$REMANENCE" help dance
check usage_full_stdout full "$REMANENCE" --help

for command in info render predict forecast convert train; do
  for section in NAME SYNOPSIS DESCRIPTION OPTIONS 'EXIT STATUS' EXAMPLES; do
    check "usage_${command}_help_${section/ /_}" \
      mentions "$section" "$REMANENCE" help "$command"
  done
  check "usage_${command}_h_is_help" is_plea "$command"
  check "usage_${command}_help_is_same" is_same_help "$command"
  check "usage_${command}_unknown_option" refuses 2 "remanence $command --help" \
    "$REMANENCE" "$command" --bogus
  check "usage_${command}_without_names" refuses 2 "remanence $command: " \
    "$REMANENCE" "$command"
done

check usage_info_options documents_options info --json --help
check usage_render_options documents_options render \
  --param --start --rate --oversample --output --normalise --dc-block \
  --input-level --block --csv --midi --quiet --help
check usage_predict_options documents_options predict --json --csv --quiet --help
check usage_forecast_options documents_options forecast --steps --output \
  --check --quiet --help
check usage_convert_options documents_options convert --to \
  --rescale-knobs --help
check usage_train_options documents_options train --output --knobs --teacher \
  --cell --hidden --layers --bidirectional --look-ahead --no-skip \
  --from-anywhere --front --start-from --delay --pieces --epochs --minutes \
  --target-esr --truncation --rate --loss --labels --latency --hop --window \
  --pool --predict --csv --target --seed --seeds --sizes --jobs --devices --threads \
  --name --author --licence --report --checkpoint --quiet --help

check usage_limit_layers documents_limit RMN_MAX_LAYERS '; N layers'
check usage_limit_width documents_limit RMN_MAX_WIDTH ', N units'
check usage_limit_weights documents_limit RMN_MAX_WEIGHTS 'N
  weights'
check usage_limit_inputs documents_limit RMN_MAX_INPUTS ' N inputs'
check usage_limit_outputs documents_limit RMN_MAX_OUTPUTS ' N outputs'
check usage_limit_history documents_limit RMN_MAX_HISTORY ' N samples'
