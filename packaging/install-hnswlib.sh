#!/usr/bin/env bash
# Compiles hnswlib for any processor of its kind, with the hashes of requirements.lock.
#   install-hnswlib.sh PYTHON
# Left to itself it is compiled for the processor of this machine, and ends the app on others.
# pip's cache may hold such a build: it is not asked.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
only=$(mktemp)
trap 'rm -f "$only"' EXIT
sed -n '/^hnswlib==/,/# via/p' "$here/requirements.lock" >"$only"
# --no-deps: numpy, which it asks for, comes with the rest of the lock.
HNSWLIB_NO_NATIVE=1 "$1" -m pip install --quiet --no-cache-dir --force-reinstall --no-deps \
    --require-hashes -r "$only"
