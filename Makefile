# make demo     install what is missing, build, and watch upshift follow a 426
# make test     install what the tests need, and run them all
# make install  PREFIX=/usr/local by default, DESTDIR for packagers
# make deb      a Debian package of what `make install` installs, in .build
# make reference  of the libraries HTTP, Upgrade and WebSocket, as DocC archives in .build/reference
# make autobahn the Autobahn TestSuite against the table of expected verdicts (SECTIONS=1-7,9,10: not all)
# make bench    speed and memory against the bare socket, curl and websocat, as a table;
#               BENCH="receive-small round-trip" for some of it, QUICK=1 for a tenth
# make fuzz     libFuzzer and AddressSanitizer on every parser, SECONDS=60 each, as a table; PARSER="frames check"
#               for some of them
# make soak     text and binary echoed at full speed with deflate for an hour (SECONDS=…), every byte compared, memory
#               and descriptors watched
# make asan     the end-to-end tests against a binary with AddressSanitizer (TESTS=… for some of them)
# make valgrind some of them, named below, against the release binary under valgrind
PREFIX ?= /usr/local
SWIFT ?= swift
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
ZSH_COMPLETIONS ?= $(PREFIX)/share/zsh/site-functions
RELEASE := .build/release
STATIC := .build/static
# libstdc++, which the Swift runtime wants, is a quarter of the start-up time when it is shared.
# Nothing is looked for beside the binary.
BUILD_FLAGS := -c release --static-swift-stdlib --disable-local-rpath -Xlinker -L$(CURDIR)/$(STATIC) -Xlinker -s
ifeq ($(shell uname),Linux)
# What nobody looks up by name needs no name: half a megabyte, and a part of the start-up time.
BUILD_FLAGS += -Xlinker --version-script=$(CURDIR)/$(STATIC)/local.map -Xswiftc -Xclang-linker -Xswiftc -static-libgcc
endif
VENV := .build/test-venv
AUTOBAHN := .build/autobahn
SECTIONS ?= 1-13
BENCH_VENV := .build/bench-venv
SECONDS ?= 60
# Every module is instrumented, so the build has a folder of its own.
FUZZ_FLAGS := -c release --build-path .build/fuzz --product fuzz \
	-Xswiftc -sanitize=fuzzer,address -Xswiftc -enable-testing -Xswiftc -use-ld=lld \
	-Xcc -fsanitize=address,fuzzer-no-link

BUILD_PACKAGES := libcurl4-openssl-dev libjq-dev libnghttp2-dev libssl-dev zlib1g-dev
TEST_PACKAGES := curl openssl nginx-light apache2 nodejs node-ws tinyproxy nghttp2-server haproxy \
	gcc libc6-dev python3 python3-venv mandoc tmux libxml2-utils perl bash-completion fish zsh cups-daemon iproute2
AUTOBAHN_PACKAGES := python3 python3-venv python3-lib2to3
VALGRIND_PACKAGES := valgrind
BENCH_PACKAGES := gcc libc6-dev libssl-dev zlib1g-dev curl openssl nginx-light python3 python3-venv

# What a limit of memory or a measure of it is about means nothing with AddressSanitizer, which has the signals of a crash
# for itself, wants descriptors at the end, and takes too long for one head. libcurl 7.88 loses 1160 bytes when a handle goes
# on after nobody answered its DoH question (mute).
ASAN_TESTS ?= not (memory or large or flood or tide or ulimit or limits or many or stalls or fit or tmux or editor \
	or who_does_not_read or (too_much and heads) or crash or cannot_wait or (head and never and ends) or mute)
# A way through the C targets that face the peer: transfers, TLS and its certificates, HTTP/2, deflate.
VALGRIND_TESTS := test_hostile_frames.py test_deflate_hostile.py test_http2_hostile.py test_curl_tls.py
VALGRIND_CASES := lengths_at or byte_by_byte or a_violation or cert_status_can or stream_is or certificate_is_looked

.PHONY: release demo test unit-test end-to-end-test asan valgrind lint format docs autobahn bench fuzz soak deb reference install \
	uninstall clean swift build-packages test-packages valgrind-packages autobahn-packages bench-packages

release: swift build-packages $(STATIC)
	$(SWIFT) build $(BUILD_FLAGS) --product upshift

demo: swift build-packages $(STATIC)
	$(SWIFT) build $(BUILD_FLAGS)
	@mkfifo .build/demo.$$$$; $(RELEASE)/demo-endpoint > .build/demo.$$$$ & endpoint=$$!; \
	trap 'kill $$endpoint; rm -f .build/demo.'$$$$ EXIT; \
	read -r url < .build/demo.$$$$; \
	echo; echo "\$$ echo 'hello, world' | upshift -i $$url"; \
	echo 'hello, world' | $(RELEASE)/upshift -i "$$url"

test: swift build-packages test-packages
	$(MAKE) unit-test end-to-end-test

unit-test: swift
	$(SWIFT) test

end-to-end-test: swift $(VENV)/.done $(STATIC)
	$(SWIFT) build $(BUILD_FLAGS)
	UPSHIFT="$(CURDIR)/$(RELEASE)/upshift" $(VENV)/bin/python -m pytest Tests/EndToEnd -n 2

# `Tests/Sanitizers` has the programs that stand for upshift: a finding is exit status 99, which no test expects.
asan: swift build-packages test-packages $(VENV)/.done
	$(SWIFT) build -c release --sanitize address --scratch-path .build/address --product upshift
	rm -rf .build/address/findings && mkdir -p .build/address/findings
	UPSHIFT="$(CURDIR)/Tests/Sanitizers/address/upshift" UPSHIFT_SANITIZED=1 \
	  $(VENV)/bin/python -m pytest Tests/EndToEnd -n 2 -k "$(or $(TESTS),$(ASAN_TESTS))"

valgrind: release test-packages valgrind-packages $(VENV)/.done
	rm -rf .build/valgrind && mkdir -p .build/valgrind
	UPSHIFT="$(CURDIR)/Tests/Sanitizers/valgrind/upshift" UPSHIFT_SANITIZED=1 \
	  $(VENV)/bin/python -m pytest $(addprefix Tests/EndToEnd/,$(VALGRIND_TESTS)) -n 2 -k "$(VALGRIND_CASES)"

$(STATIC):
	mkdir -p $@
	archive=$$(ls /usr/lib/gcc/*/*/libstdc++.a 2> /dev/null | tail -n 1); \
	[ -z "$$archive" ] || ln -sf "$$archive" $@/libstdc++.a
	echo '{ local: *; };' > $@/local.map

$(VENV)/.done: Tests/EndToEnd/requirements.txt
	python3 -m venv $(VENV)
	$(VENV)/bin/pip install --quiet --disable-pip-version-check -r $<
	touch $@

lint: swift
	$(SWIFT) format lint --strict --recursive Package.swift Sources Tests

format: swift
	$(SWIFT) format --in-place --recursive Package.swift Sources Tests

# The manual page and the completions are made from the tables; a test compares them.
docs: swift
	UPSHIFT_REGENERATE=1 $(SWIFT) test --filter GeneratedTests

autobahn: swift build-packages $(AUTOBAHN)/.done $(STATIC)
	$(SWIFT) build $(BUILD_FLAGS) --product echo-client
	python3 Tests/Autobahn/run.py --sections $(SECTIONS) --keep .build/autobahn-reports

$(AUTOBAHN)/.done: Tests/Autobahn/setup.sh | autobahn-packages
	Tests/Autobahn/setup.sh $(AUTOBAHN)
	touch $@

bench: release bench-packages $(BENCH_VENV)/.done
	UPSHIFT="$${UPSHIFT:-$(CURDIR)/$(RELEASE)/upshift}" $(BENCH_VENV)/bin/python Tests/Benchmark/benchmark.py $(BENCH)

soak: release $(VENV)/.done
	$(VENV)/bin/python Tests/Soak/soak.py $(RELEASE)/upshift --seconds $(if $(filter command line,$(origin SECONDS)),$(SECONDS),3600)

fuzz: swift build-packages
	UPSHIFT_FUZZ=1 $(SWIFT) build $(FUZZ_FLAGS)
	python3 Tests/FuzzTests/fuzz.py --seconds $(SECONDS) $(PARSER)

$(BENCH_VENV)/.done: Tests/Benchmark/requirements.txt Tests/EndToEnd/requirements.txt
	python3 -m venv $(BENCH_VENV)
	$(BENCH_VENV)/bin/pip install --quiet --disable-pip-version-check -r $<
	touch $@

install:
	@[ -x $(RELEASE)/upshift ] || { echo "make release first"; exit 1; }
	install -d "$(DESTDIR)$(PREFIX)/bin" "$(DESTDIR)$(PREFIX)/share/man/man1" \
	  "$(DESTDIR)$(PREFIX)/share/bash-completion/completions" \
	  "$(DESTDIR)$(ZSH_COMPLETIONS)" \
	  "$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d"
	install -m 755 $(RELEASE)/upshift "$(DESTDIR)$(PREFIX)/bin/upshift"
	install -m 644 man/upshift.1 "$(DESTDIR)$(PREFIX)/share/man/man1/upshift.1"
	install -m 644 completions/upshift.bash \
	  "$(DESTDIR)$(PREFIX)/share/bash-completion/completions/upshift"
	install -m 644 completions/_upshift "$(DESTDIR)$(ZSH_COMPLETIONS)/_upshift"
	install -m 644 completions/upshift.fish \
	  "$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/upshift.fish"

uninstall:
	rm -f "$(DESTDIR)$(PREFIX)/bin/upshift" "$(DESTDIR)$(PREFIX)/share/man/man1/upshift.1" \
	  "$(DESTDIR)$(PREFIX)/share/bash-completion/completions/upshift" \
	  "$(DESTDIR)$(ZSH_COMPLETIONS)/_upshift" \
	  "$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/upshift.fish"

deb: release
	$(call install-packages,dpkg-dev)
	packaging/deb .build

reference: swift build-packages
	SWIFT="$(SWIFT)" packaging/reference .build/reference

clean:
	rm -rf .build

# First of all: no package of Debian's has it.
swift:
	@command -v $(firstword $(SWIFT)) > /dev/null || { \
	  echo "there is no $(firstword $(SWIFT)): https://swift.org/install has Swift, 6.2 or later (SWIFT=... names another one)" >&2; \
	  exit 1; }

# Debian's packages, where it is Debian; elsewhere they are somebody else's to install.
define install-packages
	@command -v dpkg-query > /dev/null || exit 0; \
	missing=$$(for package in $(1); do \
	  dpkg-query -W -f '$${Status}' $$package 2> /dev/null | grep -q 'ok installed' || echo $$package; \
	done); \
	[ -z "$$missing" ] || { $(SUDO) apt-get update -q && \
	  $(SUDO) env DEBIAN_FRONTEND=noninteractive \
	    apt-get install -q -y --no-install-recommends $$missing; }
endef

build-packages:
	$(call install-packages,$(BUILD_PACKAGES))

test-packages:
	$(call install-packages,$(TEST_PACKAGES))

valgrind-packages:
	$(call install-packages,$(VALGRIND_PACKAGES))

autobahn-packages:
	$(call install-packages,$(AUTOBAHN_PACKAGES))

bench-packages:
	$(call install-packages,$(BENCH_PACKAGES))
