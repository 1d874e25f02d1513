#!/bin/sh
# Puts the web build where cmd/imserver takes it from: what pages load, without maps
# and without what is for Node.
set -eu
cd "$(dirname "$0")/.."
to=cmd/imserver/internal/site/files
rm -rf "$to/dist" "$to/examples"
mkdir -p "$to/dist"
for file in web/dist/*.js web/dist/*.wasm web/dist/*.br web/dist/*.gz; do
  case $file in */node.js) ;; *) cp "$file" "$to/dist/" ;; esac
done
cp -R web/dist/demo web/dist/console "$to/dist/"
cp -R web/examples "$to/examples"
find "$to" -name '*.map' -delete
touch "$to/.ready"
