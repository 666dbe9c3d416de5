"""The user's access token: from $HF_TOKEN, or the system's keychain where there is one; never in a file of ours."""

import os

from engine.errors import LongtakeError
from engine.models.getting.hub import endpoint

SERVICE = "Longtake"
ELSE = "Set HF_TOKEN instead, for this machine has none or keeps it locked."


def token() -> str | None:
    """For the hub in use: what was given for another one is not sent there."""
    told = os.environ.get("HF_TOKEN", "").strip()
    return told or _kept()


def keep_token(told: str) -> None:
    """Raises LongtakeError where there is no keychain."""
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.set_password(SERVICE, endpoint(), told.strip())
    except KeyringError as error:
        raise _no_keychain(error) from None


def forget_token() -> None:
    """Raises LongtakeError where there is no keychain."""
    import keyring
    from keyring.errors import KeyringError, PasswordDeleteError

    try:
        keyring.delete_password(SERVICE, endpoint())
    except PasswordDeleteError:
        return  # there was none
    except KeyringError as error:
        raise _no_keychain(error) from None


def _kept() -> str | None:
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(SERVICE, endpoint())
    except KeyringError:
        return None


def _no_keychain(error: Exception) -> LongtakeError:
    what = f"The token cannot be kept in the system's keychain ({type(error).__name__})."
    return LongtakeError(what, kept="It was written nowhere.", do=ELSE)
