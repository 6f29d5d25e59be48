# GNU make. Everything works with Go and make alone; what else a target can use
# (a C compiler, git, tshark ...) it says when it is missing.

GO     ?= go
MODULE := github.com/bgpdecode/bgpdecode
CMD    := ./cmd/bgpdecode
BIN    := bin/bgpdecode

# Tools run at a pinned version, outside go.mod, from the module cache after the first time.
# The cache is asked first, because "go run pkg@version" otherwise wants a network even for what it has.
STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2
CACHED       = GOPROXY="file://$$($(GO) env GOMODCACHE)/cache/download,$$($(GO) env GOPROXY)"

# What `make dist` writes on the binaries.
VERSION   := $(shell git describe --tags --always --dirty 2>/dev/null || echo devel)
STAMP     := -X $(MODULE)/cmd/bgpdecode/internal/version.stamp=$(VERSION)
PLATFORMS ?= linux/amd64 linux/arm64 darwin/amd64 darwin/arm64 windows/amd64 windows/arm64

# The module that compares with GoBGP's packet library: its dependencies stay out of go.mod.
ORACLE := codec/oracle/gobgp

# Debian packages that tests use: readers of captures, an X server, BGP daemons, and iproute2 for namespaces.
# For once another set: make peers PEERS="xvfb xclip frr".
PEERS ?= xvfb xclip tshark bgpdump frr bird2 openbgpd gobgpd exabgp iproute2

# Dumps that `make demo` decodes.
DEMO ?= $(wildcard testdata/dumps/seeds/*.txt)

FUZZTIME ?= 10m
RUNS     ?= 101
# What `make bench-batch` measures: octets of each log, runs of each program, which tables (all when empty).
SIZE      ?= 536870912
BATCHRUNS ?= 3
TABLES    ?=
# What `make bench-peer` sends: routes, and distinct sets of attributes among them.
PREFIXES ?= 500000
SETS     ?= 50000
# How long `make soak` makes sessions flap.
SOAK     ?= 20m
# What `make probe` plays: all, update (and write the table), or a pattern.
PROBE    ?= all
# What `make bench-cold` pastes.
PASTE    ?= notification msg sent (code 3/4 (update: attribute flags error) - 0000 0000 ffff ffff ffff ffff ffff ffff ffff ffff 0020 0303 04e0 0708 0003 02ed 5bdc 3f01

.DEFAULT_GOAL := all
.NOTPARALLEL:
.PHONY: all build demo test test-unit test-short race lint vet staticcheck gen gen-check golden \
	test-oracle recall probe fuzz soak bench bench-codec bench-cold bench-wire bench-batch bench-peer peers dist man registry-diff cover clean help

all: build ## build the program

build: ## build bin/bgpdecode, static
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags '$(STAMP)' -o $(BIN) $(CMD)

demo: build ## build, then decode real dumps from testdata/
	@test -n "$(strip $(DEMO))" || { echo "demo: no dumps in testdata/dumps" >&2; exit 1; }
	@set -e; for f in $(DEMO); do \
		printf '\n$$ %s %s\n' $(BIN) "$$f"; \
		$(BIN) "$$f"; \
	done

test: vet staticcheck test-unit test-oracle race ## everything: vet, staticcheck, unit, golden, script, interop, oracle and race tests

test-unit: ## unit, golden, script and interop tests; fuzz targets on their seeds
	$(GO) test ./...

test-oracle: ## compare the codec with GoBGP's packet library, in a module of its own
	@set -e; cd $(ORACLE); \
	if $(CACHED) $(GO) mod download; then \
		echo "cd $(ORACLE) && $(GO) vet ./... && $(GO) test ./..."; $(GO) vet ./...; $(GO) test ./...; \
	elif test "$$BGPDECODE_REQUIRE_PEERS" = 1; then \
		echo "test-oracle: GoBGP's packet library cannot be fetched, and BGPDECODE_REQUIRE_PEERS=1 asks for it" >&2; exit 1; \
	else \
		echo "test-oracle: skipped, GoBGP's packet library cannot be fetched here"; \
	fi

test-short: ## the quick ones
	$(GO) test -short ./...

race: ## all tests under the race detector, where there is a C compiler
	@set -e; cc="$$($(GO) env CC)"; \
	if command -v $${cc%% *} >/dev/null 2>&1; then \
		echo "CGO_ENABLED=1 $(GO) test -race ./..."; \
		CGO_ENABLED=1 $(GO) test -race ./...; \
	else \
		echo "race: skipped, no C compiler ($$cc) here"; \
	fi

lint: vet staticcheck ## vet and staticcheck

vet:
	$(GO) vet ./...

staticcheck:
	$(CACHED) $(GO) run $(STATICCHECK) ./...

gen: ## regenerate what is generated
	$(GO) generate ./...

gen-check: ## check that what is generated is current
	$(GO) test -count=1 ./registry/gen

golden: ## rewrite golden files; review the diff
	@set -e; for d in $$(grep -rl --include='*_test.go' 'flag.Bool("update"' . | xargs -r -n1 dirname | sort -u); do \
		echo "$(GO) test $$d -update"; \
		$(GO) test "$$d" -update; \
	done

fuzz: ## run every fuzz target for FUZZTIME (10m), one after another
	@set -e; bad=; for p in $$($(GO) list ./...); do \
		list="$$($(GO) test -list '^Fuzz' "$$p")"; \
		for f in $$list; do \
			case $$f in Fuzz*) ;; *) continue ;; esac; \
			echo "== $$p $$f $(FUZZTIME)"; \
			$(GO) test -run '^$$' -fuzz "^$$f\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 2s "$$p" || bad="$$bad $$p.$$f"; \
		done; \
	done; \
	test -z "$$bad" || { echo "fuzz: failed:$$bad" >&2; exit 1; }

soak: ## 200 sessions that flap for SOAK (20m) on loopback: nothing may leak (a short form is in `make test`)
	SOAK=$(SOAK) $(GO) test -count=1 -v -timeout 0 -run '^TestSoak$$' ./speaker

recall: ## recall and precision of each style, in percent: its samples as they stand, and changed
	$(GO) test -count=1 -v -run '^TestTable$$' ./codec/dump

probe: ## all faults to FRR, BIRD, OpenBGPD, GoBGP and ExaBGP (half an hour), held against testdata/probe; PROBE=update writes it, PROBE='origin.*' plays some
	PROBE='$(PROBE)' $(GO) test -count=1 -v -timeout 0 -run '^TestProbe$$' $(CMD)/internal/interop

bench: bench-codec ## the codec beside GoBGP's packet library, then all benchmarks, for benchstat
	$(GO) test -run '^$$' -bench . -benchmem ./...

bench-codec: ## ns and allocations of a message: the codec beside a bare walk over headers and TLVs, and beside GoBGP (aims: 8 and 30)
	@cd $(ORACLE) && $(CACHED) $(GO) mod download && $(GO) run ./bench

bench-cold: build ## wall time of a cold paste, beside a program that only links cobra (aim: 3 times at most)
	@set -e; CGO_ENABLED=0 $(GO) build -trimpath -o bin/coldbase $(CMD)/internal/coldbase; \
	CGO_ENABLED=0 $(GO) build -trimpath -o bin/coldbench $(CMD)/internal/coldbench; \
	bin/coldbench -n $(RUNS) bin/coldbase $(BIN) '$(PASTE)'

bench-wire: build ## CPU of MRT and pcap to JSON, beside bgpdump (aim: less) and tshark -T json (aim: 50 times less)
	$(GO) run $(CMD)/internal/wirebench $(BIN)

bench-batch: build ## CPU of batch beside rg, grep, perl, python3, gzip, bgpdump and tshark; SIZE=octets, TABLES=name,...
	CGO_ENABLED=0 $(GO) build -trimpath -o bin/batchbench $(CMD)/internal/batchbench
	bin/batchbench -size $(SIZE) -runs $(BATCHRUNS) -only "$(TABLES)" $(BIN)

bench-peer: build ## CPU and memory of a peer that receives a table, beside BIRD (aim: no more) and GoBGP; PREFIXES=n, SETS=n
	CGO_ENABLED=0 $(GO) build -trimpath -o bin/peerbench $(CMD)/internal/peerbench
	bin/peerbench -prefixes $(PREFIXES) -sets $(SETS) -runs $(BATCHRUNS) $(BIN)

peers: ## as root, on Debian: install the programs that tests compare with
	sh .ci/peers $(PEERS)

dist: ## static binaries for Linux, macOS and Windows, with SHA256SUMS, in dist/
	@set -e; rm -rf dist; mkdir -p dist; \
	for p in $(PLATFORMS); do \
		os=$${p%/*}; arch=$${p#*/}; out=dist/bgpdecode-$(VERSION)-$$os-$$arch; \
		if test "$$os" = windows; then out=$$out.exe; fi; \
		echo "$$out"; \
		CGO_ENABLED=0 GOOS=$$os GOARCH=$$arch $(GO) build -trimpath -buildvcs=false \
			-ldflags '-s -w -buildid= $(STAMP)' -o "$$out" $(CMD); \
	done; \
	cd dist; \
	if command -v sha256sum >/dev/null 2>&1; then sha256sum bgpdecode-* >SHA256SUMS; \
	else shasum -a 256 bgpdecode-* >SHA256SUMS; fi

man: ## manual pages, in man/
	$(GO) run $(CMD)/internal/mangen man

registry-diff: ## what the official IANA XML in XML=dir adds, changes or removes
	@test -n "$(XML)" || { echo "usage: make registry-diff XML=dir" >&2; exit 2; }
	$(GO) run ./registry/diffcmd "$(XML)"

cover: ## coverage by function, in bin/cover.out
	@mkdir -p bin
	$(GO) test -coverpkg=./... -coverprofile=bin/cover.out ./...
	$(GO) tool cover -func=bin/cover.out | tail -1

clean: ## remove what make built
	rm -rf bin dist man

help: ## this list
	@awk -F ':.*## ' '/^[a-z][a-z-]*:.*## / { printf "%-14s %s\n", $$1, $$2 }' Makefile
