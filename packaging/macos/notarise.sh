#!/usr/bin/env bash
# Signs the app, makes the disk image, has Apple look at it, and staples the answer to it.
#   IDENTITY="Developer ID Application: NAME (TEAM)" PROFILE=photoclip \
#       packaging/macos/notarise.sh dist/PhotoClip.app dist/PhotoClip-0.1.0.dmg
# PROFILE is what `xcrun notarytool store-credentials PROFILE` has kept in the keychain; no
# password stands here or on the command line.
set -euo pipefail
if [ "$#" -ne 2 ]; then
    echo "usage: IDENTITY=… PROFILE=… notarise.sh APP DMG" >&2
    exit 2
fi
: "${IDENTITY:?say which certificate signs: security find-identity -v -p codesigning}"
: "${PROFILE:?say which credentials: xcrun notarytool store-credentials}"
app=$1
image=$2
here=$(cd "$(dirname "$0")" && pwd)
sign() {
    codesign --force --timestamp --options runtime \
        --entitlements "$here/entitlements.plist" --sign "$IDENTITY" "$@"
}
# From the inside out: a signature counts the ones below it. (--deep is not meant for signing.)
# Known by what is in them: a program such as torch_shm_manager has no ending.
find "$app/Contents/Frameworks" "$app/Contents/Resources" -type f \
    \( -name '*.so' -o -name '*.dylib' -o -perm -u+x \) -print0 |
    while IFS= read -r -d '' library; do
        case $(file -b "$library") in Mach-O*) sign "$library" ;; esac
    done
find "$app/Contents/Frameworks" -type d -name '*.framework' -prune -print0 |
    while IFS= read -r -d '' framework; do sign "$framework"; done
for program in photoclip-trainer photoclip; do
    # Where one program is a link to the other, it is signed once.
    if [ -f "$app/Contents/MacOS/$program" ] && [ ! -L "$app/Contents/MacOS/$program" ]; then
        sign "$app/Contents/MacOS/$program"
    fi
done
sign "$app"
codesign --verify --deep --strict --verbose=2 "$app"
"$here/make_dmg.sh" "$app" "$image"
codesign --force --timestamp --sign "$IDENTITY" "$image"
xcrun notarytool submit "$image" --keychain-profile "$PROFILE" --wait
xcrun stapler staple "$image"
spctl --assess --type open --context context:primary-signature --verbose "$image"
