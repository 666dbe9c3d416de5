#!/usr/bin/env bash
# Makes dist/longtake-VERSION-macos.dmg from dist/Longtake.app. VERSION: set by packaging/build.py.
# SIGN: the name of a Developer ID certificate; empty: signed for this machine only, and others must allow it once.
# NOTARY: a profile stored by `xcrun notarytool store-credentials`; empty: not notarised.
set -euo pipefail
cd "$(dirname "$0")/../.."
app=dist/Longtake.app
dmg=dist/longtake-$VERSION-macos.dmg
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

codesign --force --deep --options runtime --entitlements packaging/macos/entitlements.plist --sign "${SIGN:--}" "$app"
ditto "$app" "$folder/Longtake.app"
ln -s /Applications "$folder/Applications"
hdiutil create -quiet -volname Longtake -srcfolder "$folder" -format ULFO -ov "$dmg"
if [ -n "${NOTARY:-}" ]; then
    xcrun notarytool submit "$dmg" --keychain-profile "$NOTARY" --wait
    xcrun stapler staple "$dmg"
fi
