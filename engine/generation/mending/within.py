"""The report of one run that is part of a longer one."""

from collections.abc import Callable, Sequence
from pathlib import Path

from engine.progress import Progress, Report, Stage
from engine.requests import Take


class Within(Report):
    """Stops with the whole and tells it how far the part is; takes go to `on_take`."""

    def __init__(self, whole: Report, on_take: Callable[[Take], None]) -> None:
        super().__init__(on_take=on_take)
        self._whole = whole

    def __call__(self, stage: str, step: int, steps: int) -> None:
        self._whole(stage, step, steps)

    def check(self) -> None:
        self._whole.check()

    def expect(self, stages: Sequence[Stage]) -> None:
        """The whole has told them."""

    def stop(self, at_once: bool = False) -> None:
        self._whole.stop(at_once)

    @property
    def stopping(self) -> bool:
        return self._whole.stopping

    @property
    def at_once(self) -> bool:
        return self._whole.at_once

    def hear(self, progress: Progress) -> None:
        self._whole.hear(progress)

    @property
    def wants_previews(self) -> bool:
        return self._whole.wants_previews

    def preview(self, index: int, image: Path) -> None:
        self._whole.preview(index, image)

    def quiet(self) -> Report:
        return self._whole.quiet()
