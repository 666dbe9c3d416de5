"""Colours come out as the numbers of a look say."""

from pathlib import Path

import numpy as np
import pytest

from editor.render.looks.grading import TableUnreadable, check_table, graded
from editor.timeline.looks import Grade

SWAPPED = "LUT_3D_SIZE 2\n" + "\n".join(
    f"{blue} {green} {red}" for blue in (0, 1) for green in (0, 1) for red in (0, 1)
)
HALVED = "LUT_1D_SIZE 2\n0 0 0\n0.5 0.5 0.5\n"


def rgb(*colour: int) -> np.ndarray:
    return np.full((2, 3, 3), colour, np.uint8)


def one(colour: tuple[int, int, int], grade: Grade) -> list[int]:
    made = graded(rgb(*colour), grade)
    assert (made == made[0, 0]).all()
    return made[0, 0].tolist()


def cube(folder: Path, text: str, name: str = "look.cube") -> str:
    path = folder / name
    path.write_text(text)
    return str(path)


def test_without_a_grade_it_is_the_very_same_array() -> None:
    pixels = rgb(1, 2, 3)
    assert graded(pixels, Grade()) is pixels


@pytest.mark.parametrize("level", [0, 1, 17, 128, 254, 255])
def test_a_grade_that_changes_nothing_changes_nothing(tmp_path: Path, level: int) -> None:
    straight = cube(tmp_path, "LUT_1D_SIZE 2\n0 0 0\n1 1 1\n")
    assert one((level, 255 - level, 64), Grade(lut=straight)) == [level, 255 - level, 64]


def test_a_stop_is_twice_the_light() -> None:
    twice = round(100 * 2 ** (1 / 2.4))  # 133: code values are the light to the power of 1 / 2.4
    assert one((100, 100, 100), Grade(exposure=1)) == [twice, twice, twice]
    assert one((twice, twice, twice), Grade(exposure=-1)) == [100, 100, 100]
    assert one((250, 250, 250), Grade(exposure=1)) == [255, 255, 255]


def test_contrast_turns_about_the_grey_of_18_per_cent() -> None:
    grey = 0.18 ** (1 / 2.4) * 255  # 124.8
    assert one((50, 125, 200), Grade(contrast=1.5)) == [round(grey + 1.5 * (each - grey)) for each in (50, 125, 200)]
    assert one((0, 125, 255), Grade(contrast=0)) == [125, 125, 125]


def test_without_saturation_only_the_luma_is_left() -> None:
    luma = round(0.2126 * 200 + 0.7152 * 100 + 0.0722 * 50)  # Rec. 709: 118
    assert one((200, 100, 50), Grade(saturation=0)) == [luma, luma, luma]
    assert one((90, 90, 90), Grade(saturation=2)) == [90, 90, 90]


def test_warmer_is_redder_and_as_bright() -> None:
    red, green, blue = one((120, 120, 120), Grade(temperature=0.5))
    assert red > green > blue
    light = 0.2126 * red**2.4 + 0.7152 * green**2.4 + 0.0722 * blue**2.4
    assert light == pytest.approx(120**2.4, rel=0.02)


def test_magenta_is_less_green_and_as_bright() -> None:
    red, green, blue = one((120, 120, 120), Grade(tint=1))
    assert red == blue > 120 > green


def test_a_table_in_three_dimensions_can_swap_colours(tmp_path: Path) -> None:
    assert one((200, 100, 50), Grade(lut=cube(tmp_path, SWAPPED))) == [50, 100, 200]


def test_part_of_a_table_is_so_much_of_the_way_to_it(tmp_path: Path) -> None:
    halved = cube(tmp_path, HALVED)
    assert one((200, 100, 40), Grade(lut=halved)) == [100, 50, 20]
    assert one((200, 100, 40), Grade(lut=halved, lut_part=0.5)) == [150, 75, 30]


def test_the_table_comes_after_everything_else(tmp_path: Path) -> None:
    assert one((200, 100, 50), Grade(saturation=0, lut=cube(tmp_path, HALVED))) == [59, 59, 59]


def test_the_table_may_say_what_its_input_goes_up_to(tmp_path: Path) -> None:
    wide = cube(tmp_path, "LUT_1D_SIZE 2\nDOMAIN_MIN 0 0 0\nDOMAIN_MAX 2 2 2\n0 0 0\n1 1 1\n")
    assert one((200, 100, 50), Grade(lut=wide)) == [100, 50, 25]


def test_a_table_that_was_changed_is_read_again(tmp_path: Path) -> None:
    path = cube(tmp_path, HALVED)
    assert one((200, 100, 50), Grade(lut=path)) == [100, 50, 25]
    cube(tmp_path, SWAPPED)
    assert one((200, 100, 50), Grade(lut=path)) == [50, 100, 200]


def test_the_preview_is_graded_as_the_film_is_and_keeps_its_alpha() -> None:
    grade = Grade(exposure=0.5, saturation=1.4, temperature=0.3)
    made = graded(np.full((2, 2, 4), (50, 100, 200, 77), np.uint8), grade, is_bgra=True)
    assert made[0, 0].tolist() == [*one((200, 100, 50), grade)[::-1], 77]


def test_a_picture_with_alpha_is_graded_as_one_without() -> None:
    grade = Grade(saturation=1.4, temperature=0.6)
    made = graded(np.full((2, 2, 4), (200, 100, 50, 77), np.uint8), grade)
    assert made[0, 0].tolist() == [*one((200, 100, 50), grade), 77]


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("words.cube", "nothing of a table", "words.cube cannot be used"),
        ("short.cube", "LUT_3D_SIZE 2\n0 0 0\n", "short.cube cannot be used"),
        ("empty.cube", "", "empty.cube cannot be used"),
        ("table.txt", HALVED, "it is no .cube file"),
        ("gone.cube", None, "it is not there"),
    ],
)
def test_what_is_no_table_is_refused_in_words(tmp_path: Path, name: str, text: str | None, why: str) -> None:
    path = str(tmp_path / name) if text is None else cube(tmp_path, text, name)
    with pytest.raises(TableUnreadable, match=why):
        check_table(path)
