"""Which model makes the frames: those that are here, and why others of them can't be chosen."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal

from editor import presets
from editor.actions.asked_models import lacks
from editor.model_shelf import meant
from editor.ui.widgets.choice import Choice
from editor.words import tr
from engine.models.chosen import is_built_in
from engine.models.on_disk import store
from engine.models.on_disk.choices import BUILT_INS
from engine.requests import Adapter

GONE = ""  # the value while what is wished for is not here
WIDTH, UNLIMITED = 232, 16_777_215  # pixels; the second is Qt's own word for it
MANAGE = tr("Manage Models…")
NO_OTHER = tr("Wan is not here yet")
CHOOSE = tr("Choose another model, or add its folder under Models.")


class ModelChoice(Choice[str]):
    """The value is the id of one of engine.models.on_disk.store's choices, or GONE."""

    model_chosen = Signal(object)  # that choice; by the user only

    def __init__(self) -> None:
        super().__init__([(each.id, name_of(each)) for each in BUILT_INS], name=tr("Model"))
        self.set_further(MANAGE)
        self._offered: Sequence[store.Choice] = BUILT_INS
        self._wished = (BUILT_INS[0].model, BUILT_INS[0].adapters)
        self.own: tuple[Adapter, ...] = ()  # that are wished for beside those of the choice
        self.chosen.connect(lambda _: self.model_chosen.emit(self.offered))

    @property
    def offered(self) -> store.Choice | None:
        """The one that is chosen; None where it is not here."""
        return next((each for each in self._offered if each.id == self.value), None)

    @property
    def given(self) -> tuple[Adapter, ...]:
        """The adapters of the choice."""
        return self.offered.adapters if self.offered is not None else ()

    @property
    def refusal(self) -> str:
        """Why nothing can be made with what is chosen, and what to do; empty where it can."""
        offered = self.offered
        if offered is None:
            return tr("{words} is not here. {choose}", words=self.words, choose=CHOOSE)
        return (
            tr(
                "{title} is not whole. {lacks}. {choose}",
                title=offered.title,
                lacks=lacks(offered.missing),
                choose=CHOOSE,
            )
            if offered.missing
            else ""
        )

    @property
    def is_alone(self) -> bool:
        """Whether there is no other than the built-in model, nor is one wished for."""
        is_ours = self.offered is not None and is_built_in(self.offered.model)
        return is_ours and all(is_built_in(each.model) or each.missing for each in self._offered)

    def offer(self, models: Sequence[store.Choice]) -> None:
        self._offered = models
        self.show_model(*self._wished)

    def show_model(self, model: str, adapters: tuple[Adapter, ...]) -> None:
        """What a request would say; one that is not here stands above the others and can't be chosen."""
        self._wished = model, adapters
        wished, self.own = meant(self._offered, model, adapters)
        options = [(each.id, name_of(each)) for each in self._offered]
        reasons = {each.id: lacks(each.missing) for each in self._offered if each.missing}
        gone = [] if wished is not None else [(GONE, Path(model).name)]
        self.set_options([*gone, *options])
        self.set_reasons(reasons | ({GONE: tr("not here")} if gone else {}))
        self.set_value(GONE if wished is None else wished.id)
        self.set_tip(
            f"{wished.title}: {wished.about}" if wished is not None else tr("{model} is not here", model=model)
        )
        self.setMinimumWidth(WIDTH)
        self.setMaximumWidth(WIDTH if self.is_alone else UNLIMITED)  # names of others are long


def name_of(choice: store.Choice) -> str:
    """Short where it is the built-in model, which stands first in a narrow field."""
    return presets.BUILT_INS.get(choice.id, choice.title)
