"""A segmented control on which nothing need be chosen: presets, while the numbers are the user's own."""

from collections.abc import Hashable
from typing import TypeVar

from editor.ui.widgets.segmented import Segmented

Value = TypeVar("Value", bound=Hashable)
NONE = -1  # the index that no option has


class OpenSegmented(Segmented[Value]):
    def set_value_or_none(self, value: Value) -> None:
        """Nothing is chosen where the value is none of the options."""
        try:
            self.set_value(value)
        except ValueError:
            self._index = NONE
            self.tell_value("")
            self.update()

    @property
    def is_chosen(self) -> bool:
        return self._index != NONE
