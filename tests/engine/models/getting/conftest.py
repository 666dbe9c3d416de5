from collections.abc import Iterator

import keyring
import pytest
from keyring.backends import fail

from tests.engine.models.getting.server import LocalHub


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[LocalHub]:
    """The hub that everything is fetched from; nothing else can be reached."""
    monkeypatch.delenv("HF_HUB_OFFLINE")
    monkeypatch.delenv("HF_TOKEN", raising=False)
    monkeypatch.setenv("NO_PROXY", "*")
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")  # nobody's own keychain
    keyring.set_keyring(fail.Keyring())
    with LocalHub() as local:
        monkeypatch.setenv("HF_ENDPOINT", local.address)
        yield local
