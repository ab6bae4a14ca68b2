#!/usr/bin/env bash
# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT
#
# The same sound from every instruction set and compiler.

source "$(dirname "$0")/lib.sh"

BUILD=${BUILD:-$root/build}
model=$GOLDEN/keras-lstm.json

# build_bits COMPILER [VARIABLE...]: make $TMP/COMPILER/tests/test_bits
build_bits() {
  local compiler=$1
  shift
  make -j "$(nproc)" -C "$root" CC="$compiler" BUILD="$TMP/$compiler" SAN= "$@" \
    "$TMP/$compiler/tests/test_bits" MAKEFLAGS=
}

if command -v clang >/dev/null; then
  check clang_builds build_bits clang
  check clang_plays_the_same_bits "$TMP/clang/tests/test_bits"
else
  skip clang_plays_the_same_bits "clang is missing"
fi

if command -v aarch64-linux-gnu-gcc >/dev/null &&
  command -v qemu-aarch64 >/dev/null; then
  check aarch64_builds build_bits aarch64-linux-gnu-gcc LDFLAGS=-static
  check aarch64_plays_the_same_bits \
    qemu-aarch64 "$TMP/aarch64-linux-gnu-gcc/tests/test_bits"
else
  skip aarch64_plays_the_same_bits "a cross compiler or qemu-user is missing"
fi

# Every size, where nothing slows it down
if [ -z "${SAN:-}" ]; then
  check all_sizes_play_the_same_bits "$BUILD/tests/test_bits" --all
fi

# The kernels of this machine, from the message that refuses another one
mapfile -t isas < <(RMN_ISA=none "$REMANENCE" --version 2>&1 |
  sed 's/.*this machine has //; s/, /\n/g')

check a_kernel_that_is_missing_is_refused \
  refuses 2 "RMN_ISA: no kernel none; this machine has" \
  env RMN_ISA=none "$REMANENCE" info "$model"

python 'write(sys.argv[1], [sine(9600)])' "$TMP/in.wav"

render_with() {
  env RMN_ISA="$1" "$REMANENCE" render "$model" "$TMP/in.wav" "$TMP/$1.wav"
}

for isa in "${isas[@]}"; do
  check "renders_with_$isa" render_with "$isa"
done

if [[ " ${isas[*]} " == *" x86-64-v4 "* ]]; then
  check v3_and_v4_render_the_same cmp "$TMP/x86-64-v3.wav" "$TMP/x86-64-v4.wav"
fi

# What is true of the fastest kernel is true of the others
for isa in "${isas[@]:1}"; do
  for test in activation cells contain denormals golden models; do
    if [ "$test" = models ] && [ ! -d "$RMN_DATA" ]; then
      skip "test_models_passes_with_$isa" "no real networks in $RMN_DATA"
      continue
    fi
    check "test_${test}_passes_with_$isa" \
      env RMN_ISA="$isa" "$BUILD/tests/test_$test"
  done
done
