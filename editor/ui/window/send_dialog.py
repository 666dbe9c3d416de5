"""Send Take Back: which take, in which form, with how much around it; then how far it has come."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from editor.actions.sending import USUAL, Origin, Sending
from editor.render.export import ExportJob
from editor.render.exporting.presets import preset_of
from editor.ui.inspector.page import Row
from editor.ui.widgets import Button, Choice, Label, PointerDialog, ProgressLine
from editor.words import tr
from engine.errors import Cancelled, LongtakeError
from engine.progress import Progress

WIDTH, LABEL = 460, 84
HANDLES = (0, 12, 24, 48)  # frames
WITHOUT_TIMECODE = tr("An MP4 carries no timecode or reel; the EDL and the OTIO beside it say where it goes.")


class SendDialog(PointerDialog):
    """wanted: its button was pressed. finished, failed(LongtakeError): of what then runs; cancelled tells nothing."""

    wanted = Signal()
    finished = Signal()
    failed = Signal(object)

    def __init__(self, window: QWidget, name: str, takes: int, active: int, origin: Origin,
                 sending_of: Callable[[int, int], Sending]) -> None:  # fmt: skip
        """sending_of: for a take, from 0, and frames of handle."""
        super().__init__(window, tr("Send Take Back"), name, "ph.export", WIDTH, tone="dim")
        self._sending_of, self.job = sending_of, None  # type: Callable[[int, int], Sending], ExportJob | None
        self.take = Choice(
            [(number, tr("Take {number}", number=number + 1)) for number in range(takes)], active, name=tr("Take")
        )
        forms = dict.fromkeys(filter(None, (USUAL, origin.form)))
        self.form = Choice([(form, form_words(form, origin)) for form in forms], USUAL, name=tr("Format"))
        self.handles = Choice([(frames, handle_words(frames)) for frames in HANDLES], HANDLES[2], name=tr("Handles"))
        self.about = Label("", "text", "dim", wrap=True)
        self.progress, self.state = ProgressLine(), Label("", "text", "dim", elide=Qt.TextElideMode.ElideRight)
        self.cancel, self.send = Button(tr("Cancel"), kind="quiet"), Button(tr("Send…"), kind="primary")
        self._lay_out()
        for choice in (self.take, self.form, self.handles):
            choice.chosen.connect(self._show)
        self.cancel.clicked.connect(self.reject)
        self.send.clicked.connect(self.wanted)
        self._show()

    @property
    def sending(self) -> Sending:
        """As it is set now. Raises EditError."""
        return self._sending_of(self.take.value, self.handles.value)

    def run(self, job: ExportJob) -> None:
        """From now on it tells how far that has come."""
        self.job = job
        self.settings.hide()
        self.send.hide()
        self.progress.show()
        self.state.set_text(tr("Starting"))
        job.progressed.connect(self._tell)
        job.finished.connect(self._end_well)
        job.failed.connect(self._end_badly)
        self.refit()
        job.start()

    def reject(self) -> None:
        """Escape and Cancel: what runs is stopped first, and nothing is left of it."""
        if self.job is None:
            super().reject()
            return
        self.state.set_text(tr("Stopping"))
        self.job.cancel()

    def _lay_out(self) -> None:
        self.settings = QWidget()
        rows = QVBoxLayout(self.settings)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(10)
        for label, choice in ((tr("Take"), self.take), (tr("Format"), self.form), (tr("Handles"), self.handles)):
            rows.addWidget(Row(label, LABEL, (choice,)))
        rows.addWidget(self.about)
        self.progress.hide()
        self.body.addWidget(self.settings)
        self.body.addWidget(self.progress)
        line = QHBoxLayout()
        line.addWidget(self.state, 1)
        line.addWidget(self.cancel)
        line.addWidget(self.send)
        self.body.addLayout(line)

    def _show(self, value: object = None) -> None:
        sending = self.sending
        words = [
            tr(
                "Begins at {timecode}, reel {reel}: the source's timecode goes on over the cut.",
                timecode=sending.timecode,
                reel=sending.reel,
            )
        ]
        if preset_of(self.form.value).container != "mov":
            words = [WITHOUT_TIMECODE]
        after = sending.timeline.duration - sending.clip.duration - sending.before
        if min(sending.before, after) < self.handles.value:
            words.append(
                tr("The take has {before} frames before it, and {after} after it.", before=sending.before, after=after)
            )
        self.about.set_text(" ".join(words))
        self.refit()

    def _tell(self, progress: Progress) -> None:
        self.progress.set_share(progress.step / max(1, progress.steps))
        self.state.set_text(tr("Frame {step} of {steps}", step=progress.step, steps=progress.steps))

    def _end_well(self, exported: object) -> None:
        self.accept()
        self.finished.emit()

    def _end_badly(self, error: LongtakeError) -> None:
        super().reject()
        if not isinstance(error, Cancelled):
            self.failed.emit(error)


def form_words(form: str, origin: Origin) -> str:
    name = preset_of(form).name
    return tr("{name}, as {name_2}", name=name, name_2=origin.name) if form == origin.form and origin.name else name


def handle_words(frames: int) -> str:
    return tr("{frames} frames on either side", frames=frames) if frames else tr("None")
