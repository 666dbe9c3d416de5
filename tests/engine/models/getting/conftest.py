from collections.abc import Iterator

import keyring
import pytest
from keyring.backends import fail

from engine.models.getting.wanted import LIST, published
from engine.models.resource import FILE
from tests.engine.models.getting.server import LocalHub


@pytest.fixture
def unsummed(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The list of downloads without sums, which the few bytes of a test's hub do not have; in child processes too."""
    lines = FILE.with_name("downloads.toml").read_text(encoding="utf-8").splitlines()
    own = tmp_path_factory.mktemp("list") / "downloads.toml"
    own.write_text("\n".join(each for each in lines if not each.startswith(("sha256", "bytes"))), encoding="utf-8")
    monkeypatch.setenv(LIST, str(own))
    published.cache_clear()
    yield
    published.cache_clear()


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch, unsummed: None) -> Iterator[LocalHub]:
    """The hub that everything is fetched from; nothing else can be reached."""
    monkeypatch.delenv("HF_HUB_OFFLINE")
    monkeypatch.delenv("HF_TOKEN", raising=False)
    monkeypatch.setenv("NO_PROXY", "*")
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")  # nobody's own keychain
    keyring.set_keyring(fail.Keyring())
    with LocalHub() as local:
        monkeypatch.setenv("HF_ENDPOINT", local.address)
        yield local
