# Sanad. `make help` lists what can be made; nothing here is needed to use Go's
# own tools: `go build ./cmd/sanad` and `go test ./...` work by themselves.

SHELL := /usr/bin/env bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

DB ?= var/demo.db
ADDR ?= localhost:8080
POSTINGS ?= 10000000
FAMILIES ?= 1000000
PERSONS ?= 1000000

.PHONY: help run test build front demo check lint fmt bench bench-ledger bench-linkage bench-search bench-payment histories soak clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: build ## Build everything and serve the demonstration on http://localhost:8080: a small one at once, the whole one some minutes later
	@echo "Sanad: http://$(ADDR). The demonstration's accounts are in $(DB).accounts.txt; stop with Ctrl-C."
	bin/sanad serve --demo --db $(DB) --addr $(ADDR)

test: ## Run every check: format, vet, lint, programmes, tests on both engines and in a browser
	scripts/prepare
	$(MAKE) lint check
	go test -timeout 20m ./...

build: front ## Build bin/sanad, with the front end when Node is there
	go build -trimpath -o bin/sanad ./cmd/sanad

front: ## Build what the browser receives, when its sources changed
	@scripts/front

demo: build ## Make the demonstration database (var/demo.db) when it is not there
	@[ -e $(DB) ] || bin/sanad demo --db $(DB)

check: build ## Check the programmes and run their own test cases
	bin/sanad check

lint: ## Read the code without running it: gofmt, go vet, staticcheck
	scripts/lint

fmt: ## Format the Go code
	git ls-files -z '*.go' | xargs -0 gofmt -w

bench: demo ## Measure what docs/benchmarks.md states (some minutes, nothing else running)
	SANAD_DB=$(CURDIR)/$(DB) go test -run '^$$' -bench . -benchtime 1x -timeout 30m ./...

bench-ledger: ## Measure the ledger's engine on 10 million postings beside SQLite, PostgreSQL and DuckDB (half an hour)
	SANAD_LEDGER=$(POSTINGS) SANAD_LEDGER_PG=1 go test -run '^$$' -bench Ledger -benchtime 1x -timeout 120m ./bench/
	cd bench/duckdb && SANAD_LEDGER=$(POSTINGS) go test -run '^$$' -bench DuckDB -benchtime 1x -timeout 60m

bench-search: ## Measure search, the check while typing and the nightly pass over a million persons on both engines (made once in var/bench, in some minutes)
	@uptime
	SANAD_SEARCH=$(PERSONS) go test -run '^$$' -bench 'LargeRegister|Pass' -benchtime 1x -timeout 60m ./registry/ | scripts/bench-table

bench-linkage: build ## Measure record linkage: speed, memory and quality against the truth
	scripts/bench-linkage

bench-payment: ## Measure payments over a million families: a run, a simulation, the rules alone (FAMILIES=100000 for a tenth)
	@uptime
	SANAD_FAMILIES=$(FAMILIES) go test -run '^$$' -bench 'Run|Simulation' -benchtime 1x -timeout 60m ./payment/
	SANAD_BENCH=1 go test -run '^$$' -bench Population -benchtime 1x ./programme/

histories: ## Live 10,000 random histories of payments on both engines, and hold every dirham (half an hour)
	SANAD_HISTORIES=10000 go test -count 1 -timeout 180m -run Histories ./payment/

soak: build ## Kill the server 50 times under load and verify after each
	SANAD_SOAK=50 go test -count 1 -v -timeout 30m -run Kill ./e2e/

clean: ## Remove what was built and the demonstration (var/demo.db), and the benchmark's databases (var/bench)
	rm -rf bin var/bench var/demo.db var/demo.db[.-]*
	find web/assets/dist -mindepth 1 ! -name .gitkeep -delete
