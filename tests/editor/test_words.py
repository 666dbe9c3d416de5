"""What is shown is in the user's language, and nothing else depends on the language."""

import locale
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from timeit import timeit

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from editor import words
from editor.words import languages, later, tr, trn


@pytest.fixture(autouse=True)
def _forgotten() -> Iterator[None]:
    """Which language there was before, and then the one of this test."""
    forget()
    yield
    forget()


def forget() -> None:
    words._catalogue.cache_clear()
    words._shown.cache_clear()


@pytest.fixture
def german(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A real catalogue, with one mistake in it."""
    catalogue = Catalog("de")
    catalogue.add("Trim", "Trimmen")
    catalogue.add("{count} files in {folder}", "In {folder}: {count} Dateien")
    catalogue.add(("1 frame", "{count} frames"), ("1 Bild", "{count} Bilder"))
    catalogue.add("Add {name}", "{nam} hinzufügen")
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    file = tmp_path / "de" / "LC_MESSAGES" / "longtake.mo"
    file.parent.mkdir(parents=True)
    file.write_bytes(compiled.getvalue())
    monkeypatch.setattr(words, "LANGUAGES", tmp_path)
    monkeypatch.setenv("LONGTAKE_LANGUAGE", "de_AT.UTF-8")


@pytest.mark.usefixtures("german")
def test_a_text_is_in_the_language_that_was_asked_for() -> None:
    assert tr(later("Trim")) == "Trimmen"
    assert tr("{count} files in {folder}", count=3, folder="Rushes") == "In Rushes: 3 Dateien"
    assert [trn("1 frame", "{count} frames", count) for count in (1, 2)] == ["1 Bild", "2 Bilder"]


@pytest.mark.usefixtures("german")
def test_what_a_catalogue_lacks_or_has_wrong_is_in_english() -> None:
    assert tr("Razor") == "Razor"
    assert tr("Add {name}", name="surf") == "Add surf"


def test_without_a_catalogue_everything_is_in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LONGTAKE_LANGUAGE", "tlh")
    assert tr("Trim") == "Trim"
    assert [trn("1 frame", "{count} frames", count) for count in (1, 2)] == ["1 frame", "2 frames"]


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ({"LONGTAKE_LANGUAGE": "fr", "LANG": "de_DE.UTF-8"}, ["fr"]),
        ({"LANGUAGE": "de:fr:en:it"}, ["de", "fr"]),
        ({"LC_ALL": "C.UTF-8", "LANG": "de_DE.UTF-8"}, []),
        ({"LANG": "de_DE.UTF-8"}, ["de_DE.UTF-8"]),
    ],
)
def test_the_language_is_the_one_of_the_environment(
    said: dict[str, str], read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in words.VARIABLES:
        monkeypatch.delenv(name, raising=False)
    for name, value in said.items():
        monkeypatch.setenv(name, value)
    assert languages() == read


def test_a_locale_that_python_does_not_know_is_english(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown() -> tuple[str, str]:
        raise ValueError("unknown locale: UTF-8")

    for name in words.VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(locale, "getlocale", unknown)
    assert languages() == []


def test_looking_a_text_up_takes_a_painter_no_time() -> None:
    tr("Trim")
    assert min(timeit(lambda: tr("Trim"), number=2000) for _ in range(5)) / 2000 < 1e-6


def test_in_another_language_the_window_works_and_shows_no_english(tmp_path: Path) -> None:
    """In a process of its own: many texts are read when their module is."""
    command = [sys.executable, "-m", "tests.editor.pseudo_language", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=100, check=False)
    assert (done.returncode, done.stdout.strip(), "Traceback" in done.stderr) == (0, "", False), done.stderr
