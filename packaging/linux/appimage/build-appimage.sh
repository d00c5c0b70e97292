#!/usr/bin/env bash
# Makes an AppImage of what packaging/build.py built. NOT RUN YET: appimagetool could not be
# had where this was written. It needs appimagetool on the PATH.
#
#   build-appimage.sh dist/photoclip VERSION
set -euo pipefail

app=$(realpath "$1")
version=$2
here=$(cd "$(dirname "$0")" && pwd)
command -v appimagetool >/dev/null || { echo "build-appimage.sh needs appimagetool"; exit 1; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
tree=$folder/PhotoClip.AppDir

mkdir -p "$tree/usr/bin"
cp -a "$app/." "$tree/usr/bin/"
PYTHONPATH=$here/../..:$here/../../.. python3 -c '
import pathlib, sys, time
from linux.staging import put_share
put_share(pathlib.Path(sys.argv[1]), sys.argv[2], int(time.time()))
' "$tree/usr/share" "$version"
cp "$tree"/usr/share/applications/*.desktop "$tree"/usr/share/icons/hicolor/scalable/apps/*.svg "$tree/"
# The file that an AppImage runs; "photoclip-trainer" is found beside "photoclip".
# shellcheck disable=SC2016 # what stands in it is meant for the shell that runs it
printf '#!/bin/sh\nexec "$(dirname "$(readlink -f "$0")")/usr/bin/photoclip" "$@"\n' >"$tree/AppRun"
chmod 755 "$tree/AppRun"
ARCH=$(uname -m) VERSION=$version appimagetool "$tree" "PhotoClip-$version-$(uname -m).AppImage"
