"""What may be part of a model in a folder tree, wherever it lies: files and folders of shards, found without opening
any."""

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from engine.errors import ModelError
from engine.models.files.tokenizers import is_tokenizer
from engine.models.files.weight_files import read_settings, weight_files
from engine.models.folder_layouts import CONFIG
from engine.models.on_disk.shelf import Unusable

# The folder that is looked into, and how many files were seen; told before each candidate, too. May raise, to stop.
Tell = Callable[[str, int], None]
ENDINGS = {".safetensors", ".sft", ".gguf", ".pth", ".pt"}
INDEX_ENDING = ".safetensors.index.json"
# What a folder's configuration is of, where it is one network's.
NETWORKS = {"WanTransformer3DModel", "WanModel", "AutoencoderKLWan", "UMT5EncoderModel"}
# Where no models are: Hugging Face's cache keeps the files themselves, without names, and what was half downloaded.
PASSED_BY = {"blobs", ".no_exist", ".locks", ".cache", ".git", "node_modules", "__pycache__", "site-packages"}
MOST_FILES = 500_000  # of all kinds, in one tree


@dataclass(slots=True)
class Search:
    """Goes through folder trees; what it comes by twice, by links or by another name, it takes once."""

    tell: Tell | None = None
    unusable: list[Unusable] = field(default_factory=list)
    _seen: set[tuple[int, int]] = field(default_factory=set)  # folders and files, by device and number
    _files: int = 0

    def candidates(self, folder: Path) -> Iterator[Path]:
        """Files, and folders where several files are one network. Links are followed, round and round only once.

        folder: one file is its own candidate.
        """
        self._files = 0
        folders = [folder]
        if folder.is_file():
            yield from (each for each in folders if self._is_new(each))
            return
        while folders:
            place = folders.pop()
            if not self._is_new(place):
                continue
            if self._files > MOST_FILES:
                self.unusable.append(Unusable(folder, f"It holds more than {MOST_FILES} files. {FURTHER_IN}"))
                return
            entries = self._entries(place)
            for found in self._in_folder(place, [each for each in entries if _is(each, os.DirEntry.is_file)]):
                self._say(place)
                yield found
            inner = [Path(each.path) for each in entries if _is(each, os.DirEntry.is_dir)]
            folders += [each for each in reversed(inner) if each.name not in PASSED_BY]

    def _entries(self, folder: Path) -> "list[os.DirEntry[str]]":
        try:
            with os.scandir(folder) as found:
                entries = sorted(found, key=lambda each: each.name)
        except OSError as error:
            self.unusable.append(Unusable(folder, f"It cannot be looked into: {error.strerror}."))
            return []
        self._files += len(entries)
        self._say(folder)
        return entries

    def _say(self, folder: Path) -> None:
        if self.tell:
            self.tell(str(folder), self._files)

    def _in_folder(self, folder: Path, files: "list[os.DirEntry[str]]") -> Iterator[Path]:
        indices = [each for each in files if each.name.endswith(INDEX_ENDING)]
        weights = [Path(each.path) for each in files if Path(each.name).suffix in ENDINGS]
        of_folder = [each for each in weights if each.suffix in (".safetensors", ".gguf")]
        if len(indices) == 1:
            of_folder = _shards(folder, of_folder)
        together = len(indices) == 1 or (len(of_folder) == 1 and _is_network(folder))
        if together and (not of_folder or self._is_new(of_folder[0])):
            yield folder
        alone = [each for each in weights if not together or each not in of_folder]
        tokenizers = [Path(each.path) for each in files if is_tokenizer(Path(each.name))]
        yield from (each for each in (*alone, *tokenizers) if self._is_new(each))

    def _is_new(self, path: Path) -> bool:
        with suppress(OSError):
            found = path.stat()
            mark = (found.st_dev, found.st_ino)
            if mark in self._seen:
                return False
            self._seen.add(mark)
        return True


FURTHER_IN = "Add a folder further in, where the models are."


def _is(entry: "os.DirEntry[str]", kind: "Callable[[os.DirEntry[str]], bool]") -> bool:
    """A link counts as what it leads to."""
    try:
        return kind(entry)
    except OSError:
        return False


def _shards(folder: Path, files: list[Path]) -> list[Path]:
    """Those of `files` that the folder's index names; all where it cannot be read, which is told when they are."""
    try:
        names = {path.name for path in weight_files(folder)}
    except ModelError:
        return files
    return [each for each in files if each.name in names]


def _is_network(folder: Path) -> bool:
    if not (folder / CONFIG).is_file():
        return False
    try:
        told = read_settings(folder / CONFIG)
    except ModelError:
        return False
    architectures = told.get("architectures")
    kinds = [told.get("_class_name"), *(architectures if isinstance(architectures, list) else ())]
    return any(kind in NETWORKS for kind in kinds if isinstance(kind, str))
