"""What can be wrong with a project, in words a person can act on."""


class ProjectError(Exception):
    """A project could not be opened, saved or recovered.

    what: what happened. kept: what was saved from it. do: what to do next. Each a full sentence.
    """

    def __init__(self, what: str, *, kept: str = "", do: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.kept = kept
        self.do = do

    def __str__(self) -> str:
        return " ".join(part for part in (self.what, self.kept, self.do) if part)


class WrongField(Exception):
    """A value is not what it has to be; on its way up it learns where it stands."""

    def __init__(self, wrong: str, *place: str) -> None:
        super().__init__(wrong)
        self.wrong = wrong  # goes on from the place: "should be text"
        self.place = place

    def inside(self, *place: str) -> "WrongField":
        return WrongField(self.wrong, *place, *self.place)

    def __str__(self) -> str:
        return f"{'.'.join(self.place).replace('.[', '[') or 'the file'} {self.wrong}"
