"""An XMP packet in an MP4 or MOV file: a box of its own after all others, which moves nothing that was written."""

import struct
from pathlib import Path

# Adobe, XMP Specification Part 3: in MPEG-4, a top-level box of type "uuid" with this name holds the packet.
XMP_NAME = bytes.fromhex("BE7ACFCB97A942E89C71999491E3AFAC")


def append_box(path: Path, xmp: str) -> None:
    """Raises OSError."""
    content = xmp.encode()
    with path.open("ab") as file:
        file.write(struct.pack(">I4s16s", 8 + len(XMP_NAME) + len(content), b"uuid", XMP_NAME) + content)


def read_box(path: Path) -> str:
    """The packet of a file; "" where it has none. Only the heads of its boxes are read. Raises OSError."""
    with path.open("rb") as file:
        while len(head := file.read(8)) == 8:
            size, kind = struct.unpack(">I4s", head)
            used = 8
            if size == 1:
                size, used = struct.unpack(">Q", file.read(8))[0], 16
            if kind == b"uuid" and file.read(16) == XMP_NAME:
                return file.read(size - used - 16).decode(errors="replace")
            if size < used:  # 0: to the end of the file
                return ""
            file.seek(size - used - (16 if kind == b"uuid" else 0), 1)
    return ""
