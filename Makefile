# frontdesk: `make run` opens the program on the demo hotel, `make check` proves it, `make help` lists
# the rest. A variant is the same rules elsewhere:
#     make BUILD=build/asan CFLAGS='-O1 -g -fsanitize=address,undefined'

# Settings
BUILD   ?= build
PREFIX  ?= /usr/local
DESTDIR ?=
CFLAGS  ?= -O2 -g
VERSION := 0.1.0

# Strict aliasing is off: records are read and written through the rows of api/schema/desk.def.
WARNINGS   := -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla -Werror
DRAWING    := $(subst -I,-isystem ,$(shell pkg-config --cflags pangocairo 2>/dev/null))
CPPFLAGS   += -I. -D_GNU_SOURCE -DFRONTDESK_VERSION='"$(VERSION)"' $(DRAWING)
ALL_CFLAGS  = -std=gnu11 -fno-strict-aliasing $(WARNINGS) $(CPPFLAGS) -pthread $(CFLAGS)
LDFLAGS    += -Wl,--as-needed
LDLIBS     := -lncursesw -ltinfo -lcurl -ljansson -ledit -lsqlite3 -lmicrohttpd -lgnutls -lnettle \
              -lwslay -lutf8proc -lpangocairo-1.0 -lpango-1.0 -lgobject-2.0 -lcairo -lm
TEST_LDLIBS := -fuse-ld=lld -lcmocka -lvterm -lutil # the quick linker: there are 200 programs
ifndef V # `make V=1` shows the commands whole
.SILENT:
endif
ifeq ($(MAKELEVEL),0) # a make below shares the jobs of the one above
MAKEFLAGS  += -j$(shell nproc)
endif
# These run a make of their own: with other goals beside them two would write the same objects.
ifneq ($(filter all run check asan tsan fuzz soak bench install,$(MAKECMDGOALS)),)
ifneq ($(word 2,$(MAKECMDGOALS)),)
.NOTPARALLEL:
endif
endif

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
PACKAGES += libgnutls28-dev      # TLS of the property server
PACKAGES += nettle-dev           # SHA-1 and Base64 of the WebSocket handshake
PACKAGES += libutf8proc-dev      # Unicode
PACKAGES += libpango1.0-dev      # bills as PDF, with cairo; pictures; brings pkg-config
PACKAGES += fonts-dejavu-core    # Latin, Cyrillic, Greek, Hebrew, Arabic on them
PACKAGES += fonts-wqy-microhei   # Chinese, Japanese, Korean
PACKAGES += tzdata               # the hotel's time zone
CHECK_PACKAGES := $(PACKAGES)
CHECK_PACKAGES += libcmocka-dev  # test framework
CHECK_PACKAGES += libvterm-dev   # the terminal that the flow tests watch
CHECK_PACKAGES += ncurses-term   # the types of the terminals that the tests stand for: PuTTY, rxvt
CHECK_PACKAGES += clang          # a second opinion on warnings, and libFuzzer
CHECK_PACKAGES += libclang-rt-14-dev # its sanitizers
CHECK_PACKAGES += llvm           # names in what they say
CHECK_PACKAGES += lld            # a linker that takes a third of the time
CHECK_PACKAGES += clang-format   # layout
CHECK_PACKAGES += poppler-utils  # pdftotext, which reads what bills say
CHECK_PACKAGES += locales        # sources of locales with other decimal signs and charsets
BENCH_PACKAGES := $(PACKAGES)
BENCH_PACKAGES += libcmocka-dev  # checks of the benchmarks
BENCH_PACKAGES += libvterm-dev   # the terminal that they type on
BENCH_PACKAGES += lld            # links them
BENCH_PACKAGES += tig            # lists beside ours
BENCH_PACKAGES += git            # what tig lists
BENCH_PACKAGES += less           # a pager beside ours

# Sources by folder; the program is all of them, a test program is one file against the same objects.
SOURCES   := $(wildcard api/*/*.c tui/*.c views/*.c)
EMBEDDED  := $(wildcard themes/*)
OBJECTS   := $(SOURCES:%.c=$(BUILD)/%.o) $(EMBEDDED:%=$(BUILD)/%.embed.o)
LIBRARY   := $(BUILD)/libfrontdesk.a
PROGRAM   := $(if $(wildcard views/main.c),$(BUILD)/frontdesk)
SUPPORT   := $(patsubst %.c,$(BUILD)/%.o,$(wildcard tests/support/*.c))
# Those that wait most come first. `make test ONLY=server/%` runs some of them, BUT=server/% the others.
ONLY      ?= %
TESTS     := $(filter-out $(BUT:%=$(BUILD)/tests/%),$(filter $(ONLY:%=$(BUILD)/tests/%),$(foreach part,terminal faults server unit, \
                 $(patsubst %.c,$(BUILD)/%,$(sort $(shell find tests/$(part) -name '*_test.c'))))))
# What `make check` runs of a build that isn't for all: where threads meet in a way of their own, and,
# without sanitizers, what their own memory would hide, or their time forbids. Of these, what costs most
# it does not run under AddressSanitizer too. `make soak` runs all of all.
COSTLIEST := faults/% unit/api/server/demo_%
THREADED  := faults/% unit/api/base/% unit/api/client/% \
             $(addprefix unit/api/server/,events_test exchange_test http_test listener_test storage_test) \
             $(addprefix server/,call_test durability_test events_test fault_% limits_test live_test \
                 network_test operations_test pdf_test reactors_test requests_test run_test sync_test tls_test) \
             $(addprefix terminal/,fault_% flow_live_test flow_session_test link_test print_test slow_disk_test)
MEASURING := unit/api/client/connection_test unit/api/server/demo_% server/limits_test \
             terminal/bytes_test
FUZZ      := $(patsubst %.c,$(BUILD)/%,$(wildcard tests/fuzz/*.c))
BENCH     := $(patsubst %.c,$(BUILD)/%,$(wildcard tests/bench/*.c))
PRELOADS  := $(patsubst %.c,$(BUILD)/%.so,$(wildcard tests/preload/*.c))
LOCALES   := $(addprefix build/locale/,de_DE.UTF-8 tr_TR.UTF-8 ps_AF.UTF-8 cs_CZ.ISO-8859-2)
FORMATTED := $(shell find api tui views tests -name '*.[ch]' 2>/dev/null)

# Those that are no source's own: tests/lint sees that its own header is what a source includes first.
HEADERS   := $(filter-out $(patsubst %.c,%.h,$(FORMATTED)),$(filter %.h,$(FORMATTED)))

.PHONY: all built compiled run deps check-deps check test asan tsan fuzz fuzzed soak bench \
        lint coverage coverage-current format install clean help always
.DEFAULT_GOAL := all
.SECONDARY: # objects of tests stay, so that a change in the library only links them again

all: deps ## build the program: build/frontdesk
	@$(MAKE) --no-print-directory built

built: $(LIBRARY) $(PROGRAM)

run: all ## build it and open it on the demo hotel
	$(BUILD)/frontdesk --demo

# Dependencies

installed = $(shell dpkg-query -W -f '$${db:Status-Abbrev} $${Package}\n' $(1) 2>/dev/null | sed -n 's/^ii *//p')
define install_packages
	@packages="$(filter-out $(call installed,$(1)),$(1))"; [ "$$packages" ] || exit 0; \
	install="apt-get install -y --no-install-recommends $$packages"; \
	if [ "$$(id -u)" = 0 ]; then as=; elif command -v sudo >/dev/null; then as=sudo; \
	else echo "frontdesk needs packages. Run as root: apt-get update && $$install" >&2; exit 1; fi; \
	echo "frontdesk needs packages: $$packages"; \
	ls /var/lib/apt/lists/*_Packages* >/dev/null 2>&1 || $$as apt-get update; \
	$$as env DEBIAN_FRONTEND=noninteractive $$install || \
	{ $$as apt-get update && $$as env DEBIAN_FRONTEND=noninteractive $$install; } || \
	{ echo "Not all could be installed. Run as root: apt-get update && $$install" >&2; exit 1; }
endef

deps:
	$(call install_packages,$(PACKAGES))

check-deps:
	$(call install_packages,$(CHECK_PACKAGES))

bench-deps:
	$(call install_packages,$(BENCH_PACKAGES))

# Rules

# What everything was compiled with: other flags in the same folder build it anew.
$(BUILD)/flags: export FLAGS = $(CC) $(ALL_CFLAGS) $(LDFLAGS)
$(BUILD)/flags: always
	@mkdir -p $(@D)
	@printf '%s\n' "$$FLAGS" | cmp -s - $@ || printf '%s\n' "$$FLAGS" >$@

$(BUILD)/frontdesk: $(BUILD)/views/main.o $(LIBRARY)
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(LIBRARY): $(filter-out $(BUILD)/views/main.o,$(OBJECTS))
	@rm -f $@
	$(AR) qcs $@ $^

$(BUILD)/%.o: %.c $(BUILD)/flags
	@mkdir -p $(@D)
	@echo "$(CC) $@"
	$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/%.embed.o: %
	@mkdir -p $(@D)
	$(LD) -r -b binary -z noexecstack -o $@ $<

# A test program is its file and tests/support against the library.
$(TESTS) $(BENCH): %: %.o $(SUPPORT) $(LIBRARY)
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS) $(TEST_LDLIBS)

$(FUZZ): %: %.o $(SUPPORT) $(LIBRARY)
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) -fsanitize=fuzzer -o $@ $^ $(LDLIBS) $(TEST_LDLIBS)

# Preloaded into programs under test, which may be of any variant: without sanitizers.
$(PRELOADS): $(BUILD)/%.so: %.c
	@mkdir -p $(@D)
	$(CC) -std=gnu11 $(WARNINGS) $(CPPFLAGS) -O1 -g -fPIC -shared -o $@ $< -ldl

-include $(wildcard $(patsubst %.o,%.d,$(OBJECTS) $(SUPPORT)) \
    $(addsuffix .d,$(TESTS) $(BENCH) $(FUZZ) $(HEADERS:%=build/lint/%.ok)))

# Checks

check: check-deps ## build, lint, all tests, sanitizers (under 10 minutes on 2 cores)
	@$(MAKE) --no-print-directory lint compiled
	@$(MAKE) --no-print-directory test ONLY='$(MEASURING)'
	@$(MAKE) --no-print-directory asan BUT='$(COSTLIEST)'
	@$(MAKE) --no-print-directory tsan ONLY='$(THREADED)'
	@$(MAKE) --no-print-directory fuzz FUZZ_SECONDS=2
	@echo "check: all passed"

test: $(LIBRARY) $(PROGRAM) $(TESTS) $(PRELOADS) $(LOCALES) $(BUILD)/hotel.db ## all tests of this build
	@BUILD=$(BUILD) tests/run $(TESTS)

# The demo hotel that tests of the program serve copies of: made once, by its own server.
HOTEL_NOW := 2026-03-24T08:00:00Z
$(BUILD)/hotel.db: $(PROGRAM)
	@rm -f $@*
	@FRONTDESK_CLIENT_TOKEN=client FRONTDESK_ACCESS_TOKEN=access $(PROGRAM) serve --demo \
	    --now $(HOTEL_NOW) --data $@.part --lifeline 0 </dev/null >/dev/null && mv $@.part $@ && rm -f $@.*

# All sources, for what the compiler has to say.
compiled: $(LIBRARY) $(PROGRAM) $(SUPPORT) $(TESTS:=.o) $(BENCH:=.o) $(FUZZ:=.o)

# The sanitizers' builds are clang's: its warnings are a second opinion. The two macros are gcc's: what
# it says by them, clang says otherwise.
SANITIZE := -O1 -g1 -fno-omit-frame-pointer -fno-sanitize-recover=all
ASAN     := CC=clang BUILD=build/asan CFLAGS='$(SANITIZE) -fsanitize=address,undefined,fuzzer-no-link -D__SANITIZE_ADDRESS__'
asan: ## all tests under AddressSanitizer and UndefinedBehaviorSanitizer
	@$(MAKE) --no-print-directory $(ASAN) compiled
	@$(MAKE) --no-print-directory $(ASAN) test

tsan: ## all tests under ThreadSanitizer
	@$(MAKE) --no-print-directory CC=clang BUILD=build/tsan CFLAGS='$(SANITIZE) -fsanitize=thread -D__SANITIZE_THREAD__' test

FUZZ_SECONDS ?= 60
fuzz: ## each fuzzer for FUZZ_SECONDS
	@$(MAKE) --no-print-directory $(ASAN) fuzzed

fuzzed: $(FUZZ)
	@printf '%s\n' $(FUZZ) | xargs -r -P $$(nproc) -I{} tests/fuzz/run {} $(FUZZ_SECONDS)

soak: check-deps ## what runs longer: fuzzers for minutes, all seeds
	@$(MAKE) --no-print-directory fuzz FUZZ_SECONDS=300
	@$(MAKE) --no-print-directory asan BUT='$(COSTLIEST)'
	@$(MAKE) --no-print-directory tsan
	@FRONTDESK_SOAK=1 TEST_SECONDS=3600 $(MAKE) --no-print-directory test

bench: bench-deps ## the figures of tests/bench/README.md (some minutes on a quiet machine)
	@$(MAKE) --no-print-directory measured

measured: $(LIBRARY) $(PROGRAM) $(BENCH) $(BUILD)/hotel.db
	@BUILD=$(BUILD) tests/bench/run $(BENCH)

lint: $(HEADERS:%=build/lint/%.ok) coverage-current ## include rules, layout, texts, the table of operations
	@tests/lint
	@clang-format --dry-run -Werror $(FORMATTED)

# The table of operations in tests/README.md is made from what operations_test proves.
coverage: $(BUILD)/tests/server/operations_test $(PROGRAM) $(BUILD)/hotel.db ## write the table of tests/README.md
	@BUILD=$(BUILD) tests/coverage write

coverage-current: $(BUILD)/tests/server/operations_test $(PROGRAM) $(BUILD)/hotel.db
	@BUILD=$(BUILD) tests/coverage check

# A header compiles alone, with both compilers.
build/lint/%.ok: %
	@mkdir -p $(@D)
	@printf '#include "$<"\nextern int alone;\n' | gcc $(ALL_CFLAGS) -fsyntax-only -MMD -MP -MT $@ -MF $@.d -x c -
	@printf '#include "$<"\nextern int alone;\n' | clang $(ALL_CFLAGS) -fsyntax-only -x c -
	@touch $@

# A machine may have no locale but C and C.UTF-8: tests of decimal signs and charsets have their own.
build/locale/%:
	@mkdir -p $(@D)
	@part=$@.$$$$; trap 'rm -rf $$part' EXIT; \
	localedef -c -i $(firstword $(subst ., ,$*)) -f $(lastword $(subst ., ,$*)) ./$$part && \
	{ mv -T $$part $@ 2>/dev/null || [ -d $@ ]; } # another make may have been quicker

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
