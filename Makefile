# The commands of this project. Each installs what it lacks first (scripts/setup.sh).

.DEFAULT_GOAL := help
.PHONY: help setup serve test torture dist bench fuzz fmt golden clean

# How long `make fuzz` runs each target, in seconds.
FOR ?= 60

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-7s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## install or build every tool that is missing
	@scripts/setup.sh all

serve: ## the app on http://127.0.0.1:8080, reloading when a file changes
	@scripts/setup.sh serve
	@scripts/serve.sh

test: ## format, clippy, documentation, native, wasm and browser tests
	@scripts/setup.sh test
	@scripts/test.sh

torture: ## the browsers killed while somebody edits: 200 times, Firefox 50
	@scripts/setup.sh test
	@scripts/torture.sh

dist: ## the optimised site in dist/, the embeddable files in dist/embed/
	@scripts/setup.sh dist
	@scripts/build-site.sh dist dist

bench: ## the benchmarks, native and in Chromium
	@scripts/setup.sh test dist
	@scripts/bench.sh

fuzz: ## random histories, cases and projects, a minute each (FOR=600: ten)
	@scripts/setup.sh packages
	@scripts/fuzz.sh $(FOR)

fmt: ## format the code
	cargo fmt

golden: ## rewrite the golden files (this run fails wherever one changed)
	UPDATE_GOLDEN=1 cargo test --test golden

clean: ## remove what was built here; the tools in the cache stay
	rm -rf target dist
