# frontdesk: `make run` opens the program on the demo hotel, `make check` proves it, `make help` lists
# the rest. A variant is the same rules elsewhere:
#     make BUILD=build/asan CFLAGS='-O1 -g -fsanitize=address,undefined'

# Settings
BUILD   ?= build
PREFIX  ?= /usr/local
DESTDIR ?=
CFLAGS  ?= -O2 -g
VERSION := 0.1.0

WARNINGS   := -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla -Werror
CPPFLAGS   += -I. -D_GNU_SOURCE -DFRONTDESK_VERSION='"$(VERSION)"'
ALL_CFLAGS  = -std=gnu11 $(WARNINGS) $(CPPFLAGS) -pthread $(CFLAGS)
LDLIBS     := -lncursesw -ltinfo -lcurl -ljansson -ledit -lsqlite3 -lmicrohttpd -lwslay -lutf8proc -lm
TEST_LDLIBS := -lcmocka -lvterm -lutil
MAKEFLAGS  += -j$(shell nproc)

# Packages of Debian 12 and why; `make` installs those that are missing.
PACKAGES :=
PACKAGES += gcc                  # compiler
PACKAGES += libc6-dev            # libc
PACKAGES += libncurses-dev       # the screen
PACKAGES += libcurl4-openssl-dev # HTTPS of the client
PACKAGES += libjansson-dev       # JSON
PACKAGES += libedit-dev          # the editor of the command line
PACKAGES += libsqlite3-dev       # state.db, and the property server's data
PACKAGES += libmicrohttpd-dev    # HTTP of the property server
PACKAGES += libwslay-dev         # WebSocket frames
PACKAGES += libutf8proc-dev      # Unicode
PACKAGES += tzdata               # the hotel's time zone
CHECK_PACKAGES := $(PACKAGES)
CHECK_PACKAGES += libcmocka-dev  # test framework
CHECK_PACKAGES += libvterm-dev   # the terminal that the flow tests watch
CHECK_PACKAGES += clang          # a second opinion on warnings, and libFuzzer
CHECK_PACKAGES += libclang-rt-14-dev # its sanitizers
CHECK_PACKAGES += clang-format   # layout

# Sources by folder; the program is all of them, a test program is one file against the same objects.
SOURCES := $(wildcard api/*/*.c tui/*.c views/*.c)
EMBEDDED := $(wildcard themes/*)
OBJECTS := $(SOURCES:%.c=$(BUILD)/%.o) $(EMBEDDED:%=$(BUILD)/%.embed.o)
LIBRARY := $(BUILD)/libfrontdesk.a
TEST_SUPPORT := $(wildcard tests/support/*.c)
TEST_SOURCES := $(shell find tests/unit tests/golden tests/terminal tests/server -name '*_test.c' 2>/dev/null)
TESTS   := $(TEST_SOURCES:%.c=$(BUILD)/%)
FUZZ    := $(patsubst %.c,build/fuzz/%,$(wildcard tests/fuzz/*.c))
BENCH   := $(patsubst %.c,$(BUILD)/%,$(wildcard tests/bench/*.c))
FORMATTED = $(shell find api tui views tests -name '*.[ch]')

.PHONY: all run check soak install asan tsan clang fuzz bench lint format clean help deps check-deps test
.DEFAULT_GOAL := all

all: deps ## build the program: build/frontdesk
	@$(MAKE) --no-print-directory $(BUILD)/frontdesk

run: all ## build it and open it on the demo hotel
	$(BUILD)/frontdesk --demo

# Dependencies

missing = $(shell dpkg-query -W -f '$${db:Status-Abbrev} $${Package}\n' $(1) 2>/dev/null | \
            awk '$$1 == "ii" {print $$2}' | sort >/tmp/frontdesk-have.$$$$; \
            printf '%s\n' $(1) | sort | comm -13 /tmp/frontdesk-have.$$$$ -; rm -f /tmp/frontdesk-have.$$$$)
define install_packages
	@set -e; packages="$(call missing,$(1))"; [ -n "$$packages" ] || exit 0; \
	command="apt-get install -y --no-install-recommends $$(echo $$packages)"; \
	echo "frontdesk needs packages, installing: $$(echo $$packages)"; \
	if [ "$$(id -u)" = 0 ]; then DEBIAN_FRONTEND=noninteractive sh -c "$$command || { apt-get update && $$command; }"; \
	elif command -v sudo >/dev/null; then sudo sh -c "$$command || { apt-get update && $$command; }"; \
	else echo "Run as root: $$command" >&2; exit 1; fi
endef

deps:
	$(call install_packages,$(PACKAGES))

check-deps:
	$(call install_packages,$(CHECK_PACKAGES))

# Rules

$(BUILD)/frontdesk: $(BUILD)/views/main.o $(LIBRARY)
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(LIBRARY): $(filter-out $(BUILD)/views/main.o,$(OBJECTS))
	@rm -f $@
	$(AR) qcs $@ $^

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/%.embed.o: %
	@mkdir -p $(@D)
	$(LD) -r -b binary -z noexecstack -o $@ $<

# A test program is its file and tests/support against the library. The binary is built too: flows run it.
$(BUILD)/tests/%_test: tests/%_test.c $(TEST_SUPPORT:%.c=$(BUILD)/%.o) $(LIBRARY)
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) -MMD -MP -o $@ $< $(filter %.o,$^) $(LIBRARY) $(LDLIBS) $(TEST_LDLIBS)

$(BUILD)/tests/bench/%: tests/bench/%.c $(TEST_SUPPORT:%.c=$(BUILD)/%.o) $(LIBRARY)
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) -MMD -MP -o $@ $< $(filter %.o,$^) $(LIBRARY) $(LDLIBS) $(TEST_LDLIBS)

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)

# Checks

check: check-deps ## build, lint, all tests, sanitizers (under 10 minutes on 2 cores)
	@$(MAKE) --no-print-directory lint
	@$(MAKE) --no-print-directory test
	@$(MAKE) --no-print-directory clang
	@$(MAKE) --no-print-directory asan
	@$(MAKE) --no-print-directory tsan
	@$(MAKE) --no-print-directory fuzz FUZZ_SECONDS=3
	@echo "check: all passed"

test: $(BUILD)/frontdesk $(TESTS) ## all tests of this build
	@BUILD=$(BUILD) tests/run $(TESTS)

clang: ## clang's warnings on everything
	@$(MAKE) --no-print-directory CC=clang BUILD=build/clang CFLAGS=-O1 build/clang/frontdesk

SANITIZE := -O1 -g -fno-omit-frame-pointer -fno-sanitize-recover=all
asan: ## all tests under AddressSanitizer and UndefinedBehaviorSanitizer
	@$(MAKE) --no-print-directory BUILD=build/asan CFLAGS='$(SANITIZE) -fsanitize=address,undefined' test

tsan: ## all tests under ThreadSanitizer
	@$(MAKE) --no-print-directory BUILD=build/tsan CFLAGS='$(SANITIZE) -fsanitize=thread' test

FUZZ_SECONDS ?= 60
fuzz: ## each fuzzer for FUZZ_SECONDS
	@$(MAKE) --no-print-directory CC=clang BUILD=build/fuzz CFLAGS='$(SANITIZE) -fsanitize=address,undefined,fuzzer-no-link' $(FUZZ)
	@for fuzzer in $(FUZZ); do tests/fuzz/run $$fuzzer $(FUZZ_SECONDS) || exit 1; done

build/fuzz/tests/fuzz/%: tests/fuzz/%.c $(TEST_SUPPORT:%.c=build/fuzz/%.o) build/fuzz/libfrontdesk.a
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -fsanitize=fuzzer -o $@ $< $(filter %.o,$^) build/fuzz/libfrontdesk.a $(LDLIBS) $(TEST_LDLIBS)

soak: check-deps ## what runs longer: fuzzers for minutes, all seeds
	@$(MAKE) --no-print-directory fuzz FUZZ_SECONDS=300
	@FRONTDESK_SOAK=1 $(MAKE) --no-print-directory test

bench: $(BUILD)/frontdesk $(BENCH) ## the figures of tests/bench/README.md
	@BUILD=$(BUILD) tests/bench/run $(BENCH)

lint: ## include rules, layout, texts
	@tests/lint
	@clang-format --dry-run -Werror $(FORMATTED)

format: ## lay out the sources
	clang-format -i $(FORMATTED)

# The rest

install: all ## install to $(DESTDIR)$(PREFIX)
	install -D -m 755 $(BUILD)/frontdesk $(DESTDIR)$(PREFIX)/bin/frontdesk
	@mkdir -p $(DESTDIR)$(PREFIX)/share/man/man1
	$(BUILD)/frontdesk --man >$(DESTDIR)$(PREFIX)/share/man/man1/frontdesk.1

clean: ## remove what was built
	rm -rf build

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' Makefile
