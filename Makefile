# Pregon: posts as files in git, checked and published.
#
#   make            build pregon into build/release/bin
#   make demo       the whole of it on the example workspace, without any account
#   make test       all tests, with real servers where they can be had
#   make unit       unit tests and cases alone, in seconds
#   make asan       unit tests and cases under AddressSanitizer and UBSan
#   make valgrind   unit tests, a check and a publish under valgrind: minutes
#   make tsan       checks, sites and a publish under the thread sanitizer: a minute
#   make torture    every outcome of a create by every network, kills, calls and memory that fail: hours;
#                   TORTURE=sweep-kills: that alone; SWEEP_PART=2/4: the second of four parts of it
#   make fuzz       each fuzzing target for SECONDS (60); FUZZ="voice post": those alone; AFL=1
#   make fuzz-libraries  libyaml, cmark, jansson, utf8proc from Debian's sources for make fuzz
#   make simulate   SEEDS (1000) histories of runs that overlap, die and lose answers
#   make life       ten years of runs, each quarter of an hour: half an hour
#   make model      every history of the protocol's model, whole and with a rule left out
#   make mutants    whether the simulation finds bugs that are put in (tests/simulate/mutants)
#   make cover      which branches of the protocol's core no test has taken (tests/cover/core)
#   make lint       format, include arrows, banned calls, translations, headers alone
#   make analyze    clang-tidy and gcc's analyzer
#   make bench      figures, as ratios to a floor measured in the same run
#   make bench-voice  the same for the tone rules; VOICE_PACKAGES=FOLDER: with its styles, too
#   make bench-site  what the site of 10,000 posts costs, beside Hugo where it is installed
#   make bench-evil   what evil texts and rules cost (tests/evil)
#   make deps       install what building and testing need
#   make format     lay out the code
#   make messages   bring the translations' catalogues up to date
#   make man        manual pages (make does it too)
#   make install    with prefix and DESTDIR: the program, catalogues, manual pages, completions, manual
#   make deb        a Debian package in build/deb: minutes
#   make clean
MODE ?= release
BUILD = build/$(MODE)
prefix ?= /usr/local
VERSION = 0.1.0
RELEASED = 2026-11-28

PACKAGES = libcmark yaml-0.1 jansson libutf8proc libpcre2-8
HEADER_PACKAGES = libxxhash
LATE_PACKAGES = libgit2 libcurl hunspell libcrypto libmicrohttpd
WARN = -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes \
       -Wvla -Wformat=2 -Werror=implicit-function-declaration $(if $(CI),-Werror)
HARDEN = -fstack-protector-strong -fPIE
CFLAGS.release = -O2 -ffile-prefix-map=$(CURDIR)=. -D_FORTIFY_SOURCE=2 $(HARDEN)
CFLAGS.tsan = -O1 -fno-omit-frame-pointer -fsanitize=thread
CFLAGS.asan = -O1 -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all
# With clang alone, whose warnings are another's business. Covered lines are counted in a file that
# is mapped at the start, so that they count in a process that is killed or sealed, too; atomically,
# since processes and threads share it, and a branch is the difference of two counts.
CFLAGS.cover = -w -O0 -fprofile-instr-generate -fcoverage-mapping -fprofile-update=atomic -mllvm -runtime-counter-relocation
CFLAGS.fuzz-afl = -w -O1 -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all
CFLAGS.fuzz = -w -O1 -fno-omit-frame-pointer -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all
LDFLAGS.release = -pie -Wl,-z,relro,-z,now
LDFLAGS.tsan = -fsanitize=thread
LDFLAGS.asan = -fsanitize=address,undefined
LDFLAGS.cover = -fprofile-instr-generate
LDFLAGS.fuzz-afl = -fsanitize=address,undefined
LDFLAGS.fuzz = -fsanitize=address,undefined
ifeq ($(shell uname -s),Darwin)
LDFLAGS.release = -Wl,-pie
LDLIBS += -lintl
endif

# Asked once per run, and only where something is compiled.
PKG_CFLAGS = $(eval PKG_CFLAGS := $(shell pkg-config --cflags $(PACKAGES) $(HEADER_PACKAGES) $(LATE_PACKAGES)))$(PKG_CFLAGS)
PKG_LIBS = $(eval PKG_LIBS := $(shell pkg-config --libs $(PACKAGES)))$(PKG_LIBS)
TEST_LIBS = $(eval TEST_LIBS := $(shell pkg-config --libs $(PACKAGES) $(LATE_PACKAGES)))$(TEST_LIBS)

SOURCES = $(shell find src -name '*.c' ! -name '*main.c')
TESTS = $(shell find tests/unit -name '*.c')
TOOLS = $(patsubst tests/tools/%.c,%,$(wildcard tests/tools/*.c))
LATE = $(addprefix $(BUILD)/late/,git2 curl hunspell crypto microhttpd)
OBJECTS = $(SOURCES:%.c=$(BUILD)/%.o) $(BUILD)/zone_bundle.o $(BUILD)/voice_packs.o $(BUILD)/init_files.o \
          $(BUILD)/site_assets.o $(BUILD)/card_templates.o $(LATE:=.o)
MESSAGES = $(patsubst src/messages/%.po,$(BUILD)/share/locale/%/LC_MESSAGES/pregon.mo,\
             $(wildcard src/messages/*.po))
PREGON = $(BUILD)/bin/pregon
MANUAL = $(BUILD)/share/man/man1/pregon.1
COMPLETIONS = $(BUILD)/share/fish/vendor_completions.d/pregon.fish

# The simulated world stands in place of io/ (tests/simulate/world.h): its objects come first, so
# that the archive's are not asked for.
SIMULATE = $(patsubst %.c,$(BUILD)/%.o,$(wildcard tests/simulate/*.c))

MODEL = $(patsubst %.c,$(BUILD)/%.o,$(wildcard tests/model/*.c))

all: $(PREGON) $(MESSAGES) $(MANUAL) $(COMPLETIONS)

help:
	@sed -n '/^[^#]/q; s/^# \{0,1\}//p' Makefile

deps:
	@.ci/deps

demo: deps
	@$(MAKE) -s all && .ci/demo

test: deps
	@$(MAKE) -s all unit
	-@$(MAKE) -s servers
	@tests/servers/install && tests/run-cli

servers: $(BUILD)/scripted-server $(BUILD)/git-host $(BUILD)/at-call $(BUILD)/fast-clock.so $(BUILD)/no-memory.so

valgrind: all $(BUILD)/unit-tests $(BUILD)/watched.so
	@BUILD=$(BUILD) tests/tools/valgrind

tsan:
	@$(MAKE) -s MODE=tsan build/tsan/bin/pregon build/tsan/generate-posts
	@BUILD=build/tsan tests/tools/tsan

torture: all servers
	@BUILD=$(BUILD) tests/torture

unit: all $(BUILD)/unit-tests $(BUILD)/simulate $(BUILD)/model $(BUILD)/fuzz-replay $(TOOLS:%=$(BUILD)/%)
	@$(BUILD)/unit-tests >$(BUILD)/unit-tests.out 2>&1 & units=$$!; \
	BUILD=$(BUILD) tests/run-cases; cases=$$?; \
	$(BUILD)/fuzz-replay; replay=$$?; \
	$(if $(filter release,$(MODE)),$(BUILD)/simulate --life 15d,true); life=$$?; \
	wait $$units; units=$$?; cat $(BUILD)/unit-tests.out; exit $$((units | cases | replay | life))

asan:
	@$(MAKE) -s unit MODE=asan

SECONDS = 60
fuzz:
	@MAKE='$(MAKE)' tests/fuzz/run $(SECONDS)

fuzz-libraries:
	@tests/fuzz/libraries

SEEDS = 1000
simulate: $(BUILD)/simulate
	@$(BUILD)/simulate $(SEEDS)

LIFE = 87660h
life: $(BUILD)/simulate
	@$(BUILD)/simulate --life $(LIFE)

model: $(BUILD)/model
	@$(BUILD)/model

mutants: SEEDS = 10000
mutants: $(BUILD)/simulate
	@SEEDS=$(SEEDS) MAKE='$(MAKE)' MODE=$(MODE) tests/simulate/mutants

# For tests/simulate/mutants: the changed file MUTANT, of FOLDER, stands before the archive.
mutant: $(SIMULATE) $(BUILD)/libpregon.a
	$(CC) -std=gnu17 -D_GNU_SOURCE -Isrc -I$(BUILD) -I$(FOLDER) $(CFLAGS.$(MODE)) $(PKG_CFLAGS) -w -c -o $(MUTANT).o $(MUTANT)
	$(CC) $(LDFLAGS.$(MODE)) -o $(OUT) $(MUTANT).o $^ $(TEST_LIBS) -lpthread -lm

lint:
	@tests/tools/lint

cover:
	@MAKE='$(MAKE)' tests/tools/cover

analyze:
	@tests/tools/analyze

bench: all $(TOOLS:%=$(BUILD)/%)
	@BUILD=$(BUILD) tests/bench/run

bench-site: all $(TOOLS:%=$(BUILD)/%)
	@BUILD=$(BUILD) tests/bench/site

bench-voice: all $(TOOLS:%=$(BUILD)/%)
	@BUILD=$(BUILD) tests/bench/voice

bench-evil: all $(TOOLS:%=$(BUILD)/%)
	@BUILD=$(BUILD) tests/bench/evil

messages:
	@tests/tools/messages

man: $(MANUAL)

format:
	clang-format -i $(shell find src tests -name '*.[ch]')

# The program looks for its catalogues beside itself, in ../share.
install: all
	@BUILD=$(BUILD) .ci/install '$(DESTDIR)$(prefix)'

deb:
	@MAKE='$(MAKE)' .packages/deb $(VERSION)

clean:
	rm -rf build

$(BUILD)/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(CC) -std=gnu17 -D_GNU_SOURCE -g -Isrc -I$(BUILD) -DPREGON_VERSION='"$(VERSION)"' -DPREGON_RELEASED='"$(RELEASED)"' -MMD -MP $(WARN) $(CFLAGS.$(MODE)) \
	  $(PKG_CFLAGS) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<

# Libraries that are loaded at their first call: see src/base/late.h.
LATE_USERS = $(shell grep -rl '"late/' src --include='*.c')
$(BUILD)/late.made: src/base/late.sh $(LATE_USERS)
	CC='$(CC)' src/base/late.sh $(@D)/late git2 libgit2 git_ git2.h git2/sys/mempack.h git2/sys/odb_backend.h git2/sys/stream.h
	CC='$(CC)' src/base/late.sh $(@D)/late curl libcurl curl_ curl/curl.h
	CC='$(CC)' src/base/late.sh $(@D)/late hunspell hunspell Hunspell_ hunspell/hunspell.h
	CC='$(CC)' src/base/late.sh $(@D)/late crypto libcrypto '(EVP|OSSL)_' openssl/crypto.h openssl/evp.h
	CC='$(CC)' src/base/late.sh $(@D)/late microhttpd libmicrohttpd MHD_ microhttpd.h
	@touch $@

$(LATE:=.h) $(LATE:=.c): $(BUILD)/late.made ;

$(OBJECTS): | $(BUILD)/late.made

$(LATE:=.o): %.o: %.c src/base/late.h
	$(CC) -std=gnu17 -Isrc -I$(BUILD) $(CFLAGS.$(MODE)) $(PKG_CFLAGS) $(CFLAGS) -c -o $@ $<

# The bundled zones, out of this machine's: see src/lib/zone_bundle.h.
$(BUILD)/zone_bundle.c: src/lib/zone_bundle.sh
	@mkdir -p $(@D)
	src/lib/zone_bundle.sh > $@

$(BUILD)/zone_bundle.o: $(BUILD)/zone_bundle.c src/lib/zone_bundle.h
	$(CC) -std=gnu17 -Isrc $(CFLAGS.$(MODE)) $(CFLAGS) -c -o $@ $<

# The site's looks and script: see src/site/assets.h.
CARDS = $(wildcard src/site/cards/*.html)
SITE_ASSETS = src/site/style.css src/site/script.js src/site/serve.js $(CARDS)
$(BUILD)/site_assets.c: src/site/assets.sh $(SITE_ASSETS)
	@mkdir -p $(@D)
	src/site/assets.sh $(SITE_ASSETS) >$@

$(BUILD)/site_assets.o: $(BUILD)/site_assets.c src/site/assets.h
	$(CC) -std=gnu17 -Isrc $(CFLAGS.$(MODE)) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<

# How each network's cards look: see src/site/cards/templates.h.
$(BUILD)/card_templates.c: src/site/cards/templates.sh $(CARDS)
	@mkdir -p $(@D)
	src/site/cards/templates.sh >$@

$(BUILD)/card_templates.o: $(BUILD)/card_templates.c src/site/cards/templates.h
	$(CC) -std=gnu17 -Isrc $(CFLAGS.$(MODE)) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<

# The rules that come with Pregon: see src/brand/voice/packs.h.
$(BUILD)/voice_packs.c: src/brand/voice/packs.sh $(shell find src/brand/voice/packs -mindepth 1)
	@mkdir -p $(@D)
	src/brand/voice/packs.sh > $@

$(BUILD)/voice_packs.o: $(BUILD)/voice_packs.c src/brand/voice/packs.h
	$(CC) -std=gnu17 -Isrc $(CFLAGS.$(MODE)) $(CFLAGS) -c -o $@ $<

# The files of a new workspace: see src/commands/init_files.h.
$(BUILD)/init_files.c: src/commands/init_files.sh $(shell find src/commands/init -mindepth 1)
	@mkdir -p $(@D)
	src/commands/init_files.sh > $@

$(BUILD)/init_files.o: $(BUILD)/init_files.c src/commands/init_files.h
	$(CC) -std=gnu17 -Isrc $(CFLAGS.$(MODE)) $(CFLAGS) -c -o $@ $<

# What must be known of those rules before one is read: see src/brand/voice/cards.h.
$(BUILD)/make-cards: $(BUILD)/src/brand/voice/cards_main.o $(OBJECTS)
	$(CC) $(LDFLAGS.$(MODE)) $(LDFLAGS) -o $@ $^ $(PKG_LIBS) -lpthread -lm $(LDLIBS)

$(BUILD)/voice_cards.c: $(BUILD)/make-cards
	$< > $@.part && mv $@.part $@

$(BUILD)/voice_cards.o: $(BUILD)/voice_cards.c src/brand/voice/cards.h
	$(CC) -std=gnu17 -Isrc $(CFLAGS.$(MODE)) $(CFLAGS) -c -o $@ $<

$(BUILD)/libpregon.a: $(OBJECTS) $(BUILD)/voice_cards.o
	rm -f $@ && $(AR) rcs $@ $^

$(PREGON): $(BUILD)/src/main.o $(BUILD)/libpregon.a
	@mkdir -p $(@D)
	$(CC) $(LDFLAGS.$(MODE)) $(LDFLAGS) -o $@ $^ $(PKG_LIBS) -lpthread -lm $(LDLIBS)

$(BUILD)/unit-tests: $(TESTS:%.c=$(BUILD)/%.o) $(BUILD)/libpregon.a
	$(CC) $(LDFLAGS.$(MODE)) $(LDFLAGS) -o $@ $^ $(TEST_LIBS) -lpthread -lm -lcmocka $(LDLIBS)

$(BUILD)/simulate: $(SIMULATE) $(BUILD)/libpregon.a
	$(CC) $(LDFLAGS.$(MODE)) $(LDFLAGS) -o $@ $^ $(TEST_LIBS) -lpthread -lm $(LDLIBS)

$(BUILD)/model: $(MODEL)
	$(CC) $(LDFLAGS.$(MODE)) $(LDFLAGS) -o $@ $^

$(TOOLS:%=$(BUILD)/%): $(BUILD)/%: $(BUILD)/tests/tools/%.o $(BUILD)/libpregon.a
	$(CC) $(LDFLAGS.$(MODE)) $(LDFLAGS) -o $@ $(filter %.o,$^) $(filter %.a,$^) $(TEST_LIBS) -lpthread -lm $(LDLIBS)

# The server that answers as scripts say, and a clock that goes fast: see tests/outcomes.
$(BUILD)/scripted-server: $(patsubst %.c,$(BUILD)/%.o,$(wildcard tests/servers/scripted/*.c))
	$(CC) $(LDFLAGS.$(MODE)) $(LDFLAGS) -o $@ $^ -lssl -lcrypto -lpthread

# A git host for thousands of pushes, and what strikes at a call: see tests/sweeps.
$(BUILD)/git-host: $(BUILD)/tests/servers/githost/githost.o
	$(CC) $(LDFLAGS.$(MODE)) $(LDFLAGS) -o $@ $^ -lgit2 -lpthread

$(BUILD)/calls.inc:
	@mkdir -p $(@D)
	echo '#include <sys/syscall.h>' | $(CC) -E -dM - | sed -n 's/^#define __NR_\([a-z0-9_]*\) [0-9].*/[__NR_\1] = "\1",/p' >$@

$(BUILD)/tests/tools/at-call.o: $(BUILD)/calls.inc

$(BUILD)/%.so: tests/preload/%.c
	$(CC) -std=gnu17 -D_GNU_SOURCE $(WARN) -O1 -fPIC -shared $(LDFLAGS) -o $@ $< -ldl

# What stands in tests/fuzz/common takes the place of the library's own. FUZZ_LINK is the engine.
FUZZ_LINK = -fsanitize=fuzzer
FUZZ_COMMON = $(patsubst %.c,$(BUILD)/%.o,$(wildcard tests/fuzz/common/*.c))
$(BUILD)/fuzz-%: $(BUILD)/tests/fuzz/%.o $(FUZZ_COMMON) $(BUILD)/libpregon.a
	$(CC) $(FUZZ_LINK) $(LDFLAGS.$(MODE)) $(LDFLAGS) -o $@ $^ $(wildcard $(BUILD)/libraries/*.a) $(TEST_LIBS) -lpthread -lm $(LDLIBS)

# Every target with every input that is kept, once: in one program, without libFuzzer.
FUZZ_REPLAYED = $(patsubst tests/fuzz/%.c,$(BUILD)/fuzz-replayed/%.o,$(wildcard tests/fuzz/*.c))
$(BUILD)/fuzz-replayed/%.o: tests/fuzz/%.c Makefile | $(BUILD)/late.made
	@mkdir -p $(@D)
	$(CC) -std=gnu17 -D_GNU_SOURCE -g -Isrc -I$(BUILD) -DLLVMFuzzerTestOneInput=fuzz_$* -MMD -MP $(WARN) $(CFLAGS.$(MODE)) \
	  $(PKG_CFLAGS) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<

$(BUILD)/fuzz_targets.c: $(wildcard tests/fuzz/*.c)
	@mkdir -p $(@D)
	basename -a -s .c $^ | sed 's/.*/FUZZ_TARGET(&)/' > $@

$(BUILD)/tests/fuzz/replay/main.o: $(BUILD)/fuzz_targets.c

$(BUILD)/fuzz-replay: $(BUILD)/tests/fuzz/replay/main.o $(FUZZ_REPLAYED) $(FUZZ_COMMON) $(BUILD)/libpregon.a
	$(CC) $(LDFLAGS.$(MODE)) $(LDFLAGS) -o $@ $^ $(TEST_LIBS) -lpthread -lm $(LDLIBS)

$(BUILD)/run-cases: $(patsubst %.c,$(BUILD)/%.o,$(wildcard tests/tools/cases/*.c))

$(BUILD)/share/locale/%/LC_MESSAGES/pregon.mo: src/messages/%.po
	@mkdir -p $(@D)
	msgfmt --check -o $@ $<

$(MANUAL): $(PREGON) $(MESSAGES) .ci/man
	@.ci/man $(BUILD)

$(COMPLETIONS): $(PREGON) $(MESSAGES) .ci/completions
	@.ci/completions $(BUILD)

-include $(shell find $(BUILD) -type f -name '*.d' 2>/dev/null)
.PHONY: all help deps demo test unit servers valgrind tsan torture asan fuzz fuzz-libraries simulate life model mutants mutant cover lint analyze bench bench-voice bench-site bench-evil format messages man install deb clean
.DELETE_ON_ERROR:
.SECONDARY:
