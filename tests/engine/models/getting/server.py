"""A hub on this machine that has a few files, and does to each request what a test asks for."""

import hashlib
import json
import random
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit

COMMIT = "0123456789abcdef0123456789abcdef01234567"
Behaviour = Callable[["Asked"], None]


class Asked(BaseHTTPRequestHandler):
    """One request for bytes of a file. `data`: all of it. `start`: the first byte that was asked for, or None."""

    protocol_version = "HTTP/1.1"
    server: "LocalHub"
    data: bytes
    start: int | None

    def do_GET(self) -> None:
        place = unquote(urlsplit(self.path).path).lstrip("/")
        self.server.asked.append((place, {name.lower(): told for name, told in self.headers.items()}))
        self.close_connection = True
        with suppress(OSError):  # whoever asked may have had enough
            if place.startswith("api/models/"):
                self._list("/".join(place.split("/")[2:4]))
            else:
                self._file(place)

    def _list(self, repository: str) -> None:
        if self.server.listing_status != 200:
            return self.send_error(self.server.listing_status)
        if repository not in self.server.files:
            return self.send_error(404)
        files = [_told(name, data) for name, data in self.server.files[repository].items()]
        body = json.dumps({"id": repository, "sha": COMMIT, "siblings": files}).encode()
        self.head(200, len(body))
        self.wfile.write(body)

    def _file(self, place: str) -> None:
        owner, name, _, _, path = place.split("/", 4)
        self.data = self.server.files[f"{owner}/{name}"][path]
        told = self.headers.get("range", "")
        self.start = int(told.removeprefix("bytes=").rstrip("-")) if told else None
        behave = self.server.behaviours.popleft() if self.server.behaviours else whole
        behave(self)

    def head(self, status: int, length: int | None, **more: str) -> None:
        self.send_response(status)
        self.send_header("connection", "close")
        if length is not None:
            self.send_header("content-length", str(length))
        for name, value in more.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def begin(self, etag: str = "", **more: str) -> memoryview:
        """Answer as a good server would, and the bytes that are to follow."""
        at, size = self.start or 0, len(self.data)
        etag = etag or self.etag
        if self.headers.get("if-range", etag) != etag:
            at, self.start = 0, None
        if self.start is None:
            self.head(200, size, **{"etag": etag, **more})
        else:
            self.head(206, size - at, **{"etag": etag, "content_range": f"bytes {at}-{size - 1}/{size}", **more})
        return memoryview(self.data)[at:]

    @property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.data).hexdigest()[:16]}"'

    def send(self, data: bytes | memoryview) -> None:
        self.wfile.write(data)
        self.server.sent += len(data)

    def log_message(self, *_: object) -> None:
        """Quiet."""


class LocalHub(ThreadingHTTPServer):
    """files: by repository and path. behaviours: of the next requests for bytes. sent: bytes of files so far."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Asked)
        self.files: dict[str, dict[str, bytes]] = {}
        self.behaviours: deque[Behaviour] = deque()
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.sent = 0
        self.listing_status = 200

    def __enter__(self) -> "LocalHub":
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


def _told(name: str, data: bytes) -> dict[str, object]:
    git = hashlib.sha1(f"blob {len(data)}\0".encode() + data).hexdigest()
    told: dict[str, object] = {"rfilename": name, "size": len(data), "blobId": git}
    if not name.endswith(".json"):
        told["lfs"] = {"size": len(data), "sha256": hashlib.sha256(data).hexdigest(), "pointerSize": 134}
    return told


def bytes_of(size: int, seed: int = 0) -> bytes:
    return random.Random(seed).randbytes(size)


def whole(asked: Asked) -> None:
    asked.send(asked.begin())


def cut_after(count: int) -> Behaviour:
    """The connection breaks after so many bytes."""
    return lambda asked: asked.send(asked.begin()[:count])


def ignores_ranges(asked: Asked) -> None:
    asked.start = None
    whole(asked)


def lies_about_the_range(asked: Asked) -> None:
    size = len(asked.data)
    at = asked.start or 0
    asked.head(206, size - at, content_range=f"bytes {at + 7}-{size - 1}/{size}")
    asked.send(asked.data[at:])


def lies_about_the_length(asked: Asked) -> None:
    asked.head(200, len(asked.data) + 1000)
    asked.send(asked.data)


def says_no_length(asked: Asked) -> None:
    asked.head(200, None)
    asked.send(asked.data)


def sends_too_much(asked: Asked) -> None:
    asked.head(200, None)
    asked.send(asked.data + b"and more")


def sends_wrong_bytes(asked: Asked) -> None:
    rest = bytearray(asked.begin())
    rest[len(rest) // 2] ^= 1
    asked.send(bytes(rest))


def packs(asked: Asked) -> None:
    asked.send(asked.begin(content_encoding="gzip"))


def is_another_file_now(asked: Asked) -> None:
    """Says so, and goes on all the same."""
    at, size = asked.start or 0, len(asked.data)
    asked.head(206, size - at, etag='"another"', content_range=f"bytes {at}-{size - 1}/{size}")
    asked.send(bytes(size - at))


def cut_with_a_strange_etag(asked: Asked) -> None:
    """One that no header of ours can hold."""
    asked.send(asked.begin(etag='"\xe9"')[: len(asked.data) // 2])


def redirects_for_ever(asked: Asked) -> None:
    asked.server.behaviours.append(redirects_for_ever)
    asked.head(302, 0, location=asked.path)


def redirects_to(address: str) -> Behaviour:
    return lambda asked: asked.head(302, 0, location=address)


def trickles(asked: Asked) -> None:
    for byte in asked.begin()[:100]:
        asked.send(bytes([byte]))
        time.sleep(0.02)


def slowly(asked: Asked) -> None:
    """About ten megabytes a second."""
    rest = asked.begin()
    for at in range(0, len(rest), 100_000):
        asked.send(rest[at : at + 100_000])
        time.sleep(0.01)


def says_nothing(asked: Asked) -> None:
    asked.begin()
    time.sleep(1.0)


def answers(status: int, **headers: str) -> Behaviour:
    return lambda asked: asked.head(status, 0, **headers)
