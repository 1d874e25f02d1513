#!/bin/sh
# Makes an archive of so many conversations and messages, imports it, is killed and goes
# on, exports it and compares row by row. Says what each step takes.
#   scripts/import-bench.sh DIR CONVERSATIONS MESSAGES
set -eu
dir=$1
mkdir -p "$dir"
if [ -e "$dir/archive" ]; then echo "$dir/archive is there already" >&2; exit 1; fi
go build -trimpath -o "$dir/imserver" ./cmd/imserver
go build -trimpath -o "$dir/imsample" ./cmd/imsample
# measured NAME COMMAND...: what it took, where GNU time is there to tell.
measured() {
	name=$1; shift
	if [ -x /usr/bin/time ]; then
		/usr/bin/time -f "$name: %e s, %U s user, %S s system, %M KB at most" "$@"
	else
		"$@"
	fi
}
measured make "$dir/imsample" write "$dir/archive" --conversations "$2" --messages "$3"
measured import "$dir/imserver" import --data "$dir/whole" "$dir/archive"
"$dir/imserver" import --data "$dir/killed" "$dir/archive" 2>"$dir/killed.log" &
pid=$!
until grep -q '^messages' "$dir/killed.log" || ! kill -0 $pid 2>/dev/null; do sleep 1; done
kill -9 $pid 2>/dev/null || true
wait $pid || true
echo "killed at: $(tail -1 "$dir/killed.log")"
measured resume "$dir/imserver" import --data "$dir/killed" "$dir/archive"
measured again "$dir/imserver" import --data "$dir/killed" "$dir/archive"
measured export "$dir/imserver" export --data "$dir/killed" --out "$dir/out"
measured compare "$dir/imsample" compare "$dir/archive" "$dir/out"
rm -rf "$dir/archive" "$dir/whole" "$dir/killed" "$dir/out" "$dir/killed.log"
