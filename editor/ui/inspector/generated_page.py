"""A generated clip: its takes, what was asked for, how the join measures, and another take."""

from fractions import Fraction
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from editor import presets
from editor.actions import comparing, generating, remedies
from editor.actions.asked_models import adapters_asked, adapters_in_words, lacks
from editor.actions.remedies import reach_of
from editor.presets import BY_HAND, percent
from editor.timeline.model import Clip, Generation, ItemId, Media, Purpose, Task, Timeline
from editor.ui.generation.noise_curve import NoiseCurve
from editor.ui.inspector.keyframe_section import KeyframeSection
from editor.ui.inspector.making_section import MakingSection
from editor.ui.inspector.page import Head, Page, Row, Value, Ways
from editor.ui.inspector.seam_section import SeamSection
from editor.ui.inspector.speed_row import SpeedRow
from editor.ui.inspector.takes import TakeStrip
from editor.ui.inspector.trimming import Trimming
from editor.ui.widgets import Button, Chip, IconButton, Label
from editor.words import tr, trn

LABEL_WIDTH = 84
PURPOSES: dict[str, str] = {  # what is done with the sources, where a task does not say it
    Purpose.SMOOTH: tr("Smooths {}"),
    Purpose.ANEW: tr("Within {}"),
    Purpose.REPAIR: tr("Repairs {}"),
    Purpose.LOOP: tr("Loops {}"),
    Purpose.SLOW: tr("Slows down {}"),
}


class GeneratedPage(Page):
    def __init__(self, ways: Ways, clip_id: ItemId) -> None:
        super().__init__(ways, clip_id, LABEL_WIDTH)
        self.head = Head(ways.session)
        self.head.row.addWidget(Chip(tr("Generated"), icon="ph.sparkle", news=True))
        self.takes = TakeStrip(ways.session, clip_id, self.perform)
        self.making = MakingSection()
        self.add(self.head)
        self.add_space(4)
        self.add(self.takes)
        self.add(self.making)
        self.add_line()
        self._add_settings()
        self.keyframes = KeyframeSection(ways.session, clip_id, self.perform)
        self.keyframe_line = self.add_line()
        self.add(self.keyframes)
        self.seam = SeamSection()
        self.seam_line = self.add_line()
        self.add(self.seam)
        self._add_new_take()
        self._connect()
        self.refresh()

    def refresh(self) -> None:
        timeline = self.timeline
        clip = timeline.clip(self.item_id)
        media, generation = timeline.media_of(clip), asked_for(timeline, clip)
        self.head.name.set_text(clip.name if clip.enabled else tr("{name}, disabled", name=clip.name))
        self.head.about.set_text(sources_in_words(timeline, generation))
        self.head.thumbnail.show_frame(*shown(timeline, clip, generation))
        self.takes.refresh()
        self.making.show_job(self.ways.session.jobs.row_of_clip(self.item_id), bool(clip.takes))
        self.trimming.refresh()
        self.speed.refresh()
        self._show_settings(generation, media)
        self.keyframes.refresh()
        self.keyframe_line.setVisible(not self.keyframes.isHidden())
        is_slow = generation.purpose == Purpose.SLOW  # it meets nothing, and nothing of it is left to chance
        self.seam.show_made(media.made if media and not is_slow else None, reach_of(timeline, clip))
        for row in self.chances:
            row.setVisible(not is_slow)
        self.new_take.set_disabled_reason(generating.why_no_other_take(generation) or None)
        self.compare.set_disabled_reason(comparing.why_no_comparison(timeline, self.item_id) or None)
        self.seam_line.setVisible(not self.seam.isHidden())
        names = source_names(timeline, generation)
        self.untouched.set_text(
            tr("Original frames of {names} are untouched.", names=tr(" and ").join(names)) if names else ""
        )

    def _add_settings(self) -> None:
        self.prompt = Label("", "prompt", wrap=True)
        self.prompt_box = QWidget()
        box = QVBoxLayout(self.prompt_box)
        box.setContentsMargins(0, 0, 0, 4)
        box.setSpacing(4)
        box.addWidget(Label(tr("Prompt"), "text", "dim"))
        box.addWidget(self.prompt)
        self.add(self.prompt_box)
        self.trimming = Trimming(self, tr("Length"), edges=False)
        self.speed = SpeedRow(self)
        self.freedom, self.curve = Value(), NoiseCurve()
        self.curve.setCursor(Qt.CursorShape.PointingHandCursor)
        self.lane = IconButton("ph.line-segments", tr("Keep ↔ Free lane"), "Alt+K", size=22, icon_size=14)
        self.seed = Value()
        self.copy = IconButton("ph.copy", tr("Copy settings"), size=22, icon_size=14)
        self.chances = (
            self.add_row(tr("Keep ↔ Free"), self.freedom, self.lane),
            self.add_row("", self.curve),
            self.add_row(tr("Seed"), self.seed, self.copy),
        )
        self.values: dict[str, Value] = {}
        self.value_rows: dict[str, Row] = {}
        for name in (tr("Model"), tr("Adapters"), tr("Quality"), tr("Motion")):
            self.values[name] = Value()
            self.value_rows[name] = self.add_row(name, self.values[name])

    def _add_new_take(self) -> None:
        self.new_take = Button(tr("New take"), icon="ph.sparkle", kind="generate")
        self.new_take.set_tip(tr("New take"), "Ctrl+Shift+T")
        self.untouched = Label("", "small", "dim", wrap=True)
        self.compare = Button(tr("Compare takes"), icon="ph.columns")
        self.compare.set_tip(tr("Compare takes"), "Alt+\\")
        self.add_space(8)
        self.add(self.compare, self.new_take)
        self.add(self.untouched)

    def _connect(self) -> None:
        session, clip_id = self.ways.session, self.item_id
        self.making.retry_wanted.connect(lambda: self.perform(lambda: generating.retry(session, clip_id)))
        self.making.cancel_wanted.connect(lambda: self.perform(lambda: generating.cancel(session, clip_id)))
        self.takes.menu_wanted.connect(self._open_menu)
        self.curve.pressed.connect(self._open_lane)
        self.lane.clicked.connect(self._open_lane)
        self.copy.clicked.connect(lambda: self.perform(lambda: generating.copy_settings(session, clip_id)))
        self.new_take.clicked.connect(lambda: self.perform(lambda: generating.new_take(session, clip_id)))
        self.compare.clicked.connect(lambda: self.perform(lambda: self.ways.compare(clip_id)))
        self.seam.loop_wanted.connect(lambda: self.perform(lambda: self.ways.loop_join(clip_id)))
        self.seam.remedy_wanted.connect(lambda remedy: self.perform(lambda: remedies.remedy(session, clip_id, remedy)))

    def _open_menu(self, take: int, at: QPoint) -> None:
        self.ways.take_menu(self.item_id, take, at)

    def _open_lane(self) -> None:
        self.perform(lambda: self.ways.open_lane(self.item_id))

    def _show_settings(self, generation: Generation, media: Media | None) -> None:
        made = media.made if media else None
        self.prompt.set_text(generation.prompt)
        self.prompt_box.setVisible(bool(generation.prompt))
        by_hand = tr("By its pictures") if generation.task is Task.NEW else tr("By hand")
        self.freedom.set_text(by_hand if generation.preset == BY_HAND else presets.shown(generation.preset))
        asked = self.timeline.clip(self.item_id).generation or generation
        self.curve.show_noise(asked.noise, asked.task, asked.curve)
        self.curve.set_tip(percent(asked.noise))
        self.seed.set_text(f"{made.seed if made else generation.seed:,}".replace(",", " "))
        texts = {
            tr("Model"): made.model if made else self._model_in_words(generation),
            tr("Adapters"): adapters_in_words(adapters_asked(generation.adapters)),
            tr("Quality"): quality_in_words(generation),
            tr("Motion"): made.motion[:1].upper() + made.motion[1:] if made else "",
        }
        for name, text in texts.items():
            self.values[name].set_text(text)
            self.value_rows[name].setVisible(bool(text))

    def _model_in_words(self, generation: Generation) -> str:
        """What is asked for; and whether it is not here any more, or lacks something."""
        models, adapters = self.ways.session.models, adapters_asked(generation.adapters)
        known, _ = models.meant(generation.model, adapters)
        title = models.title(generation.model, adapters)
        if known is None:
            return tr("{title}, not here", title=title) if generation.model else title
        return f"{title}. {lacks(known.missing)}" if known.missing else title


def asked_for(timeline: Timeline, clip: Clip) -> Generation:
    """With what the take that plays was made, else what the clip was put down for."""
    media = timeline.media_of(clip)
    generation = media.made.generation if media and media.made else clip.generation
    assert generation is not None, "this page is shown for generated clips only"
    return generation


def shown(timeline: Timeline, clip: Clip, generation: Generation) -> tuple[Media | None, Fraction]:
    """The first frame that plays; of one that is not made yet, the frame it begins from."""
    media = timeline.media_of(clip)
    if media is None and generation.task is Task.NEW and generation.keyframes:
        return timeline.media_by_id.get(generation.keyframes[0].media), generation.keyframes[0].start
    if media is not None or not generation.sources:
        return media, timeline.moment(clip, 0)
    source = generation.sources[0]
    return timeline.media_by_id.get(source.media), source.frame_beside(generation.comes_first, timeline.rate)


def sources_in_words(timeline: Timeline, generation: Generation) -> str:
    names = tr(" and ").join(source_names(timeline, generation))
    if generation.purpose in PURPOSES:
        return PURPOSES[generation.purpose].format(names)
    if generation.task is Task.NEW:
        return made_from_in_words(len(generation.keyframes))
    return tr("Bridges {names}", names=names) if generation.task is Task.BRIDGE else tr("Extends {names}", names=names)


def made_from_in_words(pictures: int) -> str:
    return (
        trn("Made from {count} picture", "Made from {count} pictures", pictures)
        if pictures
        else tr("Made from words alone")
    )


def source_names(timeline: Timeline, generation: Generation) -> list[str]:
    """The files that the model was shown, each once."""
    files = [timeline.media_by_id[each.media] for each in generation.sources if each.media in timeline.media_by_id]
    return list(dict.fromkeys(Path(media.path).name for media in files))


def quality_in_words(generation: Generation) -> str:
    steps = trn("{count} step", "{count} steps", generation.steps) if generation.steps else ""
    return ", ".join(part for part in (presets.shown(generation.quality), steps) if part)
