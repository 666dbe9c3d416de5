"""The test on a clip's own past, and what its outcome says of the length that is asked for."""

from collections.abc import Hashable
from dataclasses import dataclass, replace
from fractions import Fraction

from PySide6.QtCore import QObject, Signal

from editor.actions.extending import in_words
from editor.jobs import Jobs
from editor.timeline.model import Timeline
from editor.timeline.rational_time import whole_frames
from editor.ui.generation.asker import Asker
from editor.ui.generation.verdict_line import VerdictLine
from editor.words import tr
from engine.errors import LongtakeError, MediaError, ModelError, RequestError
from engine.requests import Answer, BackTest, ExtendRequest, Request, Verdict

STOPS = (MediaError, ModelError, RequestError)  # what the test cannot read or do, the job cannot either


@dataclass(frozen=True, slots=True)
class Length:
    """Of what is asked for, in frames of a timeline."""

    real: int  # from the clip's own handles
    new: int
    timeline: Timeline


class ClipTest(QObject):
    """Shows on a line what comes of the test; `told` once more is known, `shorter` where the user takes the advice."""

    told = Signal()
    shorter = Signal(int)  # frames, real ones included

    def __init__(self, jobs: Jobs, line: VerdictLine, parent: QObject) -> None:
        super().__init__(parent)
        self._tester: Asker[Answer] = Asker(jobs, jobs.ask, outcome_of, self)
        self._line = line
        self._request: Request | None = None
        self._length: Length | None = None
        self._answer: Answer | None = None
        self._error: LongtakeError | None = None
        self._tester.asking.connect(line.show_testing)
        self._tester.waiting.connect(line.show_waiting)
        self._tester.answered.connect(self._take_answer)
        self._tester.failed.connect(self._take_error)
        line.shorter_wanted.connect(self._shorten)

    @property
    def refusal(self) -> str:
        """Why what was tested cannot be made either, and what to do; empty where it can, or that is not known."""
        stops = not self.is_busy and isinstance(self._error, STOPS)
        return str(self._error) if stops else ""

    @property
    def is_busy(self) -> bool:
        return self._tester.is_busy

    def ask(self, request: Request, length: Length) -> None:
        self._request, self._length = request, length
        self._tester.want(request)
        if not self._tester.is_busy:
            self._show()

    def drop(self, words: str) -> None:
        """There is nothing to test."""
        self._request = None
        self._tester.drop()
        self._line.show_nothing(words)

    def close(self) -> None:
        self._tester.close()

    def _take_answer(self, answer: Answer) -> None:
        self._answer, self._error = answer, None
        self._show()
        self.told.emit()

    def _take_error(self, error: LongtakeError) -> None:
        self._answer, self._error = None, error
        self._show()
        self.told.emit()

    def _show(self) -> None:
        if self._request is None:
            return
        if self._error is not None:
            self._line.show_error(self._error, stops=isinstance(self._error, STOPS))
        elif self._answer is not None:
            self._show_test(self._answer.back_test)

    def _show_test(self, test: BackTest | None) -> None:
        if test is None:
            self._line.show_nothing(tr("This model was not tested on the clip."))
        else:
            self._line.show_verdict(test, self._advice(test))

    def _advice(self, test: BackTest) -> str:
        """The length it can stand behind, where that is less than what is asked for."""
        assert self._length is not None, "a length goes with every request"
        good = self._believable(test)
        helps = isinstance(self._request, ExtendRequest) and test.verdict is not Verdict.POOR
        return (
            in_words(self._length.real + good, self._length.timeline) if helps and 0 < good < self._length.new else ""
        )

    def _believable(self, test: BackTest) -> int:
        """New frames."""
        assert self._length is not None, "a length goes with every request"
        return whole_frames(test.believable, self._length.timeline.rate)

    def _shorten(self) -> None:
        if self._answer is not None and self._answer.back_test is not None and self._length is not None:
            self.shorter.emit(self._length.real + self._believable(self._answer.back_test))


def outcome_of(request: Request) -> Hashable:
    """What the outcome of the test depends on: of an extension neither its length nor how many takes are made."""
    if isinstance(request, ExtendRequest):
        return replace(request, duration=Fraction(1), takes=1)
    return replace(request, takes=1)
