"""What is looked for in the pool: words of a name or folder, a kind, or what is used, unused, offline."""

from collections.abc import Callable
from dataclasses import dataclass

from editor.timeline.edits.pool_folders import inside
from editor.timeline.model import Media

KINDS: dict[str, Callable[[Media], bool]] = {
    "video": lambda media: media.picture is not None and not media.is_still,
    "sound": lambda media: media.sound is not None and media.picture is None,
    "stills": lambda media: media.is_still,
    "still": lambda media: media.is_still,
    "generated": lambda media: media.made is not None,
}


@dataclass(frozen=True, slots=True)
class Search:
    """words: as typed. folder: "" = everywhere."""

    words: str = ""
    folder: str = ""

    def finds(self, media: Media, name: str, is_used: bool, is_missing: Callable[[Media], bool]) -> bool:
        """All that is typed as one piece of the name, or each word of it in its own way."""
        if not inside(media.folder, self.folder):
            return False
        words = self.words.casefold().strip()
        return words in name.casefold() or all(
            self._finds_word(word, media, name, is_used, is_missing) for word in words.split()
        )

    def _finds_word(
        self, word: str, media: Media, name: str, is_used: bool, is_missing: Callable[[Media], bool]
    ) -> bool:
        if word in name.casefold() or word in media.folder.casefold():
            return True
        if word in ("used", "unused"):
            return is_used is (word == "used")
        if word in ("offline", "missing"):
            return is_missing(media)
        return word in KINDS and KINDS[word](media)
