"""How quickly a model was read, told by the progress of its loading."""

from engine.generation.loaded.placing import LOADING
from engine.generation.memory.reading_speed import MOST_SPEED, ReadingSpeed
from engine.progress import Progress

GB = 10**9


def seen(size: int, *when: tuple[str, int, float]) -> float | None:
    """when: (stage, step of 4, seconds)."""
    times = iter([moment for _, step, moment in when if step in (1, 4)])
    speed = ReadingSpeed(size, lambda: next(times))
    for stage, step, _ in when:
        speed(Progress(stage, step, 4))
    return speed.speed


def test_a_model_that_is_read_tells_how_quick_the_disk_is():
    assert seen(10 * GB, (LOADING, 0, 0), (LOADING, 1, 3), (LOADING, 2, 4), (LOADING, 4, 8)) == 2 * GB


def test_a_small_model_or_one_that_was_there_still_tells_nothing():
    assert seen(10**6, (LOADING, 1, 0), (LOADING, 4, 1)) is None
    assert seen(10 * GB) is None


def test_what_was_in_memory_still_is_no_measure_of_a_disk():
    assert seen(10 * GB, (LOADING, 1, 0), (LOADING, 4, 0.1)) == MOST_SPEED
