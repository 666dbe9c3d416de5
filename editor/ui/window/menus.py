"""What stands in which menu, as tables of command ids.

"" is a line. A star stands for rows that depend on what is selected, saved or remembered.
"""

Table = tuple[str, ...]

BAR: dict[str, Table] = {
    "File": (
        "new", "open", "*recent", "*earlier", "", "save", "save-as", "", "import", "relink", "", "export", "", "quit",
    ),
    "Edit": (
        "undo", "redo", "", "cut", "copy", "paste", "paste-insert", "", "delete", "ripple-delete", "",
        "select-all", "deselect",
    ),
    "Clip": (
        "split", "split-all", "trim-start", "trim-end", "extend-edit", "nudge-left", "nudge-right", "",
        "dissolve", "enable", "link", "rename", "", "insert", "overwrite", "match-frame",
    ),
    "Generate": ("*generate",),
    "Sequence": (
        "lift", "extract", "close-gap", "", "add-video", "add-audio", "", "snap", "linked", "insert-mode", "",
        "zoom-in", "zoom-out", "zoom-fit",
    ),
    "Marker": (
        "mark-in", "mark-out", "mark-clip", "clear-marks", "", "to-in", "to-out", "",
        "marker", "next-marker", "previous-marker",
    ),
    "View": (
        "play", "reverse", "stop", "forward", "loop", "", "step-back", "step-on", "second-back", "second-on",
        "previous-edit", "next-edit", "to-start", "to-end", "", "full-screen", "theme",
    ),
    "Window": (
        "inspector", "jobs", "models", "",
        "tool-select", "tool-track select forward", "tool-razor", "tool-ripple", "tool-roll", "tool-slip",
        "tool-slide", "tool-hand", "tool-zoom",
    ),
    "Help": ("shortcuts", "about"),
}  # fmt: skip

# Keys whose verbs stand in the Generate menu as rows of what is selected.
GENERATE: Table = (
    "extend-after", "extend-before", "bridge", "fill", "noise-lane", "new-take", "next-take", "previous-take",
    *(f"take-{number}" for number in range(1, 10)),
)  # fmt: skip

CLIP: Table = (
    "cut", "copy", "paste", "", "split", "dissolve", "enable", "link", "rename", "match-frame", "",
    "delete", "ripple-delete",
)  # fmt: skip
CUT: Table = ("dissolve",)
TRACK: Table = ("add-video", "add-audio")
EMPTY: Table = ("paste", "paste-insert", "", "add-video", "add-audio", "", "zoom-fit")
