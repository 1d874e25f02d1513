#!/usr/bin/env bash
# fuzz-corpus.sh COUNT: keeps what fuzzing has found interesting: up to COUNT inputs of
# each fuzz test, of at most 2 KB, go from Go's cache into its package's testdata/fuzz,
# where `go test` runs them every time. What is there already counts, and stays.
set -euo pipefail
cd "$(dirname "$0")/.."
most=${1:?how many inputs of each}
cache=$(${GO:-go} env GOCACHE)/fuzz/$(${GO:-go} list -m)
while IFS=: read -r file _ line; do
  package=$(dirname "$file")
  name=${line#func }
  name=${name%%(*}
  from=$cache/$package/$name to=$package/testdata/fuzz/$name
  [ -d "$from" ] || continue
  mkdir -p "$to"
  # Their names are hashes: in the order of names they are a sample.
  find "$from" -type f -size -2049c | sort | while read -r input; do
    [ "$(find "$to" -type f | wc -l)" -lt "$most" ] || break
    cp -n "$input" "$to/"
  done
done < <(grep -rn --include='*_test.go' '^func Fuzz' core jsbridge server cmd wasm)
