# `make help` lists the targets. README.md needs only two of them: build-config and test.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:
.DELETE_ON_ERROR:

# The spec and the tree it is compiled into: make check SPEC=examples/third-app/spec.yaml
SPEC ?= spec.yaml
OUT ?= out

NAGAYA := .build/release/nagaya
SWIFT_SOURCES := Sources Tests Package.swift
# Every file that is a shell program of the project; shellcheck follows what they source.
SHELL_SOURCES = $(shell grep -rlE --exclude-dir=.build '^\#!/bin/(ba)?sh' .ci Scripts Sources Tests Benchmarks)

# A target may import only what Package.swift says it depends on.
IMPORTS := --explicit-target-dependency-import-check error

.PHONY: help setup check build-config test verify lint format goldens bench clean
.PHONY: release setup-build setup-test unit-tests script-tests linkage fresh-output

help: ## Lists the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: setup-test ## Installs what building and testing need (Debian, as root), or says what is missing

check: release ## Proves the spec sound: every problem at once, exit 1 if there is one
	@$(NAGAYA) check $(SPEC)

build-config: release ## Compiles the spec into out/
	@$(NAGAYA) build $(SPEC) -o $(OUT)

test: setup-test lint unit-tests script-tests linkage fresh-output verify ## Runs every test, as CI does

verify: setup-test release ## Runs nginx, systemd, shellcheck, logrotate, cron, UFW … on the artifacts
	@$(NAGAYA) verify $(SPEC) --require nginx compose-schema systemd-analyze ufw cron logrotate shellcheck
	@Tests/Tools/gixy.sh $(OUT) || [[ $$? -eq 77 ]]

lint: setup-test ## Checks format and documentation of the Swift sources, and every shell program
	swift format lint --strict --parallel --recursive $(SWIFT_SOURCES)
	shellcheck --external-sources --source-path=SCRIPTDIR $(SHELL_SOURCES)

format: ## Formats the Swift sources
	swift format --in-place --parallel --recursive $(SWIFT_SOURCES)

goldens: setup-test ## Records the golden files anew, then proves that they pass
	UPDATE_GOLDENS=1 swift test --disable-xctest || echo 'recorded: a recording run never passes'
	swift test --disable-xctest
	@git status --short Tests

bench: setup-test release ## Measures check and build beside a floor in C (a few minutes)
	Benchmarks/run $(NAGAYA)

clean: ## Removes what was built, never out/
	rm -rf .build

setup-build:
	@Scripts/setup.sh build

setup-test:
	@Scripts/setup.sh build test

release: setup-build
	@swift build --configuration release --product nagaya $(IMPORTS) --quiet

unit-tests: setup-test
	swift build --build-tests $(IMPORTS)
	swift test --disable-xctest $(IMPORTS)

script-tests: setup-test
	Tests/Scripts/run

linkage: release
	Tests/Tools/linkage.sh --self-test $(NAGAYA)

fresh-output: release
	@$(NAGAYA) build $(SPEC) -o $(OUT) --check
