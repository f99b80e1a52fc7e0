# Souk's verbs. `make` alone lists them.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
export PKG_CONFIG_PATH := $(CURDIR)/.deps/pkgconfig:$(PKG_CONFIG_PATH)

SOUK := .build/release/souk
UP_FLAGS ?=
TEST_FLAGS ?=

.PHONY: help setup setup-test build up test torture torture-spark check bench format clean

help: ## List the verbs
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## */  make \1\t/' | expand -t 18

setup: ## Install what the build needs (Debian packages, pinned wheels)
	@dev/setup build

setup-test: ## Install what the tests need besides (Chromium, independent readers)
	@dev/setup test

build: setup ## Build .build/release/souk
	@echo "souk: building in release mode (a few minutes the first time)"
	@swift build -c release --product souk

up: build ## Simulator, log, pipeline and dashboard; Ctrl-C drains and commits
	@exec $(SOUK) up $(UP_FLAGS)

# The tests of the binary start servers and wait for them, so they have the machine to themselves.
test: build setup-test ## Every test; TEST_FLAGS="--filter Name" for a part
ifeq ($(TEST_FLAGS),)
	@SOUK_BINARY=$(CURDIR)/$(SOUK) swift test --skip '^Integration\.'
	@SOUK_BINARY=$(CURDIR)/$(SOUK) swift test --skip-build --filter '^Integration\.' --no-parallel
else
	@SOUK_BINARY=$(CURDIR)/$(SOUK) swift test $(TEST_FLAGS)
endif

torture: build setup-test ## Random faults of real Kafka and HDFS; SOUK_TORTURE=N for how many (100)
	@SOUK_BINARY=$(CURDIR)/$(SOUK) SOUK_TORTURE=$${SOUK_TORTURE:-100} swift test --filter Integration.TortureTests

torture-spark: build setup-test ## Random kills of real Spark, Kafka and HDFS; SOUK_TORTURE_SPARK=N for how many (50)
	@SOUK_BINARY=$(CURDIR)/$(SOUK) SOUK_TORTURE_SPARK=$${SOUK_TORTURE_SPARK:-50} swift test --filter SparkTortureTests

check: setup-test ## Format, house rules, shell scripts, tests
	@dev/check

bench: build ## Benchmarks: make bench NAME=decode|pipeline|log|marketplace|"kafka --from URL"
	@$(SOUK) bench $(NAME)

format: ## Format the sources
	@swift format --in-place --recursive Package.swift Sources Tests Benchmarks

clean: ## Remove what was built; the downloads in .deps stay
	@rm -rf .build
