"""A generated clip: its takes, what was asked for, how the join measures, and another take."""

from fractions import Fraction
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from editor.actions import generating
from editor.jobs import JobRow, JobState
from editor.presets import model_name, percent
from editor.timeline.model import Clip, Generation, ItemId, Made, Media, Task, Timeline
from editor.timeline.timecode import format_timecode
from editor.ui.generation.seam_words import provenance, seam_verdict
from editor.ui.inspector.page import Head, Page, Ways
from editor.ui.inspector.takes import TakeStrip
from editor.ui.widgets import Button, Chip, IconButton, Label, Lamp


class GeneratedPage(Page):
    def __init__(self, ways: Ways, clip_id: ItemId) -> None:
        super().__init__(ways, label_width=84)
        self._id = clip_id
        self.head = Head(ways.session)
        self.head.row.addWidget(Chip("Generated", icon="ph.sparkle", news=True))
        self.column.addWidget(self.head)
        self.takes = TakeStrip(ways, clip_id)
        self.column.addWidget(self.takes)
        self.state = Label("", "text", "dim", wrap=True)
        self.column.addWidget(self.state)
        self._add_job_buttons()
        self.add_line()
        self._add_settings()
        self.add_line()
        self.seam = QWidget()
        self.seam_rows = QVBoxLayout(self.seam)
        self.seam_rows.setContentsMargins(0, 0, 0, 0)
        self.column.addWidget(self.seam)
        self._add_new_take()
        self._shown: object = None
        self.refresh()

    def refresh(self) -> None:
        session, clip = self.ways.session, self._clip
        timeline, row = session.document.timeline, session.jobs.row_of_clip(self._id)
        media = timeline.media_of(clip)
        generation = media.made.generation if media and media.made else clip.generation
        assert generation is not None, "this page is shown for generated clips only"
        self.head.name.set_text(clip.name)
        self.head.about.set_text(sources_in_words(timeline, generation))
        shown = media or timeline.media_by_id.get(generation.sources[0].media) if generation.sources else media
        self.head.thumbnail.show_frame(shown, timeline.source_range(clip).start if media else Fraction(0))
        self.takes.refresh()
        self._show_state(row, media)
        self._show_settings(timeline, clip, generation, media)
        self._show_seam(media.made if media else None)

    @property
    def _clip(self) -> Clip:
        return self.ways.session.document.timeline.clip(self._id)

    def _add_job_buttons(self) -> None:
        session, perform = self.ways.session, self.ways.perform
        self.retry = Button("Retry", icon="ph.arrows-clockwise")
        self.retry.clicked.connect(lambda: perform(lambda: generating.retry(session, self._id)))
        self.cancel = Button("Cancel", icon="ph.x")
        self.cancel.clicked.connect(lambda: perform(lambda: generating.cancel(session, self._id)))
        row = QHBoxLayout()
        row.addWidget(self.retry)
        row.addWidget(self.cancel)
        row.addStretch(1)
        self.column.addLayout(row)

    def _add_settings(self) -> None:
        self.values = {}
        for name in ("Prompt", "Length", "Keep ↔ Free", "Seed", "Model", "Motion"):
            value = Label("", "value", wrap=True)
            self.values[name] = value
            self.add_row(name, value)

    def _add_new_take(self) -> None:
        session, perform = self.ways.session, self.ways.perform
        row = QHBoxLayout()
        copy = IconButton("ph.copy", "Copy settings")
        copy.clicked.connect(lambda: perform(lambda: generating.copy_settings(session, self._id)))
        self.new_take = Button("New take", icon="ph.sparkle", kind="generate", shortcut="")
        self.new_take.clicked.connect(lambda: perform(lambda: generating.new_take(session, self._id)))
        row.addWidget(copy)
        row.addWidget(self.new_take, 1)
        self.column.addSpacing(8)
        self.column.addLayout(row)
        self.untouched = Label("", "small", "dim", wrap=True)
        self.column.addWidget(self.untouched)

    def _show_state(self, row: JobRow | None, media: Media | None) -> None:
        running = generating.is_being_made(row)
        failed = row is not None and row.state in (JobState.FAILED, JobState.CANCELLED)
        self.state.set_text(state_in_words(row, media))
        self.state.set_tone("bad" if row is not None and row.state is JobState.FAILED else "dim")
        self.state.setVisible(bool(self.state.full_text))
        self.retry.setVisible(failed or (media is None and not running))
        self.cancel.setVisible(running)

    def _show_settings(self, timeline: Timeline, clip: Clip, generation: Generation, media: Media | None) -> None:
        made = media.made if media else None
        length = format_timecode(clip.duration, timeline.rate, timeline.drop_frame)
        texts = {
            "Prompt": generation.prompt or "None",
            "Length": f"{length}   {clip.duration} frames",
            "Keep ↔ Free": f"{generation.preset or 'By hand'}, {percent(generation.noise)}",
            "Seed": f"{generation.seed}",
            "Model": made.model if made else model_name(generation.model),
            "Motion": made.motion if made else "Not made yet",
        }
        for name, text in texts.items():
            self.values[name].set_text(text)
        names = source_names(timeline, generation)
        self.untouched.set_text(f"Original frames of {' and '.join(names)} are untouched." if names else "")

    def _show_seam(self, made: Made | None) -> None:
        if made is self._shown and made is not None:
            return
        self._shown = made
        while (item := self.seam_rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        if made is None:
            return
        verdict = seam_verdict(made)
        if verdict.lamp:
            self.seam_rows.addWidget(Lamp(verdict.lamp, verdict.words, heading=True))
        for row in verdict.rows:
            self.seam_rows.addWidget(MeasureRow(row.label, row.value, row.lamp))
        for note in (made.words, provenance(made)):
            self.seam_rows.addWidget(Label(note, "small", "dim", wrap=True))


class MeasureRow(QWidget):
    """What was measured, and its lamp at the right."""

    def __init__(self, label: str, value: str, lamp: str) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        name = Label(label, "text", "dim")
        name.setFixedWidth(84)
        row.addWidget(name)
        row.addWidget(Label(value, "text", elide=Qt.TextElideMode.ElideRight), 1)
        light = Lamp(lamp)  # type: ignore[arg-type]
        light.setFixedWidth(10)
        row.addWidget(light)


def sources_in_words(timeline: Timeline, generation: Generation) -> str:
    names = " and ".join(source_names(timeline, generation))
    return f"Bridges {names}" if generation.task is Task.BRIDGE else f"Extends {names}"


def source_names(timeline: Timeline, generation: Generation) -> list[str]:
    """The files that the model was shown, each once."""
    files = [timeline.media_by_id[each.media] for each in generation.sources if each.media in timeline.media_by_id]
    return list(dict.fromkeys(Path(media.path).name for media in files))


def state_in_words(row: JobRow | None, media: Media | None) -> str:
    """What is being made of it, or why nothing is; empty where a finished take is all there is to tell."""
    if row is None:
        return "" if media else "Nothing is made yet."
    if row.state is JobState.RUNNING:
        progress = row.progress
        return f"{progress.stage}, {progress.step} of {progress.steps}" if progress else "Starting"
    if row.state is JobState.FAILED:
        return row.error or "It failed."
    words = {JobState.QUEUED: "Queued", JobState.CANCELLED: "" if media else "Cancelled. Nothing is lost."}
    return words.get(row.state, "")
