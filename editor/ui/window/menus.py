"""What stands in which menu, as tables of command ids.

"" is a line. A star stands for rows that depend on what is selected, saved or remembered. What stands between ">Name"
and "<" is in a submenu of that name.
"""

from editor.words import later

Table = tuple[str, ...]

BAR: dict[str, Table] = {
    later("File"): (
        "new", "open", "*recent", "*earlier", "", "save", "save-as", "",
        "import", "import-timeline", "relink", "relink-folder", "new-folder", "remove-unused", "",
        "export", "export-timeline", "send-take", "", "quit",
    ),
    later("Edit"): (
        "undo", "redo", "", "cut", "copy", "paste", "paste-insert", "paste-attributes", "duplicate", "",
        "delete", "ripple-delete", "",
        "select-all", "deselect", "select-here", "select-next", "select-previous", "select-gap", "select-label", "",
        "preferences",
    ),
    later("Clip"): (
        "split", "split-all",
        ">" + later("Trim"), "trim-start", "trim-end", "extend-edit", "", "edit-point", "trim-back", "trim-on",
        "trim-far-back", "trim-far-on", "<",
        ">" + later("Move"), "nudge-left", "nudge-right", "nudge-far-left", "nudge-far-right", "",
        "track-up", "track-down", "", "slip-left", "slip-right", "slide-left", "slide-right", "<", "",
        "dissolve", "cross-fade", "enable", "link", "group", "ungroup", "rename",
        "*labels", "", "speed", "reverse-clip", "insert-freeze", "freeze", "speed-curve", "render-replace", "",
        "fill-frame", "flip", "reset-effects",
        ">Motion", "motion-point", "previous-motion-point", "next-motion-point", "smooth-motion", "", "push-in",
        "pull-out", "remove-motion", "<", "",
        ">" + later("Sound and Fades"), "louder", "quieter", "gain", "fade-in", "fade-out", "add-point", "<", "",
        "insert", "overwrite", "fit-to-fill", "replace", "match-frame", "",
        "reveal-media", "show-file", "properties",
    ),
    later("Generate"): (
        "*generate", "", "generate-handles", "", "compare", "loop-join", "use-take", "wipe-left", "wipe-right",
        "leave-compare",
    ),
    later("Sequence"): (
        "lift", "extract", "close-gap", "close-gaps", "", "add-video", "add-audio", "delete-empty", "*heights", "",
        "snap", "linked", "insert-mode", "", "use-proxies", "automatic-proxies", "",
        "zoom-in", "zoom-out", "zoom-fit", "", "project-settings",
    ),
    later("Marker"): (
        "mark-in", "mark-out", "mark-clip", "clear-marks", "", "to-in", "to-out", "",
        "marker", "edit-marker", "next-marker", "previous-marker",
    ),
    later("View"): (
        "play", "reverse", "stop", "forward", "loop", "", "step-back", "step-on", "second-back", "second-on",
        "previous-edit", "next-edit", "to-start", "to-end", "scrub-sound", "", "*lines",
        "transform-box", "safe-areas",
        ">" + later("Quality of the Preview"), "quality-1", "quality-2", "quality-4", "quality-8", "<",
        "full-screen", "theme", "generative",
    ),
    later("Window"): (
        "inspector", "effects", "jobs", "models", "",
        "tool-select", "tool-track select forward", "tool-track select backward", "tool-razor", "tool-ripple",
        "tool-roll", "tool-slip", "tool-slide", "tool-generative extend", "tool-hand", "tool-zoom",
    ),
    later("Help"): ("open-sample", "help", "shortcuts", "about"),
}  # fmt: skip

# Keys whose verbs stand in the Generate menu as rows of what is selected.
GENERATE: Table = (
    "extend-after", "extend-before", "bridge", "fill", "noise-lane", "new-take", "next-take", "previous-take",
    *(f"take-{number}" for number in range(1, 10)),
)  # fmt: skip

CLIP: Table = (
    "*generate",
    "cut", "copy", ">" + later("Paste"), "paste", "paste-insert", "paste-attributes", "", "duplicate", "<", "",
    "split", "enable", ">" + later("Link and Group"), "link", "group", "ungroup", "*sync", "<", "",
    ">" + later("Speed"), "speed", "reverse-clip", "insert-freeze", "freeze", "speed-curve", "<",
    "*lines",
    ">" + later("Name and Label"), "rename", "", "*labels", "<",
    ">" + later("Media"), "match-frame", "reveal-media", "show-file", "properties", "", "*replace", "render-replace",
    "<", "",
    "delete", "ripple-delete",
)  # fmt: skip
CUT: Table = ("dissolve",)
TRACK: Table = ("add-video", "add-audio")
EMPTY: Table = ("paste", "paste-insert", "", "add-video", "add-audio", "", "zoom-fit")
