"""Headers of weight files, read without their weights."""

from collections import OrderedDict
from pathlib import Path
from typing import Any

import pytest
import torch

from engine.errors import ModelError
from engine.models.files.gguf_header import Array, Kind, read_details
from engine.models.files.headers import read_any_header
from engine.models.files.pickled_names import pickled_names
from tests.engine.models.files import gguf

TENSORS = {
    "half.weight": torch.zeros(2, 3, dtype=torch.bfloat16),
    "full": torch.zeros(1, 2, 3, 4, 5),
    "again": torch.zeros(2, 3),
    "number": torch.tensor(1.0),
    "eighth": torch.zeros(7, dtype=torch.float16),
}
WRITTEN: dict[str, Any] = {
    "a table": TENSORS,
    "an ordered one": OrderedDict(TENSORS),
    "one within another": {"state_dict": TENSORS},
    "parameters": {name: torch.nn.Parameter(each, requires_grad=False) for name, each in TENSORS.items()},
}


@pytest.mark.parametrize("how", WRITTEN)
def test_a_pickle_tells_its_tensors_without_being_run(tmp_path: Path, how: str) -> None:
    torch.save(WRITTEN[how], tmp_path / "a.pth")
    names = {torch.bfloat16: "BF16", torch.float32: "F32", torch.float16: "F16"}
    told = [(name, tuple(each.shape), names[each.dtype]) for name, each in TENSORS.items()]
    assert pickled_names(tmp_path / "a.pth") == told


def test_tensors_that_share_their_numbers_are_each_told(tmp_path: Path) -> None:
    whole = torch.zeros(4, 6)
    torch.save({"whole": whole, "part": whole[1:3], "turned": whole.T}, tmp_path / "a.pth")
    assert [told[:2] for told in pickled_names(tmp_path / "a.pth")] == [
        *(("whole", (4, 6)), ("part", (2, 6)), ("turned", (6, 4))),
    ]


def test_a_zip_file_of_something_else_is_said_to_be_no_model(tmp_path: Path) -> None:
    import zipfile

    with zipfile.ZipFile(tmp_path / "a.pt", "w") as opened:
        opened.writestr("readme.txt", "hello")
    with pytest.raises(ModelError, match="no list of tensors"):
        read_any_header(tmp_path / "a.pt")


def test_gguf_metadata_tells_how_long_its_lists_are(tmp_path: Path) -> None:
    tensors, metadata = read_details(gguf(tmp_path / "a.gguf", {"a.weight": (2, 64)}, Kind.Q4_0, words=5))
    assert tensors["a.weight"].shape == (2, 64)
    words = metadata["tokenizer.ggml.tokens"]
    assert (metadata["general.architecture"], isinstance(words, Array) and words.length) == ("wan", 5)


@pytest.mark.parametrize("at", [8, 16])
def test_a_gguf_header_that_counts_too_far_is_refused_at_once(tmp_path: Path, at: int) -> None:
    path = gguf(tmp_path / "a.gguf", {"a.weight": (2, 64)}, Kind.Q4_0)
    with path.open("r+b") as file:
        file.seek(at)
        file.write((2**60).to_bytes(8, "little"))
        file.truncate(1 << 34)  # zeros are names without letters: it could be read for hours
    with pytest.raises(ModelError, match="it says that it holds"):
        read_any_header(path)
