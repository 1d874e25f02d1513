# Two commands are enough on a machine with Go, Node and make:
#   make run    build, start the server on an embedded database, serve the demo
#   make test   everything, in a real headless browser too
# `make help` lists the rest.

GO       ?= go
NODE     ?= node
NPM      ?= npm
GOROOT   := $(shell $(GO) env GOROOT)
WASMENV  := GOOS=js GOARCH=wasm
WASMEXEC := $(GOROOT)/lib/wasm/go_js_wasm_exec
LISTEN   ?= 127.0.0.1:8080
DATA     ?= data
WASM     := web/dist/imclient.wasm
# As the linker leaves it: with the lines of the code, for scripts/lines.mjs.
LINKED   := bin/imclient.wasm
# Cold packages are compiled without inlining, which makes the download smaller
# and a received message no slower (docs/performance.md, Size).
COLD     := os reflect syscall syscall/js time strconv sync errors io unicode \
            internal/strconv internal/reflectlite internal/godebug internal/sync internal/poll internal/oserror internal/byteorder \
            github.com/norunners/vert imclient/jsbridge
COLDFLAGS := $(foreach package,$(COLD),-gcflags=$(package)=-l)
# Parts of the standard library that a page has no use for are left out.
OVERLAY  := web/dist/.overlay.json
# What the server and the module are built from.
GOFILES   := $(shell find core server cmd -name '*.go' -not -name '*_test.go')
WASMFILES := $(sort $(shell find core jsbridge wasm -name '*.go' -not -name '*_test.go' -not -path 'core/native/*' -not -path 'core/coretest/*'))
WEBFILES := $(shell find web/src web/demo web/console web/build web/build.mjs -type f 2>/dev/null)

.PHONY: build
build: bin/imserver web ## bin/imserver and web/dist/

.PHONY: help
help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## */\t/' | expand -t 14

.PHONY: run
run: build ## build, start the server, serve the demo
	bin/imserver serve --listen $(LISTEN) --data $(DATA) --web web

# ---------------------------------------------------------------- build

# The binary carries the web build; a plain `go build` makes one without it.
SITE := cmd/imserver/internal/site/files
$(SITE)/.ready: web/dist/.ready scripts/embed.sh $(shell find web/examples -type f 2>/dev/null)
	scripts/embed.sh

bin/imserver: $(GOFILES) go.mod go.sum $(SITE)/.ready
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags='-s -w' -o $@ ./cmd/imserver

# The newer garbage collector is larger, and no faster with a heap as small as this.
WASMBUILD = GOEXPERIMENT=nogreenteagc $(WASMENV) $(GO) build -trimpath -overlay $(OVERLAY) $(COLDFLAGS)
# The build id tells the loader that the module and the JavaScript are one pair.
$(OVERLAY): Makefile scripts/overlay.mjs
	@mkdir -p $(@D)
	@$(NODE) scripts/overlay.mjs $(GOROOT) $@

$(LINKED): $(WASMFILES) $(OVERLAY) go.mod go.sum Makefile
	@id=$$(cat $(WASMFILES) go.sum | cksum | cut -d' ' -f1) && echo "building $@ ($$id)" && \
	$(WASMBUILD) \
		-ldflags="-s -w -buildid= -X imclient/jsbridge.build=$$id" -o $@ ./wasm

SLIM := scripts/slim.mjs scripts/pclntab.mjs scripts/wasm-file.mjs
$(WASM): $(LINKED) $(SLIM)
	@$(NODE) scripts/slim.mjs $< $@

web/node_modules/.ready: web/package.json web/package-lock.json
	cd web && $(NPM) ci --no-audit --no-fund
	@touch $@

.PHONY: deps
deps: web/node_modules/.ready ## the npm packages, as the lock file says

.PHONY: web
web: web/dist/.ready ## the npm package and the demo page

web/dist/.ready: $(WASM) wasm_exec.js web/node_modules/.ready $(WEBFILES)
	cd web && $(NPM) run --silent build
	@touch $@

.PHONY: generate
generate: ## regenerate the wire codec from core/wire/rtm.proto
	$(GO) generate ./core/wire

.PHONY: wasm-exec
wasm-exec: ## take wasm_exec.js from the Go toolchain in use
	cp $(GOROOT)/lib/wasm/wasm_exec.js wasm_exec.js

.PHONY: size
size: $(WASM) web ## what a page downloads, compressed, beside an empty Go program
	@$(NODE) scripts/size.mjs

.PHONY: size-report
size-report: $(WASM) ## what each linked package costs in imclient.wasm
	@$(WASMBUILD) -ldflags=-buildid= -o web/dist/.named.wasm ./wasm
	@$(NODE) scripts/size-report.mjs web/dist/.named.wasm; rm web/dist/.named.wasm

ROUNDS ?= 5

.PHONY: bench
bench: build chromium ## both SDKs and a bare WebSocket, side by side (docs/performance.md)
	cd web && $(NODE) bench/run.mjs --rounds $(ROUNDS) $(if $(ONLY),--only $(ONLY))

bin/imbench: $(GOFILES) go.mod go.sum
	$(GO) build -trimpath -o $@ ./cmd/imbench

.PHONY: bench-server
bench-server: bin/imserver bin/imbench ## the server under the Go client's load (docs/server-performance.md)
	ulimit -n 20000 && bin/imbench --rounds $(ROUNDS) $(ONLY)

BENCHDIR ?= /tmp/imserver-import-bench
BENCHMESSAGES ?= 5000000
BENCHCONVERSATIONS ?= 100000

.PHONY: import-bench
import-bench: ## make a large archive, import it with a kill in between, export and compare it
	scripts/import-bench.sh $(BENCHDIR) $(BENCHCONVERSATIONS) $(BENCHMESSAGES)

# ---------------------------------------------------------------- checks

.PHONY: test
test: lint test-go test-cluster test-wasm test-web ## everything

.PHONY: test-go
test-go: deps cc postgres caddy ## Go tests with the race detector
	$(GO) test -race -timeout 20m ./...
	$(GO) -C tools test -count=1 ./...

bin/imcluster: $(GOFILES) go.mod go.sum
	$(GO) build -trimpath -o $@ ./cmd/imcluster

NODES ?= 3
# Of web/test those that compare the SDKs with each other, in Node and in Chromium.
CLUSTERED := test/interop.test.mjs test/parity.test.mjs test/group-receipts.test.mjs test/page-interop.test.mjs test/contract/contract.test.mjs

# Of the server's tests those that bring their own nodes down, the same in test-go, and take long.
FAULTS := ^(TestPostgresFails|TestNATSFails|TestRollingRestart|TestReadiness|Fuzz)

.PHONY: test-cluster
test-cluster: build bin/imcluster chromium postgres ## the server's tests, the Go client's and those of the SDKs against NODES (3) on PostgreSQL and NATS
	IMSERVER_TEST_STORE=postgres IMSERVER_TEST_BUS=nats IMSERVER_TEST_NODES=$(NODES) $(GO) test -skip '$(FAULTS)' ./server ./server/webhook ./server/importer ./core/native
	cd web && IMSERVER_TEST_NODES=$(NODES) CONTRACT_WHERE=node $(NODE) --test --test-concurrency=1 --test-timeout=180000 $(CLUSTERED)

.PHONY: test-wasm
test-wasm: ## the Go tests of what runs in a page, as WebAssembly
	$(WASMENV) $(GO) test -exec "$(WASMEXEC)" ./core/wire ./core ./jsbridge/...

.PHONY: test-web
test-web: build chromium postgres caddy ## the package's tests, in Node and in Chromium, and the budget of imclient.wasm
	@$(NODE) scripts/size.mjs --check
	cd web && $(NPM) test --silent

KILLS     ?= 50
SCHEDULES ?= 1000
PAGES     ?= 50

bin/imchaos: $(GOFILES) go.mod go.sum
	$(GO) build -trimpath -o $@ ./cmd/imchaos

.PHONY: chaos
chaos: bin/imserver bin/imchaos ## KILLS kills under load, SCHEDULES of faults, then of N nodes, then PAGES with pages; SEEDS="1 2 3" runs those schedules alone
	$(if $(SEEDS),,$(GO) test ./cmd/imserver -run '^TestKill$$' -v -count=1 -timeout 30m -kills $(KILLS))
	bin/imchaos $(if $(SEEDS),--seeds "$(SEEDS)",--schedules $(SCHEDULES))
	$(if $(SEEDS),,$(MAKE) --no-print-directory chaos-nodes)
	$(if $(SEEDS),,$(MAKE) --no-print-directory chaos-pages)

N ?= 3

.PHONY: chaos-nodes
chaos-nodes: bin/imserver bin/imchaos postgres ## 100 (SCHEDULES) schedules against N (3) nodes on PostgreSQL and NATS; SEEDS as for chaos
	bin/imchaos --nodes $(N) $(if $(SEEDS),--seeds "$(SEEDS)",--schedules $(if $(filter file,$(origin SCHEDULES)),100,$(SCHEDULES)))

.PHONY: chaos-pages
chaos-pages: build bin/imchaos chromium ## PAGES schedules with Chromium, page reloads and the official SDK; SEEDS as for chaos
	bin/imchaos --pages $(if $(SEEDS),--seeds "$(SEEDS)",--schedules $(PAGES))

FUZZTIME ?= 1m

.PHONY: fuzz
fuzz: deps ## every fuzz test for FUZZTIME (1m), one after the other; FUZZ=wire only those with that in their names
	scripts/fuzz.sh $(FUZZTIME) $(FUZZ)

SOAK ?= 30m

.PHONY: soak
soak: bin/imserver bin/imchaos ## 200 clients for SOAK (30m), over cut connections: does memory stay flat?
	ulimit -n 20000 && bin/imchaos --soak $(SOAK)

# Built for the machine it runs on; GOOS then tells it what to check.
bin/staticcheck: tools/go.mod tools/go.sum
	$(GO) build -modfile=tools/go.mod -o $@ honnef.co/go/tools/cmd/staticcheck

bin/govulncheck: tools/go.mod tools/go.sum
	$(GO) build -modfile=tools/go.mod -o $@ golang.org/x/vuln/cmd/govulncheck

# Asks vuln.go.dev and the npm registry: for machines with the network, and no part of make test.
.PHONY: audit
audit: deps bin/govulncheck ## known vulnerabilities in what is linked and in what builds it; needs the network
	bin/govulncheck ./...
	$(WASMENV) bin/govulncheck ./wasm
	cd web && $(NPM) audit --omit=dev
	cd web && $(NPM) audit --audit-level=high

.PHONY: contract
contract: build chromium ## both SDKs case by case: the table (docs/contract.md), then the verdict
	cd web && $(NODE) test/contract/table.mjs && cat ../docs/contract.md
	cd web && $(NODE) --test test/contract/*.test.mjs

.PHONY: lint
lint: deps bin/staticcheck ## gofmt, go vet, staticcheck (native and js), tsc, eslint
	@files=$$(gofmt -l core jsbridge wasm server cmd tools); if [ -n "$$files" ]; then echo "gofmt would change:"; echo "$$files"; exit 1; fi
	$(GO) vet ./...
	$(GO) -C tools vet ./...
	$(WASMENV) $(GO) vet ./core ./core/wire ./jsbridge/... ./wasm
	bin/staticcheck ./...
	$(WASMENV) bin/staticcheck ./core ./core/wire ./jsbridge/... ./wasm
	cd web && $(NPM) run --silent lint

.PHONY: docs
docs: deps ## the pages of the API, into web/dist/docs/
	cd web && $(NPM) run --silent docs

.PHONY: chromium
chromium:
	@scripts/need.sh chromium

.PHONY: cc
cc:
	@scripts/need.sh cc

.PHONY: postgres
postgres:
	@scripts/need.sh postgres

.PHONY: caddy
caddy:
	@scripts/need.sh caddy

.PHONY: clean
clean: ## remove what was built
	rm -rf bin web/dist web/test/out $(SITE)/dist $(SITE)/examples $(SITE)/.ready
