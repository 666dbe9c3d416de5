"""The controls all dialogs share: prompt, Keep to Free, takes, quality, model, and the numbers behind them."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from editor import presets
from editor.actions.asked_models import steps_of
from editor.actions.generating import random_seed
from editor.actions.model_view import View
from editor.actions.own_adapters import carried
from editor.actions.requesting import Wishes
from editor.model_shelf import ModelShelf
from editor.timeline.model import Task
from editor.ui.generation.adapter_rows import AdapterRows
from editor.ui.generation.layout_rows import Row, wide
from editor.ui.generation.model_choice import NO_OTHER, ModelChoice
from editor.ui.generation.noise_curve import NoiseCurve
from editor.ui.generation.open_segmented import OpenSegmented
from editor.ui.widgets.button import IconButton
from editor.ui.widgets.fields import TextField
from editor.ui.widgets.label import Label
from editor.ui.widgets.segmented import Segmented
from editor.ui.widgets.slider import Slider
from editor.ui.widgets.tip import Words
from editor.words import tr
from engine.models.chosen import is_built_in
from engine.models.on_disk.store import Choice
from engine.presets import CONTINUATION, NEGATIVE
from engine.requests import Adapter

DEAF = tr("The built-in model reads prompts, but they have no visible effect yet.")
PROMPT = tr("What the new frames show.")
LEFT_EMPTY = tr("Left empty, a model hears what stands here.")
AVOID = tr("What should not be seen.")
OWN_STEPS = tr("Its own")  # of a loaded model
MOST_STEPS = 100


class WishRows(QWidget):
    """Shows a Wishes and tells of every other one that the user makes of it."""

    changed = Signal()

    def __init__(self, models: ModelShelf, task: Task, purpose: str = "") -> None:
        super().__init__()
        self._models = models
        self._task, self._purpose, self._wishes = task, purpose, Wishes.first(purpose)
        self._make_controls()
        self._connect()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(Row(tr("Prompt"), wide(self.prompt)))
        freedom_row = Row(tr("Keep ↔ Free"), self.freedom, wide(self.curve))
        if task is Task.NEW:  # there is nothing beside it that could give way
            freedom_row.hide()
        column.addWidget(freedom_row)
        column.addWidget(Row(tr("Takes"), self.takes, Label(tr("Quality"), "text", "dim"), self.quality, 1))
        self.sound_row = Row(tr("Sound"), self.sound, 1)
        column.addWidget(self.sound_row)

    def _make_controls(self) -> None:
        self.prompt = TextField(placeholder=CONTINUATION, name=tr("Prompt"))
        self.negative = TextField(placeholder=NEGATIVE, name=tr("Avoid"))
        freedoms = {each.name: Words(each.tip, reason=each.about) for each in presets.freedoms(self._purpose)}
        self.freedom = OpenSegmented([(name, presets.shown(name)) for name in freedoms], generates=True, tips=freedoms)
        self.freedom.setFixedWidth(232)
        self.curve = NoiseCurve()
        self.takes = Segmented([(count, str(count)) for count in presets.TAKES], pad=13)
        self.quality = OpenSegmented([(each.name, presets.shown(each.name)) for each in presets.QUALITIES], pad=20)
        self.sound = OpenSegmented(
            [(kind, name) for kind, (name, _) in presets.SOUNDS.items()],
            tips={kind: Words(tip) for kind, (_, tip) in presets.SOUNDS.items()},
            pad=13,
        )
        self.model = ModelChoice()
        self.adapters = AdapterRows()
        self.no_other = Label(NO_OTHER, "text", "dim", elide=Qt.TextElideMode.ElideRight)
        self._make_numbers()

    def _make_numbers(self) -> None:
        """What is under Advanced."""
        self.seed = TextField(name=tr("Seed"))
        self.seed.setFixedWidth(112)
        self.dice = IconButton("ph.dice-five", tr("Another seed"))
        self.steps = TextField(name=tr("Steps"))
        self.steps.setFixedWidth(76)
        self.noise = TextField(name=tr("How free, from far to near"))
        self.noise.set_tip(tr("How free the known frames are, from far to near: 0 keep, 1 free, with commas between."))
        self.context = OpenSegmented([(0, tr("Usual")), *((frames, str(frames)) for frames in (1, 5, 9, 13))], pad=10)
        self.context.set_tip(tr("How many known frames the model sees: 1 + 4n"))
        self.matching = self._make_matching()

    def _make_matching(self) -> Slider:
        slider = Slider(0, 100, 100, step=5, say=lambda value: f"{value:.0f} %", rest=100)
        slider.setAccessibleName(tr("Match to clip"))
        slider.set_tip(tr("How far new frames are brought to the clip's own colour, detail and grain"))
        return slider

    def advanced(self) -> list[QWidget]:
        """What a disclosure shows: the numbers behind the words."""
        context = Row(tr("Context"), self.context, Label(tr("How free"), "text", "dim"), wide(self.noise))
        if self._task is Task.NEW:
            context.hide()
        return [
            Row(tr("Avoid"), wide(self.negative)),
            Row(tr("Seed"), self.seed, self.dice, Label(tr("Steps"), "text", "dim"), self.steps, 1),
            context,
            Row(tr("Match"), wide(self.matching)),
            self.adapters,
        ]

    def _connect(self) -> None:
        self.prompt.textEdited.connect(lambda text: self._wish(prompt=text))
        self.negative.textEdited.connect(lambda text: self._wish(negative=text))
        self.freedom.chosen.connect(self._choose_freedom)
        self.takes.chosen.connect(lambda count: self._wish(takes=count))
        self.quality.chosen.connect(self._choose_quality)
        self.sound.chosen.connect(lambda kind: self._wish(sound=kind))
        self.model.model_chosen.connect(self.choose_model)
        self.adapters.changed.connect(self._choose_adapters)
        self.seed.entered.connect(self._enter_seed)
        self.dice.clicked.connect(lambda: self._wish(seed=random_seed()))
        self.steps.entered.connect(self._enter_steps)
        self.noise.entered.connect(self._enter_noise)
        self.matching.settled.connect(lambda per_cent: self._wish(matching=per_cent / 100))
        self.context.chosen.connect(lambda frames: self._wish(context=frames or None))

    @property
    def wishes(self) -> Wishes:
        return self._wishes

    def show_wishes(self, wishes: Wishes) -> None:
        self._wishes = wishes
        if not self.prompt.hasFocus():
            self.prompt.set_text(wishes.prompt)
        if not self.negative.hasFocus():
            self.negative.set_text(wishes.negative)
        self.freedom.set_value_or_none(wishes.preset)
        self.curve.show_noise(wishes.noise, self._task)
        self.curve.set_tip(
            tr(
                "{preset}: {percent}, from far to near.",
                preset=presets.shown(wishes.preset) or tr("By hand"),
                percent=presets.percent(wishes.noise),
            )
        )
        self.takes.set_value(wishes.takes)
        self.quality.set_value_or_none(wishes.quality)
        self.sound.set_value_or_none(wishes.sound)
        self.model.show_model(wishes.model, wishes.adapters)
        self._show_adapters()
        self._show_model(is_built_in(wishes.model))
        self.seed.set_text(str(wishes.seed))
        self.steps.set_text(str(wishes.steps or ""))
        self.noise.set_text(", ".join(f"{value:g}" for value in wishes.noise))
        self.context.set_value_or_none(wishes.context or 0)
        self.matching.set_value(wishes.matching * 100)

    def offer_models(self) -> None:
        """Those that are here now."""
        self.model.offer(self._models.choices)
        self._show_adapters()
        self._show_model(is_built_in(self._wishes.model))

    def choose_model(self, model: Choice) -> None:
        """The other wishes stay, but for steps that were typed for another one, and adapters that do not fit it."""
        quality, present = self._wishes.quality or presets.QUALITIES[-1].name, self._wishes
        adapters = carried(self._models, present.model, present.adapters, model)
        self._wish(model=model.model, adapters=adapters, quality=quality, steps=steps_of(model.model, quality))

    def offer_sound(self, offered: bool) -> None:
        """Only where there is some to make it of."""
        self.sound_row.setVisible(offered)

    def ask_context(self, frames: int | None) -> None:
        """From the bracket on the strip."""
        self._wish(context=frames)

    def show_view(self, view: View) -> None:
        """What comes of the context that is asked for."""
        seen = view.before or view.after
        if seen is not None:
            self.context.set_tip(
                tr(
                    "How many known frames the model sees: {frames} here, every {stride}.",
                    frames=seen.frames,
                    stride=seen.stride,
                )
            )

    def _show_adapters(self) -> None:
        self.adapters.show_own(self._models.shelf, self._wishes.model, self.model.own, self.model.given)

    def _show_model(self, built_in: bool) -> None:
        """What it is, and what it makes of the others' words and numbers."""
        self.no_other.setVisible(self.model.is_alone)
        self.prompt.set_tip(f"{DEAF if built_in else PROMPT} {LEFT_EMPTY}")
        self.negative.set_tip(f"{AVOID} {DEAF if built_in else LEFT_EMPTY}")
        self.quality.set_tips({each.name: Words(each.tip_of(built_in)) for each in presets.QUALITIES})
        self.steps.setPlaceholderText("" if built_in else OWN_STEPS)

    def _wish(self, **wishes: object) -> None:
        self.show_wishes(replace(self._wishes, **wishes))  # type: ignore[arg-type]
        self.changed.emit()

    def _choose_adapters(self, own: tuple[Adapter, ...]) -> None:
        self._wish(adapters=(*self.model.given, *own))

    def _choose_quality(self, name: str) -> None:
        self._wish(quality=name, steps=steps_of(self._wishes.model, name))

    def _choose_freedom(self, name: str) -> None:
        self._wish(preset=name, noise=presets.freedom(name, self._purpose).noise)

    def _enter_seed(self, text: str) -> None:
        digits = "".join(text.split())
        self._wish(seed=int(digits) if digits.isdecimal() else self._wishes.seed)

    def _enter_steps(self, text: str) -> None:
        built_in = is_built_in(self._wishes.model)
        if not text.strip() and not built_in:
            self._choose_quality(self._wishes.quality or presets.QUALITIES[-1].name)
            return
        steps = int(text) if text.isdecimal() and 1 <= int(text) <= MOST_STEPS else self._wishes.steps
        if steps is None:  # what was typed is no number, and the model has its own
            self.show_wishes(self._wishes)
            return
        self._wish(steps=steps, quality=presets.quality_named(steps) if built_in else presets.BY_HAND)

    def _enter_noise(self, text: str) -> None:
        noise = noise_from(text) or self._wishes.noise
        self._wish(noise=noise, preset=presets.freedom_named(noise, self._purpose))


def noise_from(text: str) -> tuple[float, ...]:
    """Of "0, 0.3, 0.4"; empty where that is not what it says."""
    try:
        noise = tuple(float(part) for part in text.split(","))
    except ValueError:
        return ()
    return noise if all(0 <= value <= 1 for value in noise) else ()
