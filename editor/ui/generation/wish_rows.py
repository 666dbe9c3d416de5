"""The controls all dialogs share: prompt, Keep to Free, takes, quality, model, and the numbers behind them."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from editor import presets
from editor.actions.generating import random_seed
from editor.actions.model_view import View
from editor.actions.requesting import Wishes
from editor.timeline.model import Task
from editor.ui.generation.layout_rows import Row, wide
from editor.ui.generation.noise_curve import NoiseCurve
from editor.ui.generation.open_segmented import OpenSegmented
from editor.ui.widgets.button import IconButton
from editor.ui.widgets.choice import Choice
from editor.ui.widgets.fields import TextField
from editor.ui.widgets.label import Label
from editor.ui.widgets.segmented import Segmented
from editor.ui.widgets.slider import Slider
from editor.ui.widgets.tip import Words
from engine.presets import CONTINUATION, NEGATIVE

DEAF = "The built-in model reads prompts, but they have no visible effect yet."
MOST_STEPS = 100


class WishRows(QWidget):
    """Shows a Wishes and tells of every other one that the user makes of it."""

    changed = Signal()

    def __init__(self, task: Task, purpose: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._task, self._purpose, self._wishes = task, purpose, Wishes.first(purpose)
        self._make_controls()
        self._connect()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(Row("Prompt", wide(self.prompt)))
        freedom_row = Row("Keep ↔ Free", self.freedom, wide(self.curve))
        if task is Task.NEW:  # there is nothing beside it that could give way
            freedom_row.hide()
        column.addWidget(freedom_row)
        column.addWidget(Row("Takes", self.takes, Label("Quality", "text", "dim"), self.quality, 1))
        self.sound_row = Row("Sound", self.sound, 1)
        column.addWidget(self.sound_row)

    def _make_controls(self) -> None:
        self.prompt = TextField(placeholder=CONTINUATION, name="Prompt")
        self.prompt.set_tip(f"{DEAF} Left empty, a model hears what stands here.")
        self.negative = TextField(placeholder=NEGATIVE, name="Avoid")
        self.negative.set_tip(f"What should not be seen. {DEAF}")
        freedoms = {each.name: Words(each.tip, reason=each.about) for each in presets.freedoms(self._purpose)}
        self.freedom = OpenSegmented([(name, name) for name in freedoms], generates=True, tips=freedoms)
        self.freedom.setFixedWidth(232)
        self.curve = NoiseCurve()
        self.takes = Segmented([(count, str(count)) for count in presets.TAKES], pad=13)
        qualities = {each.name: Words(each.tip) for each in presets.QUALITIES}
        self.quality = OpenSegmented([(name, name) for name in qualities], tips=qualities, pad=20)
        self.sound = OpenSegmented(
            [(kind, name) for kind, (name, _) in presets.SOUNDS.items()],
            tips={kind: Words(tip) for kind, (_, tip) in presets.SOUNDS.items()},
            pad=13,
        )
        self.model = Choice(list(presets.MODELS.items()), name="Model")
        self.model.set_tip(f"{presets.MODEL_NAME}. By itself it takes measured motion where that does better.")
        self.seed = TextField(name="Seed")
        self.seed.setFixedWidth(112)
        self.dice = IconButton("ph.dice-five", "Another seed")
        self.steps = TextField(name="Steps")
        self.steps.setFixedWidth(56)
        self.noise = TextField(name="How free, from far to near")
        self.noise.set_tip("How free the known frames are, from far to near: 0 keep, 1 free, with commas between.")
        self.context = OpenSegmented([(0, "Usual"), *((frames, str(frames)) for frames in (1, 5, 9, 13))], pad=10)
        self.context.set_tip("How many known frames the model sees: 1 + 4n")
        self.matching = self._make_matching()

    def _make_matching(self) -> Slider:
        slider = Slider(0, 100, 100, step=5, say=lambda value: f"{value:.0f} %", rest=100)
        slider.setAccessibleName("Match to clip")
        slider.set_tip("How far new frames are brought to the clip's own colour, detail and grain")
        return slider

    def advanced(self) -> list[Row]:
        """What a disclosure shows: the numbers behind the words."""
        context = Row("Context", self.context, Label("How free", "text", "dim"), wide(self.noise))
        if self._task is Task.NEW:
            context.hide()
        return [
            Row("Avoid", wide(self.negative)),
            Row("Seed", self.seed, self.dice, Label("Steps", "text", "dim"), self.steps, 1),
            context,
            Row("Match", wide(self.matching)),
        ]

    def _connect(self) -> None:
        self.prompt.textEdited.connect(lambda text: self._wish(prompt=text))
        self.negative.textEdited.connect(lambda text: self._wish(negative=text))
        self.freedom.chosen.connect(self._choose_freedom)
        self.takes.chosen.connect(lambda count: self._wish(takes=count))
        self.quality.chosen.connect(lambda name: self._wish(quality=name, steps=presets.quality(name).steps))
        self.sound.chosen.connect(lambda kind: self._wish(sound=kind))
        self.model.chosen.connect(lambda model: self._wish(model=model))
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
        self.curve.set_tip(f"{wishes.preset or 'By hand'}: {presets.percent(wishes.noise)}, from far to near.")
        self.takes.set_value(wishes.takes)
        self.quality.set_value_or_none(wishes.quality)
        self.sound.set_value_or_none(wishes.sound)
        self.model.set_value(wishes.model)
        self.seed.set_text(str(wishes.seed))
        self.steps.set_text(str(wishes.steps or presets.QUALITIES[-1].steps))
        self.noise.set_text(", ".join(f"{value:g}" for value in wishes.noise))
        self.context.set_value_or_none(wishes.context or 0)
        self.matching.set_value(wishes.matching * 100)

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
            self.context.set_tip(f"How many known frames the model sees: {seen.frames} here, every {seen.stride}.")

    def _wish(self, **wishes: object) -> None:
        self.show_wishes(replace(self._wishes, **wishes))  # type: ignore[arg-type]
        self.changed.emit()

    def _choose_freedom(self, name: str) -> None:
        self._wish(preset=name, noise=presets.freedom(name, self._purpose).noise)

    def _enter_seed(self, text: str) -> None:
        digits = "".join(text.split())
        self._wish(seed=int(digits) if digits.isdecimal() else self._wishes.seed)

    def _enter_steps(self, text: str) -> None:
        steps = int(text) if text.isdecimal() and 1 <= int(text) <= MOST_STEPS else self._wishes.steps
        names = [each.name for each in presets.QUALITIES if each.steps == steps]
        self._wish(steps=steps, quality=names[0] if names else presets.BY_HAND)

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
