"""The one module that opens connections: Hugging Face's hub, or a mirror of it that $HF_ENDPOINT names."""

import json
import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from engine.errors import ModelError
from engine.models.getting.answers import GONE_FOR_NOW, Begins, begins
from engine.models.getting.faults import Cut
from engine.models.getting.sums import GIT, SHA256, Sum
from engine.models.getting.wanted import COMMIT

if TYPE_CHECKING:  # late: no connection, no library for it
    import httpx2

HUB = "https://huggingface.co"
HERE = ("127.0.0.1", "localhost", "::1")
USER = re.compile(r"//[^/]*@")  # in an address: a name and a password, which no error tells
REDIRECTS = 8
LISTING = 16 << 20  # bytes of what a hub tells of one repository
LATER = "Try again later, or another mirror: set HF_ENDPOINT to its address."
PROXY = "Write it as http://HOST:PORT or socks5://HOST:PORT, or unset it."
CHECK = "Check the network, or set HTTPS_PROXY if there is a proxy. What has come is kept."


@dataclass(frozen=True, slots=True)
class Patience:
    """silence: seconds without a byte. pace: bytes a second that must come, on average over `window` seconds."""

    silence: float = 20.0
    pace: int = 4096
    window: float = 30.0


@dataclass(frozen=True, slots=True)
class Remote:
    """A file as the hub has it. commit: 40 hexadecimal digits."""

    repository: str
    commit: str
    path: str
    size: int  # bytes
    sum: Sum


@dataclass(frozen=True, slots=True)
class Answer:
    begins: Begins
    chunks: Iterator[bytes]


def endpoint() -> str:
    return os.environ.get("HF_ENDPOINT", "").rstrip("/") or HUB


def is_offline() -> bool:
    return os.environ.get("HF_HUB_OFFLINE", "").upper() in ("1", "ON", "YES", "TRUE")


class Hub:
    """A context. token: sent to the hub alone, over an encrypted connection or to this very machine; None = none."""

    def __init__(self, token: str | None = None, patience: Patience = Patience()) -> None:
        """Raises ModelError where nothing may be fetched."""
        if is_offline():
            do = "Unset HF_HUB_OFFLINE to fetch models, or copy them here and add their folder."
            raise ModelError("Fetching is switched off: HF_HUB_OFFLINE is set.", do=do)
        import httpx2

        self.endpoint, self._token, self._patience = endpoint(), token, patience
        self._said = USER.sub("//", self.endpoint)
        try:
            self._client = httpx2.Client(timeout=httpx2.Timeout(patience.silence), follow_redirects=False)
        except (ValueError, ImportError, httpx2.InvalidURL) as error:  # whose words may hold a password
            what = f"The proxy that HTTPS_PROXY, HTTP_PROXY or ALL_PROXY names cannot be used ({type(error).__name__})."
            raise ModelError(what, kept="Nothing was fetched.", do=PROXY) from None

    def __enter__(self) -> "Hub":
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def files(self, repository: str, revision: str) -> tuple[Remote, ...]:
        """All that the hub has there, of one commit. Raises ModelError or Cut."""
        from httpx2 import HTTPError, InvalidURL

        url = f"{self.endpoint}/api/models/{repository}/revision/{revision}?blobs=true"
        try:
            with self._opened(url, {}, repository) as response:
                return self._listed(repository, response)
        except (HTTPError, InvalidURL) as error:
            raise Cut(f"the hub at {self._said} cannot be reached ({type(error).__name__})") from None

    def _listed(self, repository: str, response: "httpx2.Response") -> tuple[Remote, ...]:
        from huggingface_hub import ModelInfo

        if response.status_code != 200:
            raise Cut(f"the hub at {self._said} answered {response.status_code}")
        try:
            told = ModelInfo(**json.loads(_whole(self._paced(response))))
            commit = str(told.sha)
            files = [_remote(repository, commit, each) for each in told.siblings or () if each.size is not None]
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise ModelError(f"The hub at {self._said} tells of {repository} what makes no sense.", do=LATER) from error
        if not COMMIT.fullmatch(commit):
            raise ModelError(f"The hub at {self._said} does not tell which revision of {repository} it has.", do=LATER)
        return tuple(files)

    @contextmanager
    def stream(self, remote: Remote, at: int, etag: str) -> Iterator[Answer]:
        """Of its bytes from `at` on. etag: which file that was begun of. Raises Cut, Strange, ModelError."""
        from httpx2 import HTTPError, InvalidURL
        from huggingface_hub import hf_hub_url

        url = hf_hub_url(remote.repository, remote.path, revision=remote.commit, endpoint=self.endpoint)
        asked = {"range": f"bytes={at}-", **({"if-range": etag} if etag else {})} if at else {}
        try:
            with self._opened(url, asked, remote.repository) as response:
                found = begins(response.status_code, response.headers, at, remote.size)
                yield Answer(found, self._paced(response))
        except (HTTPError, InvalidURL) as error:
            raise Cut(f"the connection broke ({type(error).__name__})") from None

    @contextmanager
    def _opened(self, url: str, asked: dict[str, str], repository: str) -> Iterator["httpx2.Response"]:
        """The answer behind all redirects, whose number is capped; none of them leads off an encrypted connection."""
        for _ in range(REDIRECTS):
            token = self._said_to(url)
            headers = {**asked, "user-agent": "longtake", "accept-encoding": "identity"}
            headers |= {"authorization": f"Bearer {token}"} if token else {}
            with self._client.stream("GET", url, headers=headers) as response:
                if not response.has_redirect_location:
                    self._check(response.status_code, url, repository)
                    yield response
                    return
                url = str(response.url.join(response.headers["location"]))
            if not (_is_safe(url) or self.endpoint.startswith("http:")):
                raise ModelError(f"The hub at {self._said} leads to a connection that is not encrypted.", do=LATER)
        raise ModelError(f"The hub at {self._said} redirects {repository} more than {REDIRECTS} times.", do=LATER)

    def _check(self, status: int, url: str, repository: str) -> None:
        if status in (200, 206, 416) or status in GONE_FOR_NOW:
            return
        if not url.startswith(self.endpoint + "/"):  # a store's own address, which is good for a while
            raise Cut(f"the store of the hub answered {status}")
        raise self._refused(status, repository)

    def _refused(self, status: int, repository: str) -> ModelError | Cut:
        page = f"{self._said}/{repository}"
        if status in GONE_FOR_NOW:
            return Cut(f"the hub at {self._said} answered {status}")
        if status in (401, 403):
            do = f"Accept its licence at {page}, then give your access token: Preferences, models token, or $HF_TOKEN."
            return ModelError(f"{repository} is not for everybody: the hub answered {status}.", do=do)
        if status in (404, 410):
            return ModelError(f"There is no {repository}, or not this file in it, at {self._said}.", do=LATER)
        return ModelError(f"The hub answered {status} to {page}.", do=LATER)

    def _said_to(self, url: str) -> str | None:
        """The token, where `url` is the hub's own and nobody between can read it."""
        own = url == self.endpoint or url.startswith(self.endpoint + "/")
        return self._token if own and _is_safe(url) else None

    def _paced(self, response: "httpx2.Response") -> Iterator[bytes]:
        """Its bytes as they come. Raises Cut where they trickle."""
        since, came = time.monotonic(), 0
        for data in response.iter_raw():
            came += len(data)
            passed = time.monotonic() - since
            if passed > self._patience.window:
                if came < self._patience.pace * passed:
                    raise Cut(f"only {came / passed:.0f} bytes came a second")
                since, came = time.monotonic(), 0
            yield data


def _is_safe(url: str) -> bool:
    from httpx2 import URL

    found = URL(url)
    return found.scheme == "https" or found.host in HERE


def _whole(chunks: Iterator[bytes]) -> bytes:
    """Raises ValueError where it does not end."""
    told = b""
    for data in chunks:
        told += data
        if len(told) > LISTING:
            raise ValueError("too long")
    return told


def _remote(repository: str, commit: str, told: Any) -> Remote:
    """Raises ModelError where its sum is none, ValueError where its size is."""
    stored, size = told.lfs, int(told.size)
    if size < 0:
        raise ValueError(f"{size} bytes")
    whole = Sum(SHA256, str(stored.sha256)) if stored else Sum(GIT, str(told.blob_id))
    return Remote(repository, commit, told.rfilename, size, whole)
