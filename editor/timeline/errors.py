"""What an edit cannot do, in words a person can act on."""


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
