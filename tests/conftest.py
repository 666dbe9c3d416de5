"""What every test stands on: one thread, no network, no screen, and the sample footage where it is."""

import gc
import os
from collections.abc import Iterator

# Before numpy or torch are imported: both read these once. Two busy pools on two cores only wait for each other.
os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", MKL_NUM_THREADS="1")
os.environ.update(HF_HUB_OFFLINE="1", QT_QPA_PLATFORM="offscreen")

from pathlib import Path

import cv2
import pytest

FOOTAGE = Path(__file__).resolve().parents[2] / "shared" / "footage"
NO_FOOTAGE = "the sample footage is not beside this repository (../shared/footage)"

MUCH_GARBAGE = 50_000  # objects made and not freed since the last collection

cv2.setNumThreads(1)
# Widgets of earlier tests lie in cycles. Collected in another thread, Qt's objects are taken apart there and crash.
gc.disable()


@pytest.fixture(autouse=True)
def _garbage_is_collected_here() -> Iterator[None]:
    """In the main thread, between tests."""
    yield
    if gc.get_count()[0] > MUCH_GARBAGE:
        gc.collect()


@pytest.fixture(scope="session")
def footage() -> Path:
    """The folder of sample footage; where it is not, the test is skipped and counted below the results."""
    if not FOOTAGE.is_dir():
        pytest.skip(NO_FOOTAGE)
    return FOOTAGE


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What the engine keeps between runs is kept here, not in the user's own cache and data."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("platformdirs.user_cache_path", lambda *names, **options: folder)
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("data")))  # child processes have it, too
        yield


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many tests the missing footage cost."""
    skipped = sum(NO_FOOTAGE in str(report.longrepr) for report in terminalreporter.stats.get("skipped", []))
    if skipped:
        terminalreporter.write_line(f"{skipped} tests skipped: {NO_FOOTAGE}")
