#!/bin/sh
# Longtake @VERSION@: installs itself for this user. Usage: sh FILE [FOLDER]; sh FILE --remove [FOLDER] takes it away.
# FOLDER: where the program goes; without it ~/.local. What you make with it lies elsewhere and is never removed.
set -eu

# All is in functions and called by the last line: of a file that was cut off within them, nothing is run.
main() {
    remove=
    if [ "${1:-}" = --remove ]; then remove=yes && shift; fi
    prefix=${1:-$HOME/.local}
    program=$prefix/opt/longtake coming=$prefix/opt/longtake.coming
    if [ -n "$remove" ]; then
        take_away
        tell_desktop
        echo "Longtake is removed. Your projects, films and settings are where they were."
    else
        check "$0"
        unpack "$0"
        take_away
        put_in_place
        tell_desktop
        echo "Longtake @VERSION@ is in $program. Start it from your menu, or by  $prefix/bin/longtake"
    fi
}

stop() {
    echo "$1 Nothing was installed; what was there before is untouched." >&2
    exit 1
}

# A download that broke off is the most common of faults: the size is checked before anything is touched.
check() {
    command -v xz >/dev/null || stop "This needs xz: install the package xz-utils (or xz) and start it again."
    start=$(awk '/^__CONTENT_BELOW__$/ { print NR + 1; exit }' "$1")
    size=$(tail -n "+$start" "$1" | wc -c)
    [ "$size" -eq "@SIZE@" ] || stop "This file is not whole: $((size)) bytes of @SIZE@. Download it again."
}

# Beside the place where the program goes, so that it is only renamed in the end: /tmp may be small, and is memory on
# many systems.
unpack() {
    rm -rf "$coming"
    mkdir -p "$coming" 2>/dev/null || stop "$coming can't be made: name a folder of yours to install in."
    trap 'rm -rf "$coming"; rmdir "$prefix/opt" "$prefix" 2>/dev/null || true' EXIT
    trap 'exit 1' HUP INT TERM
    unpacked=yes # xz ends by a signal where tar has given up: that is no fault of the file
    { tail -n "+$start" "$1" | xz -d || [ $? -gt 128 ] || : >"$coming/damaged"; } |
        tar -C "$coming" -x --no-same-owner || unpacked=
    [ ! -e "$coming/damaged" ] || stop "This file is damaged. Download it again."
    [ -n "$unpacked" ] || stop "It could not be unpacked: it needs @NEEDED@ MB of free space in $prefix."
}

put_in_place() {
    mkdir -p "$prefix/bin" "$prefix/share"
    mv "$coming/opt/longtake" "$program"
    cp -R "$coming/usr/share/." "$prefix/share/"
    sed -i "s|^Exec=longtake|Exec=\"$program/longtake\"|" "$prefix/share/applications/longtake.desktop"
    ln -sf "$program/longtake" "$prefix/bin/longtake"
}

# Folders that other programs share go where nothing is left in them.
take_away() {
    rm -rf "$program" "$prefix/share/doc/longtake"
    rm -f "$prefix/bin/longtake" "$prefix/share/applications/longtake.desktop" \
        "$prefix/share/mime/packages/longtake.xml" "$prefix/share/metainfo/org.longtake.Longtake.metainfo.xml" \
        "$prefix"/share/icons/hicolor/*/apps/longtake.png "$prefix/share/icons/hicolor/scalable/apps/longtake.svg"
    for folder in "$prefix"/share/icons/hicolor/*/apps "$prefix"/share/icons/hicolor/* "$prefix/share/icons/hicolor" \
        "$prefix/share/icons" "$prefix/share/doc" "$prefix/share/metainfo" "$prefix/opt" "$prefix/bin"; do
        rmdir "$folder" 2>/dev/null || true
    done
}

tell_desktop() {
    tell update-desktop-database -q "$prefix/share/applications"
    tell update-mime-database "$prefix/share/mime"
}

tell() {
    if command -v "$1" >/dev/null; then "$@" 2>/dev/null || true; fi
}

main "$@"
exit 0
__CONTENT_BELOW__
