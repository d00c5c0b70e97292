#!/usr/bin/env bash
# Puts PhotoClip.app into a disk image, beside a link to Applications and the licences.
#   packaging/macos/make_dmg.sh dist/PhotoClip.app dist/PhotoClip-0.1.0.dmg
set -euo pipefail
if [ "$#" -ne 2 ]; then
    echo "usage: make_dmg.sh APP DMG" >&2
    exit 2
fi
app=$1
image=$2
if [ ! -d "$app/Contents" ]; then
    echo "There is no app at $app; build it first: python packaging/build.py" >&2
    exit 1
fi
staging=$(mktemp -d)
trap 'rm -rf "$staging"' EXIT
# Keeps links, rights and signatures as they are.
ditto "$app" "$staging/PhotoClip.app"
ln -s /Applications "$staging/Applications"
for text in LICENSE dist/THIRD_PARTY_LICENSES.txt; do
    if [ -f "$text" ]; then
        cp "$text" "$staging/"
    fi
done
rm -f "$image"
hdiutil create -volname PhotoClip -srcfolder "$staging" -fs HFS+ -format UDZO "$image"
hdiutil verify "$image"
