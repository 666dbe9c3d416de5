#!/usr/bin/env bash
# Makes dist/longtake_VERSION_ARCHITECTURE.deb and dist/longtake-VERSION-linux-MACHINE.run from the folder $BUNDLE.
# VERSION, BUNDLE, PARTS (icons): set by packaging/build.py.
set -euo pipefail
cd "$(dirname "$0")/../.."
root=build/bundle/root
architecture=$(dpkg --print-architecture)
deb=dist/longtake_${VERSION}_$architecture.deb
run=dist/longtake-$VERSION-linux-$(uname -m).run
# What the program's libraries look for and do not bring along, found by ldd in a bare system, and what libraries
# that it brings read there: fonts, keyboards, how keys are composed.
glibc=$(grep -raoh 'GLIBC_2\.[0-9]*' "$BUNDLE" --include='*.so*' --include=longtake | sort -Vu | tail -n 1)
depends="libc6 (>= ${glibc#GLIBC_}), libegl1, libgl1, libxcb1, libwayland-client0, libwayland-cursor0"
depends+=", libwayland-egl1, fontconfig-config, xkb-data, libx11-data"
recommends="libgl1-mesa-dri, xdg-utils" # drawing by the graphics card, and a browser for the help pages

lay_out() {
    rm -rf "$root"
    mkdir -p "$root"/{opt,DEBIAN,usr/{bin,share/{applications,metainfo,mime/packages,doc/longtake}}}
    cp -al "$BUNDLE" "$root/opt/longtake"
    ln -s /opt/longtake/longtake "$root/usr/bin/longtake"
    cp packaging/linux/longtake.desktop "$root/usr/share/applications/"
    cp packaging/linux/longtake.xml "$root/usr/share/mime/packages/"
    cp packaging/linux/org.longtake.Longtake.metainfo.xml "$root/usr/share/metainfo/"
    cat packaging/linux/copyright LICENSE >"$root/usr/share/doc/longtake/copyright"
    for icon in "$PARTS"/longtake-*.png; do
        size=${icon##*-} size=${size%.png}
        install -Dm644 "$icon" "$root/usr/share/icons/hicolor/${size}x$size/apps/longtake.png"
    done
    install -Dm644 resources/icons/longtake.svg "$root/usr/share/icons/hicolor/scalable/apps/longtake.svg"
}

# postinst and postrm: the desktop learns of the program, or that it is gone. What users made is not touched.
describe() {
    cat >"$root/DEBIAN/control" <<-END
		Package: longtake
		Version: $VERSION
		Architecture: $architecture
		Maintainer: The Longtake developers <longtake@invalid>
		Installed-Size: $(du -sk "$root/opt" | cut -f 1)
		Depends: $depends
		Recommends: $recommends
		Section: video
		Priority: optional
		Description: Edit films, and make clips longer
		 A video editor whose clips can be made longer at either end, and whose gaps
		 can be bridged, on your own machine. A model is built in.
	END
    for script in postinst postrm; do
        cat >"$root/DEBIAN/$script" <<-'END'
			#!/bin/sh
			for command in "update-desktop-database -q" "update-mime-database /usr/share/mime" \
			    "gtk-update-icon-cache -q -f /usr/share/icons/hicolor"; do
			    if command -v "${command%% *}" >/dev/null; then $command || true; fi
			done
		END
        chmod 755 "$root/DEBIAN/$script"
    done
}

# For systems without dpkg. An AppImage would need a tool and a runtime that no distribution carries; this file is only
# tar and sh, asks for no FUSE, and installs for one user.
self_extracting() {
    local content=build/bundle/content.tar.xz
    tar -C "$root" --exclude ./DEBIAN --owner 0 --group 0 -c . | xz -T 2 -1 >"$content"
    sed "s/@VERSION@/$VERSION/; s/@SIZE@/$(stat -c %s "$content")/g; s/@NEEDED@/$(du -sm "$root" | cut -f 1)/" \
        packaging/linux/self_extract.sh | cat - "$content" >"$run"
    chmod 755 "$run"
    rm "$content"
}

lay_out
describe
dpkg-deb --root-owner-group -Zzstd -z6 --build "$root" "$deb" >/dev/null
self_extracting
rm -rf "$root"
