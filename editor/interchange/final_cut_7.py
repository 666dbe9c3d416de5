"""Final Cut Pro 7's XML by OpenTimelineIO's adapter, and what that leaves out: links, and fades of sound."""

from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import opentimelineio as otio

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE xmeml>\n'
FADE = ("Cross Fade (+3dB)", "KGAudioTransCrossFade3dB", "audio")  # Final Cut's own; Premiere's Constant Power
LINK = "longtakelink"  # where a clip is marked until it is linked
Place = tuple[ElementTree.Element, str, int, int]  # a clip, what of a file it is, its track and its number there


def written(plain: Any) -> str:
    """plain: the otio.schema.Timeline."""
    root = ElementTree.fromstring(otio.adapters.write_to_string(plain, "fcp_xml").encode())
    for effect in root.iterfind(".//audio/track/transitionitem/effect"):
        for name, words in zip(("name", "effectid", "mediatype"), FADE, strict=True):
            effect.find(name).text = words  # type: ignore[union-attr]
    _link(list(_places(root)))
    ElementTree.indent(root)
    return HEAD + ElementTree.tostring(root, encoding="unicode") + "\n"


def drops(plain: Any) -> bool:
    """Whether a timeline that was read counts drop-frame."""
    timecode = plain.metadata.get("fcp_xml", {}).get("timecode", {})
    return bool(timecode.get("displayformat") == "DF")


def _places(root: ElementTree.Element) -> Iterator[Place]:
    for kind in ("video", "audio"):
        for track, row in enumerate(root.iterfind(f".//sequence/media/{kind}/track"), 1):
            for number, clip in enumerate(row.iterfind("clipitem"), 1):
                yield clip, kind, track, number


def _link(places: list[Place]) -> None:
    """What our timeline says belongs together, by a mark that is taken off again."""
    together: dict[str, list[Place]] = {}
    for place in places:
        mark = place[0].find(LINK)
        if mark is not None:
            together.setdefault(mark.text or "", []).append(place)
            place[0].remove(mark)
    for group in together.values():
        for clip, *_ in group if len(group) > 1 else []:
            clip.extend([_link_to(place) for place in group])


def _link_to(place: Place) -> ElementTree.Element:
    clip, kind, track, number = place
    link = ElementTree.Element("link")
    words = {"linkclipref": clip.get("id", ""), "mediatype": kind, "trackindex": str(track), "clipindex": str(number)}
    for name, text in words.items():
        ElementTree.SubElement(link, name).text = text
    return link
