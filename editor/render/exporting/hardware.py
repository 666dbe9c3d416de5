"""Hardware encoders: which of those that the presets name work on this machine."""

from editor.render.exporting.form import chip_options
from editor.render.exporting.presets import presets

MAKERS = {
    "nvenc": "NVIDIA (NVENC)",
    "qsv": "Intel (Quick Sync)",
    "amf": "AMD (AMF)",
    "videotoolbox": "Apple (VideoToolbox)",
}


def named() -> list[str]:
    """All that a preset knows, by FFmpeg's names."""
    return [encoder for preset in presets().values() for encoder in preset.hardware]


def maker_of(encoder: str) -> str:
    return MAKERS.get(encoder.rpartition("_")[2], encoder)


def working() -> list[str]:
    """Those that code pictures here. Opens them all, so it belongs in a process of its own."""
    from engine.media.coding import Coding  # late: the window needs the names alone
    from engine.media.encoders import works

    usual = {
        encoder: preset.quality.usual for preset in presets().values() if preset.quality for encoder in preset.hardware
    }
    return [encoder for encoder in named() if works(Coding(encoder, "nv12", chip_options(encoder, usual[encoder], 0)))]
