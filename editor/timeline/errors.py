"""What an edit cannot do, in words a person can act on."""

from editor.timeline.ids import ItemId


class EditError(Exception):
    """The edit was not made and the timeline is as it was.

    what: what stands in the way. do: what to do about it. Each a full sentence.
    """

    def __init__(self, what: str, do: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.do = do

    def __str__(self) -> str:
        return " ".join(part for part in (self.what, self.do) if part)


class InsufficientMedia(EditError):
    """A transition needs more of the clips at its cut than their files have: `left` and `right`, by their ids."""

    def __init__(self, what: str, do: str, left: ItemId, right: ItemId) -> None:
        super().__init__(what, do)
        self.left, self.right = left, right
