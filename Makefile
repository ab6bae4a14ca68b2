# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT
#
# make              the plugin, the command and the harness, in build/
# make deps GOAL    install the Debian packages that GOAL needs first
# make demo         a guitar phrase through the default preset: WAV and PNG
# make test         every test that stands alone
# make test-hosts   the plugin in ffmpeg, GStreamer, jalv and Ardour
# make install      into PREFIX, below DESTDIR if given
#
# CFLAGS, CPPFLAGS and LDFLAGS are yours; what the build cannot do without is
# added to them.  SAN=address or SAN=thread makes a sanitizer build of its own.

PREFIX  ?= /usr/local
BINDIR  ?= $(PREFIX)/bin
MANDIR  ?= $(PREFIX)/share/man
LV2DIR  ?= $(PREFIX)/lib/lv2
DATA    ?= ../shared/data
PKGCONF ?= pkg-config
INSTALL ?= install
CFLAGS  ?= -O3 -g

SAN   ?=
BUILD ?= build$(if $(SAN),-$(SAN))

# Every sum is rounded as written: results must not depend on the compiler
FP_FLAGS   := -ffp-contract=off -fno-math-errno -fno-trapping-math
WARN_FLAGS := -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes \
              -Wmissing-prototypes -Wcast-qual -Wwrite-strings -Wvla
SAN_FLAGS_address := -fsanitize=address,undefined -fno-sanitize-recover=all
SAN_FLAGS_thread  := -fsanitize=thread
SAN_FLAGS := $(SAN_FLAGS_$(SAN))

ALL_CFLAGS := -std=c11 -D_POSIX_C_SOURCE=200809L -Idsp -fPIC \
              -fvisibility=hidden $(FP_FLAGS) $(WARN_FLAGS) $(SAN_FLAGS) \
              $(CPPFLAGS) $(CFLAGS)
ALL_LDFLAGS := $(SAN_FLAGS) $(LDFLAGS)

pkg_cflags = $(shell $(PKGCONF) --cflags $(1))
pkg_libs   = $(shell $(PKGCONF) --libs $(1))

LIB     := $(BUILD)/librmn.a
BUNDLE  := $(BUILD)/remanence.lv2
COMMAND := $(BUILD)/remanence
WAVHOST := $(BUILD)/wavhost

objects = $(patsubst %.c,$(BUILD)/obj/%.o,$(1))

DSP_SRC     := $(wildcard dsp/*.c dsp/kernel/*.c dsp/formats/*.c)
PLUGIN_SRC  := $(wildcard plugin/*.c)
TOOLS_SRC   := $(wildcard tools/*.c)
DEMO_SRC    := $(wildcard tools/demo/*.c)
WAVHOST_SRC := $(wildcard tests/wavhost/*.c) tools/wav.c tools/progress.c
UNIT_SRC    := $(wildcard tests/unit/*.c)
UNIT_TESTS  := $(patsubst tests/unit/%.c,$(BUILD)/tests/%,$(UNIT_SRC))

.PHONY: all bundle test test-hosts demo install uninstall deps fuzz lint \
        format golden clean help
.DELETE_ON_ERROR:

all: bundle $(COMMAND) $(WAVHOST)

# Compilation: one rule, with the libraries that each room needs

$(BUILD)/obj/dsp/formats/%.o: PKG := jansson
$(BUILD)/obj/plugin/%.o: PKG := lv2
$(BUILD)/obj/tools/%.o: PKG := sndfile jansson
$(BUILD)/obj/tools/demo/%.o: PKG := sndfile cairo
$(BUILD)/obj/tests/wavhost/%.o: PKG := sndfile lilv-0 lv2
$(BUILD)/obj/tests/unit/%.o: PKG := lilv-0 lv2 jansson sndfile

$(BUILD)/obj/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(if $(PKG),$(call pkg_cflags,$(PKG))) \
	  -MMD -MP -c $< -o $@

$(LIB): $(call objects,$(DSP_SRC))
	rm -f $@
	$(AR) rcs $@ $^

$(COMMAND): $(call objects,$(TOOLS_SRC)) $(LIB)
	$(CC) $(ALL_LDFLAGS) $^ $(call pkg_libs,sndfile jansson) -lm -o $@

$(WAVHOST): $(call objects,$(WAVHOST_SRC))
	$(CC) $(ALL_LDFLAGS) $^ $(call pkg_libs,lilv-0 sndfile) -pthread -lm -o $@

-include $(shell find $(BUILD)/obj -name '*.d' 2>/dev/null)

# Tests

TEST_PKGS := lilv-0 jansson sndfile

$(BUILD)/tests/%: $(BUILD)/obj/tests/unit/%.o $(LIB)
	@mkdir -p $(@D)
	$(CC) $(ALL_LDFLAGS) $^ $(call pkg_libs,$(TEST_PKGS)) $(TEST_LIBS) \
	  -lm -ldl -pthread -o $@

# Only what compares with the batch form needs OpenBLAS
$(BUILD)/tests/test_cells $(BUILD)/tests/test_golden: \
  TEST_LIBS := $(call pkg_libs,openblas)
