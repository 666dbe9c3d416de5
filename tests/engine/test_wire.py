"""Our values as JSON: everything comes back as it went, and nothing else comes in."""

import json
import math
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import errors
from engine.errors import LongtakeError, NoSpace
from engine.generation.tasks import MODULES
from engine.progress import Progress
from engine.requests import (
    REQUESTS,
    BackTest,
    BridgeRequest,
    Context,
    Direction,
    End,
    ExtendRequest,
    Outputs,
    Plan,
    Request,
    Sampling,
    Source,
    Take,
)
from engine.wire import NotOurs, error_from_json, error_to_json, from_json, from_json_any, to_json
from tests.engine.fakes import FakeHost, some_join, some_request, some_take

BRIDGE = BridgeRequest(
    Source(Path("/a b/ä.mp4"), None, Fraction(1001, 24000)), Source(Path("b")), Fraction(1, 3), Outputs(Path("o"))
)


def through(value, kind=None):
    return from_json(kind or type(value), json.loads(json.dumps(to_json(value), allow_nan=False)))


@pytest.mark.parametrize(
    "value",
    [
        some_request(),
        replace(
            some_request(), direction=Direction.BEFORE, sampling=Sampling(3, 4, 1.5, None, ((1.0, 0.5), (0.0, 0.0)))
        ),
        BRIDGE,
        some_take(some_request()),
        replace(some_join(End.END), remedy=None, measures=()),
        replace(some_take(some_request()), back_test=None, film=None, film_new=None, film_frames=None, seam={}),
        FakeHost().plan(some_request()),
        some_take(some_request()).back_test,
        Progress("Carrying the picture", 3, 8, 1.25),
        Progress("Reading", 0, 1),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_value_comes_back_equal_and_of_the_same_types(value):
    assert through(value) == value
    assert repr(through(value)) == repr(value)


@given(
    st.builds(
        ExtendRequest,
        source=st.builds(Source, st.text(st.characters(exclude_characters="\0")).map(Path), st.none() | st.fractions()),
        outputs=st.builds(Outputs, st.just(Path("o")), st.none() | st.just(Path("film"))),
        context=st.builds(Context, st.none() | st.integers(), st.lists(st.floats(0, 1)).map(tuple)),
        takes=st.integers(),
    )
)
def test_every_request_comes_back(request_of_any_kind):
    assert through(request_of_any_kind) == request_of_any_kind


def test_either_kind_of_request_is_known_by_its_name():
    for request in (some_request(), BRIDGE):
        assert from_json_any(REQUESTS, to_json(request)) == request
    with pytest.raises(NotOurs, match="Source"):
        from_json_any(REQUESTS, to_json(Source(Path("a"))))


def test_file_names_that_are_no_unicode_survive():
    source = Source(Path("clip-\udce9.mp4"))
    assert through(source) == source


def test_what_is_no_number_is_carried_as_a_word_and_numpy_s_numbers_as_ours():
    take = replace(some_take(some_request()), seam={"jump": math.inf, "colour": -math.inf, "blur": np.float32(0.5)})
    assert through(take).seam == {"jump": math.inf, "colour": -math.inf, "blur": 0.5}
    assert math.isnan(through(replace(take, seconds=math.nan)).seconds)
    assert through(replace(take, seed=np.int64(7))).seed == 7


def test_a_take_of_before_joins_were_told_has_none():
    data = to_json(some_take(some_request()))
    del data["joins"]
    assert from_json(Take, data).joins == ()


def test_what_an_older_version_left_out_takes_its_default():
    data = to_json(some_request())
    del data["takes"], data["context"]
    assert from_json(ExtendRequest, data) == some_request()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"takes": True}, "takes: int was expected, True"),
        ({"takes": 1.0}, "takes"),
        ({"takes": None}, "takes"),
        ({"duration": 2}, "duration"),
        ({"duration": "1/0"}, "duration"),
        ({"direction": "sideways"}, "direction: 'sideways' is no Direction"),
        ({"source": "clip.mp4"}, "source: dict was expected"),
        ({"source": {"is": "Text", "path": "a"}}, "Source was expected, 'Text' found"),
        ({"source": {"is": "Source"}}, "path is missing"),
        ({"context": {"is": "Context", "noise": [0, "x"]}}, r"context.noise\[1\]: a number"),
        ({"context": {"is": "Context", "noise": [10**400]}}, "too large"),
        ({"context": {"is": "Context", "noise": {}}}, "list was expected"),
        ({"run": "rm"}, "not known"),
        ({"is": "Take"}, "ExtendRequest was expected"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_place(change, told):
    with pytest.raises(NotOurs, match=told):
        from_json(ExtendRequest, {**to_json(some_request()), **change})


@pytest.mark.parametrize("data", [None, 3, "text", [], {}, [{}]])
def test_data_of_another_shape_is_refused(data):
    for kind in (ExtendRequest, Take, Plan, BackTest, Progress):
        with pytest.raises(NotOurs):
            from_json(kind, data)
    with pytest.raises(NotOurs):
        error_from_json(data)


def test_only_our_own_kinds_of_values_are_carried():
    for value in (object(), b"bytes", {1: 2}, ExtendRequest, {"a": {3}}):
        with pytest.raises(NotOurs):
            to_json(value)


@dataclass(frozen=True)
class Pair:
    both: tuple[int, str]
    either: Request | None = None


def test_pairs_keep_their_length_and_unions_their_choice():
    for pair in (Pair((1, "a")), Pair((1, "a"), BRIDGE)):
        assert through(pair) == pair
        assert through(pair).either == pair.either
    with pytest.raises(NotOurs, match="2 values were expected"):
        from_json(Pair, {"is": "Pair", "both": [1]})


ALL_ERRORS = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, LongtakeError)]


@pytest.mark.parametrize("kind", ALL_ERRORS)
def test_an_error_comes_back_as_its_own_kind_with_its_three_sentences(kind):
    back = error_from_json(json.loads(json.dumps(error_to_json(kind("What.", kept="Kept.", do="Do.")))))
    assert (type(back), back.what, back.kept, back.do) == (kind, "What.", "Kept.", "Do.")


def test_an_error_of_a_kind_only_one_side_knows_comes_back_as_the_nearest_known():
    class Quota(NoSpace):
        pass

    assert type(error_from_json(error_to_json(Quota("Full.")))) is NoSpace
    with pytest.raises(NotOurs):
        error_from_json({"is": "SystemExit", "what": "", "kept": "", "do": ""})


def test_every_kind_of_request_has_somebody_who_makes_it() -> None:
    assert set(MODULES) == set(REQUESTS)
