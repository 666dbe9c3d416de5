"""How to sample, out of plain values."""

from engine.asking.adapters import adapters_of
from engine.asking.settings import Matrix, Settings
from engine.asking.values import number, number_or_none, numbers, whole
from engine.errors import RequestError
from engine.models.chosen import is_built_in
from engine.requests import BUILT_IN, Quality, Sampling

SMALLEST = 16  # pixels across
# What the built-in model has no part for, and how it is called.
OF_LOADED_MODELS = {
    "low_guidance": "Guidance of a low-noise expert",
    "boundary": "A boundary between experts",
    "model_size": "A size to work at",
    "adapters": "An adapter",
    "lightx2v": "LightX2V",
}


def sampling_of(settings: Settings) -> Sampling:
    """Raises RequestError, saying which value cannot be."""
    steps, shift, sigmas = settings.get("steps"), settings.get("shift"), settings.get("sigmas")
    width, height = _size(settings.get("model_size"))
    return Sampling(
        seed=whole("The seed", settings.get("seed", 0), least=0),
        steps=None if steps is None else whole("The number of steps", steps, least=1),
        guidance=number_or_none("Guidance", settings.get("guidance"), least=0),
        shift=number_or_none("The shift", shift, least=1e-3),
        sigmas=None if sigmas is None else matrix_of(sigmas),
        low_guidance=number_or_none("Guidance of the low-noise expert", settings.get("low_guidance"), least=0),
        boundary=number_or_none("The boundary between experts", settings.get("boundary"), least=0, most=1),
        adapters=adapters_of(settings),
        ramp=number("The ramp", settings.get("ramp", 0.0), least=0, most=1),
        quality=quality_of(settings.get("quality", Quality.FINAL)),
        width=width,
        height=height,
    )


def check_fit(settings: Settings) -> None:
    """Raises RequestError for what was asked of the built-in model and means nothing to it."""
    if not is_built_in(str(settings.get("model", BUILT_IN))):
        return
    for name, called in OF_LOADED_MODELS.items():
        if _is_asked(settings.get(name)):
            raise RequestError(
                f"{called} means nothing to the built-in model.", do="Choose a model's folder, or leave it out."
            )


def _is_asked(value: object) -> bool:
    """0 is; no adapters are not."""
    return value is not None and value is not False and value not in ((), [])


def quality_of(name: str) -> Quality:
    if name.lower() not in list(Quality):
        raise RequestError(f'There is no quality called "{name}".', do=f"Choose one of these: {', '.join(Quality)}.")
    return Quality(name.lower())


def matrix_of(rows: Matrix) -> tuple[tuple[float, ...], ...]:
    matrix = tuple(numbers("A sigma", row, least=0, most=1) for row in rows)
    if len(matrix) < 2 or len({len(row) for row in matrix}) != 1 or not matrix[0]:
        raise RequestError(
            "The sigma matrix needs two rows or more, all of one length.",
            do="Give one row a step and a last one, one value a latent frame; --dry-run prints one to begin with.",
        )
    return matrix


def _size(size: tuple[int, int] | None) -> tuple[int | None, int | None]:
    if size is None:
        return None, None
    width, height = (whole("The size a model works at", side, least=SMALLEST) for side in size)
    return width, height
