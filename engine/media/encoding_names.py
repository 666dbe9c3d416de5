"""The colour encodings that can be named where a file does not say which it has."""

from engine.errors import RequestError

# What is typed and kept, and what the user reads; engine.finishing.colours.encodings knows what each means.
ENCODING_NAMES = {
    "rec709": "Rec.709",
    "hlg": "HLG (BT.2020)",
    "pq": "PQ (BT.2020)",
    "s-log3-cine": "S-Log3 (S-Gamut3.Cine)",
    "s-log3": "S-Log3 (S-Gamut3)",
    "v-log": "V-Log (V-Gamut)",
    "logc3": "LogC3 EI 800 (ARRI Wide Gamut 3)",
    "logc4": "LogC4 (ARRI Wide Gamut 4)",
    "canon-log3": "Canon Log 3 (Cinema Gamut)",
    "log3g10": "Log3G10 (REDWideGamutRGB)",
    "d-log": "D-Log (D-Gamut)",
    "apple-log": "Apple Log (BT.2020)",
    "bmd-film5": "Blackmagic Film Gen 5 (Blackmagic Wide Gamut)",
}


def known_encoding(name: str) -> str:
    """The name as it is; "" is what the file says itself. Raises RequestError where there is none such."""
    if name and name not in ENCODING_NAMES:
        known = ", ".join(ENCODING_NAMES)
        raise RequestError(f'There is no colour encoding "{name}" here.', do=f"Use one of these: {known}.")
    return name
