"""What a request asks of a model, whichever it is."""

from dataclasses import dataclass, field

from engine.requests import Context, Sampling, Text


@dataclass(frozen=True, slots=True)
class Ask:
    """The part of a request that a model understands."""

    text: Text = field(default_factory=Text)
    sampling: Sampling = field(default_factory=Sampling)
    first: Context = field(default_factory=Context)
    second: Context = field(default_factory=Context)


NOTHING_SPECIAL = Ask()
