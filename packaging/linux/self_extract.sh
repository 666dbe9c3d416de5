#!/bin/sh
# Longtake @VERSION@: installs itself for this user. Usage: sh FILE [FOLDER]; FILE --remove takes it away again.
# FOLDER: where the program goes; without it ~/.local. What you make with it lies elsewhere and is never removed.
set -eu
case "${1:-}" in
    --remove) remove=yes prefix=${2:-$HOME/.local} ;;
    *) remove= prefix=${1:-$HOME/.local} ;;
esac
program=$prefix/opt/longtake
take_away() {
    rm -rf "$program" "$prefix/share/doc/longtake"
    rm -f "$prefix/bin/longtake" "$prefix/share/applications/longtake.desktop" \
        "$prefix/share/mime/packages/longtake.xml" "$prefix/share/metainfo/org.longtake.Longtake.metainfo.xml" \
        "$prefix"/share/icons/hicolor/*/apps/longtake.png "$prefix/share/icons/hicolor/scalable/apps/longtake.svg"
}
tell_desktop() {
    if command -v update-desktop-database >/dev/null; then update-desktop-database -q "$prefix/share/applications" || true; fi
    if command -v update-mime-database >/dev/null; then update-mime-database "$prefix/share/mime" || true; fi
}
if [ -n "$remove" ]; then
    take_away
    tell_desktop
    echo "Longtake is removed. Your projects, films and settings are where they were."
    exit 0
fi
command -v xz >/dev/null || { echo "This needs xz: install the package xz-utils (or xz) and start it again." >&2; exit 1; }
take_away
unpacked=$(mktemp -d)
trap 'rm -rf "$unpacked"' EXIT
mkdir -p "$prefix/opt" "$prefix/bin" "$prefix/share"
start=$(awk '/^__CONTENT_BELOW__$/ { print NR + 1; exit }' "$0")
tail -n "+$start" "$0" | xz -d | tar -C "$unpacked" -x
mv "$unpacked/opt/longtake" "$program"
cp -R "$unpacked/usr/share/." "$prefix/share/"
sed -i "s|^Exec=longtake|Exec=\"$program/longtake\"|" "$prefix/share/applications/longtake.desktop"
ln -sf "$program/longtake" "$prefix/bin/longtake"
tell_desktop
echo "Longtake @VERSION@ is in $program. Start it from your menu, or by  $prefix/bin/longtake"
exit 0
__CONTENT_BELOW__
