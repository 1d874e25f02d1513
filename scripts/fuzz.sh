#!/usr/bin/env bash
# fuzz.sh TIME [NAME]: runs every fuzz test, or those whose package and name contain
# NAME, for TIME each, one after the other, with one worker. What makes one fail stays
# below its package's testdata/fuzz, to be committed with the fix, and the others go on.
# The last line is
#
#   N fuzz tests of TIME, M inputs, F failed
#
# and the exit status is 1 when one has failed.
set -euo pipefail
cd "$(dirname "$0")/.."
time=${1:?how long each runs, such as 10m}
only=${2:-}
log=$(mktemp)
trap 'rm -f "$log"' EXIT
tests=0 inputs=0 failed=0
while IFS=: read -r file _ line; do
  package=./$(dirname "$file")
  name=${line#func }
  name=${name%%(*}
  [[ -z $only || $package.$name == *"$only"* ]] || continue
  tests=$((tests + 1))
  begun=$SECONDS
  status=ok
  # Go's cache keeps what it has found interesting for the next run.
  if ! ${GO:-go} test "$package" -run '^$' -fuzz "^$name\$" -fuzztime "$time" -fuzzminimizetime 20x -parallel 1 -timeout 0 >"$log" 2>&1; then
    status=FAILED
    failed=$((failed + 1))
    grep -v '^fuzz: elapsed' "$log"
  fi
  execs=$(sed -n 's/.*execs: \([0-9]*\).*/\1/p' "$log" | tail -1)
  inputs=$((inputs + ${execs:-0}))
  printf '%-60s %10s inputs in %4d s  %s\n' "$package.$name" "${execs:-0}" $((SECONDS - begun)) "$status"
done < <(grep -rn --include='*_test.go' '^func Fuzz' core jsbridge server cmd wasm | sort)
# JavaScript's side, from another seed each time.
if [[ -z $only || web == *"$only"* ]]; then
  case $time in *m) seconds=$((60 * ${time%m})) ;; *) seconds=${time%s} ;; esac
  (cd web && ${NODE:-node} test/fuzz.mjs "$seconds" "$RANDOM$RANDOM") | tee "$log" || true
  while read -r execs; do
    tests=$((tests + 1)) inputs=$((inputs + execs))
  done < <(sed -n 's/^web: .* \([0-9]*\) inputs in.*/\1/p' "$log")
  failed=$((failed + $(grep -c 'FAILED$' "$log" || true)))
fi
echo "$tests fuzz tests of $time, $inputs inputs, $failed failed"
[ "$failed" = 0 ]
