# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT
#
# make              the plugin, the command and the harness, in build/
# make deps GOAL    install the Debian packages that GOAL needs first
# make demo         a guitar phrase through the default preset: WAV and PNG
# make test         every test that stands alone
# make test-hosts   the plugin in ffmpeg, GStreamer, jalv, Ardour and a browser
# make check        both
# make monkey       half an hour of random clicks, keys and sizes, or MONKEY_S=s
# make install      into PREFIX, below DESTDIR if given; make uninstall
# make clean        remove build/; BUILD=DIR builds elsewhere, V=1 shows commands
# make bench        what playing and opening cost on this machine
# make bench-chart  the same beside PyTorch, as a picture
# make rate-table   doc/rates.md: models of DATA at other rates than their own
# make aliasing     doc/aliasing.md: the same for oversampling, and its picture
# make latch        doc/latch.md: which cells learn to remember, and its picture
# make screenshots  doc/ui.png and others: the user interface
# make modgui-pictures  the pictures of the web pedal, in a browser
# make resamplers   speexdsp beside libsamplerate: cost, delay, error
# make zipper       the spectrum of a sine while a knob turns, as a picture
# make MPI=1        build/mpi/remanence, which trains on the ranks of a cluster
# make bench-ui     what the open window takes of a core, in silence and not
# make bench-whole  what rendering an hour through bidirectional layers costs
# make bench-train  how fast training is, beside PyTorch
# make presets      every factory preset anew, from circuits: an hour or two
# make predictors   doc/predictors.md: how good presets that predict are on DATA
# make preset-table doc/presets.md: how close they come on recordings of DATA
# make instructions the table of instructions of a frame, counted anew
# make fuzz         a minute of fuzzing the loaders; make lint, make format
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

# V=1 shows whole commands, the default only what is made
Q   := $(if $(V),,@)
say  = @$(if $(V),:,printf '  %-4s %s\n' $(1) $@)

pkg_cflags = $(shell $(PKGCONF) --cflags $(1))
pkg_libs   = $(shell $(PKGCONF) --libs $(1))

LIB     := $(BUILD)/librmn.a
LIB_PKG := jansson speexdsp libprotobuf-c
MPI_PKG ?= ompi-c
BUNDLE  := $(BUILD)/remanence.lv2
COMMAND := $(BUILD)/$(if $(MPI),mpi/)remanence
WAVHOST := $(BUILD)/wavhost

objects = $(patsubst %.c,$(BUILD)/obj/%.o,$(1))

BATCH_SRC   := $(wildcard dsp/batch*.c)
DSP_SRC     := $(wildcard dsp/*.c dsp/kernel/*.c dsp/formats/*.c \
                 dsp/formats/onnx/*.c)
DSP_SRC     := $(filter-out $(BATCH_SRC),$(DSP_SRC))
PLUGIN_SRC  := $(wildcard plugin/*.c)
UI_DRAWN    := $(addprefix plugin/ui/,control.c draw.c layout.c list.c \
                 list_layout.c listing.c number.c style.c view.c) \
               $(wildcard plugin/ui/draw_*.c plugin/ui/panel*.c) \
               $(addprefix plugin/,folder.c ports.c text.c)
UI_SRC      := $(sort $(UI_DRAWN) $(wildcard plugin/ui/*.c) \
                 plugin/patch.c plugin/uris.c)
TRAIN_SRC   := $(wildcard tools/train/*.c)
TRAIN_ROOM  := $(filter-out tools/train/train.c tools/train/train_% \
                 tools/train/run% tools/train/recipe.c tools/train/finish.c \
                 tools/train/story% tools/train/start.c \
                 tools/train/prepare.c tools/train/report% tools/train/jobs.c \
                 tools/train/device% \
                 tools/train/sweep% tools/train/ranks%,$(TRAIN_SRC))
TOOLS_SRC   := $(wildcard tools/*.c) $(TRAIN_SRC)
DEMO_SRC    := $(wildcard tools/demo/*.c)
WAVHOST_SRC := $(wildcard tests/wavhost/*.c) $(addprefix tools/,wav.c \
                 progress.c midi_writer.c outfile.c)
UNIT_SRC    := $(wildcard tests/unit/*.c)
UNIT_TESTS  := $(patsubst tests/unit/%.c,$(BUILD)/tests/%,$(UNIT_SRC))

.PHONY: all mpi mpi-if-there bundle man test test-hosts check monkey demo install uninstall deps \
        bench-whole \
        fuzz bench bench-chart bench-train rate-table aliasing latch resamplers \
        bench-ui zipper screenshots modgui-pictures instructions lint format \
        golden presets preset-table predictors clean help
.DELETE_ON_ERROR:
.SECONDARY:

all: bundle $(COMMAND) $(WAVHOST) man

, := ,

# Compilation: one rule, with the libraries that each room needs

$(BUILD)/obj/dsp/formats/%.o: PKG := jansson
$(BUILD)/obj/dsp/batch%.o: PKG := openblas
$(BUILD)/obj/dsp/resample%.o: PKG := speexdsp
$(BUILD)/obj/plugin/%.o: PKG := lv2
$(BUILD)/obj/plugin/ui/%.o: PKG := lv2 cairo x11
$(BUILD)/obj/tests/unit/test_ui%.o: PKG := lv2 cairo
$(BUILD)/obj/tests/bench/screenshots.o: PKG := cairo
$(BUILD)/obj/tests/hosts/%.o: PKG := lv2 x11
$(BUILD)/obj/tools/%.o: PKG := sndfile jansson
$(BUILD)/obj/tools/chart.o: PKG := cairo
$(BUILD)/obj/tools/midi_%.o $(BUILD)/obj/tools/decisions.o: PKG := smf
$(BUILD)/obj/tools/render.o: PKG := sndfile smf
$(BUILD)/obj/tools/bench%.o: PKG := jansson openblas
$(BUILD)/obj/tools/render_whole.o: PKG := sndfile openblas
$(BUILD)/obj/tools/demo/%.o: PKG := sndfile cairo
$(BUILD)/obj/tools/train/%.o: PKG := sndfile jansson openblas
$(BUILD)/obj/tools/train/report%.o: PKG := sndfile cairo
$(BUILD)/obj/tools/train/ranks_mpi.o: PKG := sndfile $(MPI_PKG)
$(BUILD)/obj/tests/wavhost/%.o: PKG := sndfile lilv-0 lv2 smf
$(BUILD)/obj/tests/bench/idle.o: PKG := lv2
$(BUILD)/obj/tests/unit/%.o: PKG := lilv-0 lv2 jansson sndfile
$(BUILD)/obj/tests/bench/rate%.o: PKG := sndfile
$(BUILD)/obj/tests/bench/aliasing.o: PKG := cairo
$(BUILD)/obj/tests/bench/latch.o: PKG := cairo openblas
$(BUILD)/obj/tests/bench/whole.o: PKG := openblas
$(BUILD)/obj/tests/bench/resamplers.o: PKG := speexdsp samplerate
$(BUILD)/obj/tests/unit/test_bits.o: PKG :=
$(BUILD)/obj/tests/unit/test_projection.o: PKG := openblas

$(BUILD)/obj/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(call say,CC)
	$(Q)$(CC) $(ALL_CFLAGS) $(if $(PKG),$(call pkg_cflags,$(PKG))) \
	  -MMD -MP -c $< -o $@

# The schema of ONNX, as libonnx-dev has it

ONNX_PROTO ?= /usr/include/onnx/onnx.proto
ONNX       := $(BUILD)/obj/onnx/onnx.pb-c

$(ONNX).c: $(ONNX_PROTO)
	@mkdir -p $(@D)
	$(call say,GEN)
	$(Q)protoc-c --proto_path=$(dir $<) --c_out=$(@D) $<

$(ONNX).o: $(ONNX).c
	$(call say,CC)
	$(Q)$(CC) $(ALL_CFLAGS) $(call pkg_cflags,libprotobuf-c) -c $< -o $@

ONNX_OBJ := $(call objects,$(wildcard dsp/formats/onnx/*.c) \
              tests/unit/test_onnx.c)
$(ONNX_OBJ): $(ONNX).c
$(ONNX_OBJ): PKG := jansson libprotobuf-c
$(ONNX_OBJ): ALL_CFLAGS += -I$(dir $(ONNX))

# Kernels: one body, once more for each instruction set beyond the baseline

ISAS_x86_64 := x86-64-v2 x86-64-v3 x86-64-v4
MACHINE     := $(shell $(CC) -dumpmachine 2>/dev/null || uname -m)
ISAS        := $(ISAS_$(firstword $(subst -, ,$(MACHINE))))
KERNELS     := $(ISAS:%=$(BUILD)/obj/dsp/kernel/body.%.o)

ISA_FLAGS_x86-64-v4 := -mprefer-vector-width=512

$(KERNELS): $(BUILD)/obj/dsp/kernel/body.%.o: dsp/kernel/body.c Makefile
	@mkdir -p $(@D)
	$(call say,CC)
	$(Q)$(CC) $(ALL_CFLAGS) -march=$* $(ISA_FLAGS_$*) -DRMN_ISA='"$*"' \
	  -DRMN_KERNEL=rmn_kernel_$(subst -,_,$*) -MMD -MP -c $< -o $@

# Those that train, likewise

FUSED := $(ISAS:%=$(BUILD)/obj/tools/train/fused_body.%.o)

$(FUSED): $(BUILD)/obj/tools/train/fused_body.%.o: tools/train/fused_body.c \
  Makefile
	@mkdir -p $(@D)
	$(call say,CC)
	$(Q)$(CC) $(ALL_CFLAGS) -march=$* $(ISA_FLAGS_$*) \
	  -DTRAIN_FUSED=train_fused_$(subst -,_,$*) -MMD -MP -c $< -o $@

# What trains, once more in double precision, for the test of gradients

TRAIN_CORE := $(filter tools/train/layer%.c,$(TRAIN_SRC)) \
              $(addprefix tools/train/,real.c trainee.c joint.c lanes.c loss.c \
                pool.c front.c)

$(BUILD)/obj/f64/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(call say,CC)
	$(Q)$(CC) $(ALL_CFLAGS) $(call pkg_cflags,openblas) -DTRAIN_REAL=double \
	  -MMD -MP -c $< -o $@

$(LIB): $(call objects,$(DSP_SRC)) $(KERNELS) $(ONNX).o
	$(call say,AR)
	$(Q)rm -f $@
	$(Q)$(AR) rcs $@ $^

# With MPI=1, the command knows the ranks of a cluster

COMMAND_PKG := $(LIB_PKG) sndfile openblas cairo smf
COMMAND_SRC := $(filter-out tools/train/ranks_%,$(TOOLS_SRC)) \
               dsp/batch_product.c

$(BUILD)/remanence: $(call objects,$(COMMAND_SRC) tools/train/ranks_none.c) \
  $(FUSED) $(LIB)
	$(call say,LINK)
	$(Q)$(CC) $(ALL_LDFLAGS) $^ $(call pkg_libs,$(COMMAND_PKG)) -pthread -lm -o $@

mpi: $(BUILD)/mpi/remanence

$(BUILD)/mpi/remanence: $(call objects,$(COMMAND_SRC) tools/train/ranks_mpi.c) \
  $(FUSED) $(LIB)
	@mkdir -p $(@D)
	$(call say,LINK)
	$(Q)$(CC) $(ALL_LDFLAGS) $^ $(call pkg_libs,$(COMMAND_PKG) $(MPI_PKG)) -pthread \
	  -lm -o $@

$(WAVHOST): $(call objects,$(WAVHOST_SRC))
	$(call say,LINK)
	$(Q)$(CC) $(ALL_LDFLAGS) $^ $(call pkg_libs,lilv-0 sndfile smf) -pthread -lm -o $@

-include $(shell find $(BUILD)/obj -name '*.d' 2>/dev/null)

# The bundle: the binary, which is bound when it is loaded and not on the audio
# thread, Turtle with its @VARIABLES@ replaced, and the presets, of which each
# has a recipe that knows its name

VERSION := $(shell sed -n 's/^\#define RMN_VERSION "\(.*\)"/\1/p' dsp/rmn.h)
MINOR   := $(word 2,$(subst ., ,$(VERSION)))
MICRO   := $(word 3,$(subst ., ,$(VERSION)))

RECIPES := $(wildcard presets/*/recipe.mk)
NAMES   := $(RECIPES:presets/%/recipe.mk=%)
include $(RECIPES)
PREDICTORS := $(foreach name,$(NAMES),$(if $($(name).predicts),$(name)))

MODGUI  := $(patsubst modgui/%,$(BUNDLE)/modgui/%,$(wildcard modgui/*))
TTL     := $(patsubst ttl/%.ttl.in,$(BUNDLE)/%.ttl,$(wildcard ttl/*.ttl.in))
PRESETS := $(foreach name,$(NAMES),$(addprefix \
             $(BUNDLE)/presets/$(name)/,model.json preset.ttl))

bundle: $(BUNDLE)/remanence.so $(BUNDLE)/remanence_ui.so $(TTL) $(MODGUI) \
  $(PRESETS)

$(BUNDLE)/remanence.so: $(call objects,$(PLUGIN_SRC)) $(LIB)
	@mkdir -p $(@D)
	$(call say,LINK)
	$(Q)$(CC) -shared -Wl,-z,now $(ALL_LDFLAGS) $(NO_UNDEFINED) $^ \
	  $(call pkg_libs,$(LIB_PKG)) -lm -pthread -o $@

# The user interface, which knows nothing of the engine
$(BUNDLE)/remanence_ui.so: $(call objects,$(UI_SRC))
	@mkdir -p $(@D)
	$(call say,LINK)
	$(Q)$(CC) -shared -Wl,-z,now $(ALL_LDFLAGS) $(NO_UNDEFINED) $^ \
	  $(call pkg_libs,cairo x11) -lm -o $@

# A sanitizer leaves its own symbols to the program that loads the plugin
NO_UNDEFINED := $(if $(SAN),,-Wl,--no-undefined)

$(BUNDLE)/%.ttl: ttl/%.ttl.in dsp/rmn.h
	@mkdir -p $(@D)
	$(call say,TTL)
	$(Q)sed -e 's/@MINOR@/$(MINOR)/g' -e 's/@MICRO@/$(MICRO)/g' $< > $@

PRESET_TTL := $(wildcard ttl/preset/*.ttl.in)

$(BUNDLE)/manifest.ttl: ttl/manifest.ttl.in $(PRESET_TTL) $(RECIPES)
	@mkdir -p $(@D)
	$(call say,TTL)
	$(Q)cat $< > $@
	$(Q)for name in $(filter-out $(PREDICTORS),$(NAMES)); do \
	  sed -e "s/@PRESET@/$$name/g" ttl/preset/manifest.ttl.in >> $@; done
	$(Q)for name in $(PREDICTORS); do \
	  sed -e "s/@PRESET@/$$name/g" ttl/preset/predict-manifest.ttl.in >> $@; done

$(BUNDLE)/presets/%/preset.ttl: $(PRESET_TTL) presets/%/recipe.mk
	@mkdir -p $(@D)
	$(call say,TTL)
	$(Q)sed -e 's/@PRESET@/$*/g' -e 's/@NAME@/$($*.name)/g' \
	  ttl/preset/$(if $($*.predicts),predict-)preset.ttl.in > $@

$(BUNDLE)/presets/%/model.json: presets/%/model.json
	@mkdir -p $(@D)
	$(call say,COPY)
	$(Q)cp $< $@

$(BUNDLE)/modgui/%: modgui/%
	@mkdir -p $(@D)
	$(call say,COPY)
	$(Q)cp $< $@

# Man pages are the help of the command, so there is one text

MAN := $(addprefix $(BUILD)/man/,remanence.1 $(addprefix remanence-,info.1 \
         render.1 predict.1 forecast.1 convert.1 train.1 bench.1))

$(BUILD)/man/remanence.1: $(COMMAND) tools/man.awk
	@mkdir -p $(@D)
	$(call say,MAN)
	$(Q)$(COMMAND) help | awk -f tools/man.awk > $@

$(BUILD)/man/remanence-%.1: $(COMMAND) tools/man.awk
	@mkdir -p $(@D)
	$(call say,MAN)
	$(Q)$(COMMAND) help $* | awk -f tools/man.awk > $@

man: $(MAN)

# Folders may have blanks, so nothing here goes through make's own lists

TARGET   = $(DESTDIR)$(LV2DIR)/remanence.lv2
INSTALLED = $(patsubst $(BUNDLE)/%,%,$(BUNDLE)/remanence.so \
              $(BUNDLE)/remanence_ui.so $(TTL) $(MODGUI) $(PRESETS))

install: all
	$(INSTALL) -d "$(DESTDIR)$(BINDIR)" "$(DESTDIR)$(MANDIR)/man1"
	$(INSTALL) $(COMMAND) "$(DESTDIR)$(BINDIR)/remanence"
	$(INSTALL) -m 644 $(MAN) "$(DESTDIR)$(MANDIR)/man1/"
	rm -rf "$(TARGET)"
	set -e; for file in $(INSTALLED); do \
	  $(INSTALL) -D -m 644 "$(BUNDLE)/$$file" "$(TARGET)/$$file"; done

uninstall:
	rm -f "$(DESTDIR)$(BINDIR)/remanence"
	for page in $(notdir $(MAN)); do \
	  rm -f "$(DESTDIR)$(MANDIR)/man1/$$page"; done
	rm -rf "$(TARGET)"

# The demo: dry.wav, wet.wav and picture.png in build/demo

DEMO := $(BUILD)/demo

$(BUILD)/demo-phrase: $(call objects,tools/demo/phrase.c tools/wav.c)
	$(call say,LINK)
	$(Q)$(CC) $(ALL_LDFLAGS) $^ $(call pkg_libs,sndfile) -lm -o $@

$(BUILD)/demo-picture: $(call objects,$(addprefix tools/,demo/picture.c \
                         chart.c spectrum.c wav.c))
	$(call say,LINK)
	$(Q)$(CC) $(ALL_LDFLAGS) $^ $(call pkg_libs,sndfile cairo) -lm -o $@

demo: all $(BUILD)/demo-phrase $(BUILD)/demo-picture
	@mkdir -p $(DEMO)
	$(BUILD)/demo-phrase $(DEMO)/dry.wav
	$(WAVHOST) urn:remanence:effect $(DEMO)/dry.wav $(DEMO)/wet.wav
	$(BUILD)/demo-picture $(DEMO)/dry.wav $(DEMO)/wet.wav $(DEMO)/picture.png
	@echo "Listen to $(DEMO)/wet.wav and look at $(DEMO)/picture.png"

# What a knob that turns is heard to do, with and without smoothing

$(BUILD)/demo-zipper: $(call objects,$(addprefix tools/,demo/zipper.c chart.c \
                        spectrum.c)) $(LIB)
	$(call say,LINK)
	$(Q)$(CC) $(ALL_LDFLAGS) $^ $(call pkg_libs,$(LIB_PKG) cairo) -lm -o $@

zipper: $(BUILD)/demo-zipper
	$(BUILD)/demo-zipper presets/diode-clipper/model.json doc/zipper.png

# Tests: every program and script prints lines that tests/run counts

CLI_TESTS  := $(wildcard tests/cli/*.sh)
HOST_TESTS := $(wildcard tests/hosts/*.sh)
CLI_TESTS  := $(filter-out %/lib.sh,$(CLI_TESTS))
HOST_TESTS := $(filter-out %/lib.sh,$(HOST_TESTS))

TEST_ENV := BUILD='$(abspath $(BUILD))' BUNDLE='$(abspath $(BUNDLE))' \
            REMANENCE='$(abspath $(COMMAND))' WAVHOST='$(abspath $(WAVHOST))' \
            GOLDEN='$(abspath tests/golden)' RMN_DATA='$(abspath $(DATA))' \
            SAN='$(SAN)' CC='$(CC)' \
            LSAN_OPTIONS='suppressions=$(abspath tests/lsan.supp):print_suppressions=0'

$(BUILD)/tests/%: $(BUILD)/obj/tests/unit/%.o $(LIB)
	@mkdir -p $(@D)
	$(call say,LINK)
	$(Q)$(CC) $(ALL_LDFLAGS) $^ $(call pkg_libs,$(LIB_PKG) lilv-0 sndfile) \
	  $(TEST_LIBS) -lm -ldl -pthread -o $@

# The tests of the plugin compare it with its own table of ports
$(filter $(BUILD)/tests/test_plugin% $(BUILD)/tests/test_ttl,$(UNIT_TESTS)): \
  $(BUILD)/obj/plugin/ports.o

$(BUILD)/tests/test_text: $(BUILD)/obj/plugin/text.o
$(BUILD)/tests/test_folder: $(BUILD)/obj/plugin/folder.o

# The user interface, without its window
$(filter $(BUILD)/tests/test_ui%,$(UNIT_TESTS)): TEST_LIBS = $(LIB) \
  $(call pkg_libs,cairo)
$(filter $(BUILD)/tests/test_ui%,$(UNIT_TESTS)): $(call objects,$(UI_DRAWN) \
  plugin/ui/messages.c plugin/ui/object.c plugin/ui/uri.c plugin/about.c plugin/about_write.c \
  plugin/patch.c plugin/uris.c)

# Only what compares with the batch form needs OpenBLAS
BATCH_TESTS := $(addprefix $(BUILD)/tests/test_,cells functions \
                 golden projection)
$(BATCH_TESTS): TEST_LIBS = $(call pkg_libs,openblas)
$(BATCH_TESTS): $(call objects,$(BATCH_SRC))

$(BUILD)/tests/test_gradient $(BUILD)/tests/test_gradient_loss: \
  $(BUILD)/tests/%: $(BUILD)/obj/f64/tests/unit/%.o \
  $(patsubst %.c,$(BUILD)/obj/f64/%.o,$(TRAIN_CORE)) \
  $(call objects,$(BATCH_SRC)) $(LIB)
	@mkdir -p $(@D)
	$(call say,LINK)
	$(Q)$(CC) $(ALL_LDFLAGS) $^ $(call pkg_libs,$(LIB_PKG) openblas) -lm -o $@

$(BUILD)/tests/test_lanes: TEST_LIBS = $(call pkg_libs,openblas)
$(BUILD)/tests/test_lanes: $(call objects,$(TRAIN_CORE) \
  $(wildcard tools/train/fused*.c)) $(FUSED)

ROOM_TESTS := $(addprefix $(BUILD)/tests/test_,optimiser session trainer \
                trainer_state)
$(ROOM_TESTS): TEST_LIBS = $(LIB) $(call pkg_libs,$(LIB_PKG) openblas)
$(ROOM_TESTS): $(call objects,$(TRAIN_ROOM) tools/wav.c tools/command.c \
  tools/csv_read.c) \
  $(FUSED)

$(BUILD)/tests/test_finish: TEST_LIBS = $(LIB) \
  $(call pkg_libs,$(LIB_PKG) openblas) \
  $(addprefix -Wl$(,)--wrap=,calloc aligned_alloc)
$(BUILD)/tests/test_finish: $(call objects,$(TRAIN_ROOM) tools/train/finish.c \
  tools/train/story.c tools/train/story_json.c tools/train/score_text.c \
  tools/wav.c tools/command.c tools/csv_read.c) $(FUSED)

# What learns to remember a bit, in the test and in doc/latch.md
LATCH_SRC := $(TRAIN_CORE) \
  $(addprefix tools/train/,adam.c basis.c crew.c) $(wildcard tools/train/fused*.c)

$(BUILD)/tests/test_latch: TEST_LIBS = $(LIB) $(call pkg_libs,openblas)
$(BUILD)/tests/test_latch: $(call objects,$(LATCH_SRC)) $(FUSED)

$(BUILD)/tests/test_align: TEST_LIBS = $(call pkg_libs,openblas)
$(BUILD)/tests/test_align: $(call objects,$(addprefix tools/train/,align.c \
  align_rough.c))

$(BUILD)/tests/test_take_list: TEST_LIBS = $(LIB)
$(BUILD)/tests/test_take_list: $(call objects,$(addprefix tools/train/,\
  take_list.c take_list_close.c))

$(BUILD)/tests/test_pieces: $(addprefix $(BUILD)/obj/tools/,train/pieces.o \
  train/recording.o train/loss.o train/warnings.o command.o)
$(BUILD)/tests/test_repeats: $(BUILD)/obj/tools/train/repeats.o

# Every allocation of the engine goes through test_alloc.c
WRAPPED := malloc calloc realloc aligned_alloc free strdup strndup
$(BUILD)/tests/test_alloc: TEST_LIBS = $(addprefix -Wl$(,)--wrap=,$(WRAPPED))

# The test of bits needs the engine alone, so that it builds for any machine:
# make CC=aarch64-linux-gnu-gcc BUILD=arm64 LDFLAGS=-static arm64/tests/test_bits
ENGINE_SRC := $(filter-out dsp/formats/% dsp/player% dsp/predictor% dsp/gates% dsp/idle% dsp/rate% \
                dsp/adapter% dsp/resample%,$(DSP_SRC))

$(BUILD)/tests/test_bits: $(call objects,tests/unit/test_bits.c $(ENGINE_SRC)) \
  $(KERNELS)
	@mkdir -p $(@D)
	$(call say,LINK)
	$(Q)$(CC) $(ALL_LDFLAGS) $^ -lm -o $@

# Whether MPI is there is asked only now, as `make deps test` installs it first
mpi-if-there: all
	$(Q)! $(PKGCONF) --exists $(MPI_PKG) 2>/dev/null || \
	  $(MAKE) --no-print-directory mpi

test: all $(UNIT_TESTS) $(BUILD)/bench-frames $(BUILD)/bench-idle \
  mpi-if-there
	$(TEST_ENV) tests/run $(UNIT_TESTS) $(CLI_TESTS)

# A host of the window alone, which tests/hosts/ui.sh runs
$(BUILD)/ui-window: $(call objects,tests/hosts/ui_window.c plugin/patch.c \
                      plugin/ports.c plugin/uris.c) $(LIB)
	$(call say,LINK)
	$(Q)$(CC) $(ALL_LDFLAGS) $^ $(call pkg_libs,$(LIB_PKG) x11) -ldl -lm -o $@

test-hosts: all $(BUILD)/ui-window
	$(TEST_ENV) tests/run $(HOST_TESTS)

# Random events for half an hour; SAN=address finds what they leak and break
MONKEY_S ?= 1800

monkey: bundle $(BUILD)/ui-window
	$(TEST_ENV) MONKEY_S='$(MONKEY_S)' xvfb-run -a \
	  -s '-screen 0 1280x900x24 -nolisten tcp' $(BUILD)/ui-window

check: all $(UNIT_TESTS) $(BUILD)/bench-frames $(BUILD)/bench-idle \
  mpi-if-there $(BUILD)/ui-window
	$(TEST_ENV) tests/run $(UNIT_TESTS) $(CLI_TESTS) $(HOST_TESTS)

# Fuzzing: the loaders and 64 frames, under AddressSanitizer and UBSan

FUZZ         := $(BUILD)/fuzz
FUZZ_SECONDS ?= 60
FUZZ_SAN     := address,undefined

$(FUZZ)/fuzz_model: $(DSP_SRC) tests/fuzz/fuzz_model.c
	$(MAKE) BUILD=$(FUZZ) CC=clang SAN= \
	  CFLAGS='-O1 -g -DRMN_ROLLED -fsanitize=fuzzer-no-link,$(FUZZ_SAN)' \
	  $(FUZZ)/librmn.a $(FUZZ)/obj/tests/fuzz/fuzz_model.o
	clang -fsanitize=fuzzer,$(FUZZ_SAN) $(FUZZ)/obj/tests/fuzz/fuzz_model.o \
	  $(FUZZ)/librmn.a $(call pkg_libs,$(LIB_PKG)) -lm -o $@

fuzz: $(FUZZ)/fuzz_model
	tests/fuzz/run $(FUZZ) $(FUZZ_SECONDS)

# Bench: what playing and opening cost on this machine; the chart of README.md

bench: $(BUILD)/bench $(COMMAND)
	$(COMMAND) bench --against blas
	$(BUILD)/bench $(BUILD)/bench.json

$(BUILD)/bench: $(BUILD)/obj/tests/bench/bench.o $(LIB)
	$(call say,LINK)
	$(Q)$(CC) $(ALL_LDFLAGS) $^ $(call pkg_libs,$(LIB_PKG)) -lm -o $@

$(BUILD)/bench-frames: $(call objects,tests/bench/frames.c \
                         tools/bench_entry.c tools/bench_blas.c) $(LIB)
	$(call say,LINK)
	$(Q)$(CC) $(ALL_LDFLAGS) $^ $(call pkg_libs,$(LIB_PKG) openblas) -lm -o $@

$(BUILD)/bench-idle: $(call objects,tests/bench/idle.c tools/bench_entry.c \
                       tools/bench_blas.c plugin/ports.c) $(LIB)
	$(call say,LINK)
	$(Q)$(CC) $(ALL_LDFLAGS) $^ $(call pkg_libs,$(LIB_PKG) openblas) -lm -ldl -o $@

$(BUILD)/bench-train: $(call objects,tests/bench/train.c tools/wav.c \
                        tools/command.c tools/csv_read.c $(TRAIN_ROOM)) $(FUSED) \
                        $(LIB)
	$(call say,LINK)
	$(Q)$(CC) $(ALL_LDFLAGS) $^ $(call pkg_libs,$(LIB_PKG) sndfile openblas) \
	  -pthread -lm -o $@

# Debian's python3-torch belongs to Debian's Python
bench-chart: $(COMMAND)
	/usr/bin/python3 tests/bench/chart.py $(COMMAND) tests/bench/speed.png

# doc/rates.md: other rates, on real guitar of the folder DATA

$(BUILD)/rate-table: $(call objects,$(addprefix tests/bench/,rate_table.c \
                       trial.c sinc.c) tools/wav.c) $(LIB)
	$(call say,LINK)
	$(Q)$(CC) $(ALL_LDFLAGS) $^ $(call pkg_libs,$(LIB_PKG) sndfile) -lm -o $@

rate-table: $(BUILD)/rate-table
	$(BUILD)/rate-table '$(DATA)' \
	  $(patsubst %,presets/%/model.json,$(filter-out $(PREDICTORS),$(NAMES))) > $(BUILD)/rates.md
	cp $(BUILD)/rates.md doc/rates.md

# doc/aliasing.md and .png: oversampling, of a preset and others

$(BUILD)/aliasing: $(call objects,tests/bench/aliasing.c tools/chart.c) \
  $(LIB)
	$(call say,LINK)
	$(Q)$(CC) $(ALL_LDFLAGS) $^ $(call pkg_libs,$(LIB_PKG) cairo) -lm -o $@

TS9 := models/guitarml_neuralseed/lstm8_ts9_pytorch.json

aliasing: $(BUILD)/aliasing
	$(BUILD)/aliasing doc/aliasing.png \
	  'Diode Clipper (preset)' presets/diode-clipper/model.json \
	  'TS9 (GuitarML, LSTM 8)' '$(DATA)/$(TS9)' > $(BUILD)/aliasing.md
	cp $(BUILD)/aliasing.md doc/aliasing.md

# doc/latch.md and .png: which cells learn to remember

$(BUILD)/latch: $(call objects,tests/bench/latch.c tools/chart.c $(LATCH_SRC)) \
  $(FUSED) $(LIB)
	$(call say,LINK)
	$(Q)$(CC) $(ALL_LDFLAGS) $^ $(call pkg_libs,$(LIB_PKG) openblas cairo) \
	  -pthread -lm -o $@

latch: $(BUILD)/latch
	$(BUILD)/latch doc/latch.png > $(BUILD)/latch.md
	cp $(BUILD)/latch.md doc/latch.md

# doc/ui.png and others: the user interface

$(BUILD)/screenshots: $(call objects,tests/bench/screenshots.c \
                        plugin/about.c $(UI_DRAWN)) $(LIB)
	$(call say,LINK)
	$(Q)$(CC) $(ALL_LDFLAGS) $^ $(call pkg_libs,$(LIB_PKG) cairo) -lm -o $@

screenshots: $(BUILD)/screenshots
	$(BUILD)/screenshots presets/diode-clipper/model.json tests/golden/ doc

# modgui/screenshot.png and thumbnail.png: the web pedal, in a browser

modgui-pictures: bundle
	PYTHONDONTWRITEBYTECODE=1 /usr/bin/python3 \
	  tests/hosts/modgui/pictures.py '$(abspath $(BUNDLE))' modgui

# What the open window costs, on a display of its own

$(BUILD)/bench-ui: $(call objects,tests/bench/ui_idle.c plugin/ports.c) $(LIB)
	$(call say,LINK)
	$(Q)$(CC) $(ALL_LDFLAGS) $^ $(call pkg_libs,$(LIB_PKG)) -ldl -lm -o $@

bench-ui: all $(BUILD)/bench-ui
	BUNDLE='$(abspath $(BUNDLE))' xvfb-run -a -s '-screen 0 1280x900x24' \
	  $(BUILD)/bench-ui 20 tests/golden/lstm-40.json

# Why the resampler is the one that it is

$(BUILD)/resamplers: $(call objects,tests/bench/resamplers.c \
                       tests/bench/sinc.c) $(LIB)
	$(call say,LINK)
	$(Q)$(CC) $(ALL_LDFLAGS) $^ $(call pkg_libs,$(LIB_PKG) samplerate) -lm -o $@

resamplers: $(BUILD)/resamplers
	$(BUILD)/resamplers

# What projecting inputs apart is worth, and then a whole hour

$(BUILD)/bench-whole: $(call objects,tests/bench/whole.c dsp/batch_product.c) \
  $(LIB)
	$(call say,LINK)
	$(Q)$(CC) $(ALL_LDFLAGS) $^ $(call pkg_libs,$(LIB_PKG) openblas) -lm -o $@

bench-whole: $(COMMAND) $(BUILD)/bench-whole
	$(BUILD)/bench-whole
	/usr/bin/python3 tests/bench/whole.py $(COMMAND)

bench-train: $(BUILD)/bench-train
	/usr/bin/python3 tests/bench/train.py $(BUILD)/bench-train

instructions: $(BUILD)/bench-frames
	BUILD='$(abspath $(BUILD))' tests/cli/instructions.sh --print

# Dependencies: `make deps GOAL...` installs what building and GOAL need, and
# `make deps` alone installs everything that packages.txt lists; FOR=GOAL leaves
# GOAL to another make, which may then have -j

FOR      := $(filter-out deps,$(MAKECMDGOALS))
PACKAGES  = $(shell tools/packages.sh $(FOR))
SUDO     ?= $(if $(filter 0,$(shell id -u)),,sudo)

ifneq ($(filter deps,$(MAKECMDGOALS)),)
.NOTPARALLEL:
endif

deps:
	@missing=$$(for p in $(PACKAGES); do \
	  dpkg-query -W -f '$${db:Status-Status}\n' "$$p" 2>/dev/null | \
	    grep -qx installed || echo "$$p"; done); \
	if [ -z "$$missing" ]; then echo "Everything needed is installed"; else \
	  $(SUDO) apt-get update && \
	  $(SUDO) env DEBIAN_FRONTEND=noninteractive \
	    apt-get install -y --no-install-recommends $$missing; fi

# Upkeep

C_FILES := $(wildcard */*.[ch] */*/*.[ch] */*/*/*.[ch])

format:
	clang-format -i $(C_FILES)

lint: $(ONNX).c
	clang-format --dry-run -Werror $(C_FILES)
	cppcheck --quiet --std=c11 --error-exitcode=1 --inline-suppr -Idsp \
	  --suppress='uninitvar:tests/*' --enable=warning,performance,portability \
	  $(filter %.c,$(C_FILES))
	@for file in $(filter %.c,$(C_FILES)); do \
	  clang-tidy --quiet --warnings-as-errors='*' $$file -- -std=c11 \
	    -D_POSIX_C_SOURCE=200809L -Idsp -I$(dir $(ONNX)) \
	    $(call pkg_cflags,lv2 lilv-0 sndfile jansson speexdsp cairo x11 \
	      openblas samplerate smf $(MPI_PKG)) \
	    || exit 1; done

golden:
	/usr/bin/python3 tests/golden/make_golden.py
	/usr/bin/python3 tests/golden/make_gradients.py

# Every factory preset anew, from its recipe; see presets/Makefile

presets: $(COMMAND)
	$(MAKE) -C presets REMANENCE='$(abspath $(COMMAND))' \
	  OUT='$(abspath $(BUILD)/presets)'

predictors: $(COMMAND) $(WAVHOST) bundle
	/usr/bin/python3 tests/bench/predictors.py --remanence '$(COMMAND)' \
	  --wavhost '$(WAVHOST)' --out '$(BUILD)/presets' --data '$(DATA)' \
	  > $(BUILD)/predictors.md
	cp $(BUILD)/predictors.md doc/predictors.md

preset-table: $(COMMAND)
	$(MAKE) -C presets table REMANENCE='$(abspath $(COMMAND))' \
	  OUT='$(abspath $(BUILD)/presets)' DATA='$(abspath $(DATA))'

clean:
	rm -rf $(BUILD)

help:
	@sed -n 's/^# \(make .*\)/\1/p' Makefile
