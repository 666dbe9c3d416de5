"""Type: Inter in the few sizes there are."""

from functools import cache
from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase

# The first is ours, by a name that no other has.
FAMILIES = ["Longtake Inter", "Inter", "Segoe UI", "SF Pro Text", "Noto Sans"]
FOLDER = Path(__file__).resolve().parents[3] / "resources" / "fonts"
ROLES: dict[str, tuple[int, QFont.Weight]] = {  # pixels
    "text": (12, QFont.Weight.Normal),
    "value": (12, QFont.Weight.Medium),  # buttons, what stands in a field
    "primary": (12, QFont.Weight.DemiBold),
    "title": (13, QFont.Weight.DemiBold),
    "timecode": (13, QFont.Weight.Medium),
    "prompt": (12, QFont.Weight.Normal),
    "small": (11, QFont.Weight.Normal),  # ruler, chips, shortcuts, notes
    "clip": (11, QFont.Weight.Medium),
    "scale": (10, QFont.Weight.Normal),  # of the meters only
}


@cache
def load() -> None:
    """Make the bundled files known to Qt, once."""
    for path in sorted(FOLDER.glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(path))


@cache
def font(role: str = "text") -> QFont:
    """Raises KeyError for a role that is none of ROLES. Not to be changed: it is shared."""
    load()
    size, weight = ROLES[role]
    face = QFont(FAMILIES)
    face.setPixelSize(size)
    face.setWeight(weight)
    face.setFeature(QFont.Tag("tnum"), 1)
    face.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if role == "timecode":
        face.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 102)
    return face
