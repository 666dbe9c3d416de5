"""A kind of model as another package would bring it: two objects that its entry point and its `loads` name."""

from engine.models.defaults import Defaults
from engine.models.folder import Outline
from engine.progress import Report
from engine.requests import Request

NAME = "toy:33"


class ToyFamily:
    loads = "tests.engine.toy_family:toy"

    def knows(self, model: str) -> bool:
        return model.startswith("toy:")

    def models(self) -> dict[str, str]:
        return {NAME: "Toy of 33 frames"}

    def outline(self, model: str) -> Outline:
        frames = int(model.removeprefix("toy:"))
        return Outline("Toy", 12, 8, Defaults(steps=2, shift=5.0, guidance=1.0, frames=frames), 1, ())


family = ToyFamily()


def toy(request: Request, report: Report) -> object:
    from tests.engine.generation.sampling.test_latent_video import Toy  # late: it brings torch

    return Toy(frames=33)
