#!/usr/bin/env bash
# Makes dist/longtake-VERSION-macos-MACHINE.dmg from dist/Longtake.app. VERSION: set by packaging/build.py.
# SIGN: the name of a Developer ID certificate, with which longtake.spec signed the program; the image is signed with it
# as well. Empty: signed for this machine only, and others must allow it once, in System Settings.
# NOTARY: a profile stored by `xcrun notarytool store-credentials`; empty: not notarised.
set -euo pipefail
cd "$(dirname "$0")/../.."
app=dist/Longtake.app
dmg=dist/longtake-$VERSION-macos-$(uname -m).dmg
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

stop() { printf '%s\n' "$*" >&2 && exit 1; }

# The system may still be reading what was just copied, and then refuses for a moment.
make_image() {
    local try
    for try in 1 2 3 4 5; do
        if hdiutil create -quiet -volname Longtake -srcfolder "$folder" -fs HFS+ -format ULFO -ov "$dmg"; then return; fi
        sleep $((try * 5))
    done
    stop "$dmg could not be made. The program is in $app."
}

notarise() {
    [ -n "${SIGN:-}" ] || stop "Only what is signed can be notarised: set SIGN to the name of a Developer ID certificate."
    xcrun notarytool submit "$dmg" --keychain-profile "$NOTARY" --wait
    xcrun stapler staple "$dmg"
    spctl --assess --type open --context context:primary-signature "$dmg"
}

codesign --verify --deep --strict "$app"
ditto "$app" "$folder/Longtake.app"
ln -s /Applications "$folder/Applications"
make_image
if [ -n "${SIGN:-}" ]; then codesign --sign "$SIGN" --timestamp "$dmg"; fi
if [ -n "${NOTARY:-}" ]; then notarise; fi
