# What one does in this house. CONTRIBUTING.md says more.
.PHONY: build demo test bench lint assets templ

build: assets ## the binary, static, with its pages inside
	.ci/templ --check
	CGO_ENABLED=0 go build -ldflags='-s -w' -o bin/federes ./cmd/federes

demo: build ## two communes and a council on ports 8080, 8081 and 8082
	bin/federes demo

test: ## everything; installs what the machine lacks, or says it
	.ci/test

bench: assets ## how far the first path is from what the machine can do
	go run ./cmd/bench first

lint: ## form, suspicious code, and rooms that have grown too large
	.ci/lint/run

assets: ## fonts and icons into web/static
	.ci/npm web/assets
	node web/assets/build.mjs

templ: ## the Go code of the pages
	.ci/templ
