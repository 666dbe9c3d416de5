"""The colours of the two themes."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tokens:
    """Every colour on screen, as "#rrggbb" or, where it lets something through, Qt's "#aarrggbb"."""

    name: str
    bg: str  # the window, and empty lanes below the tracks
    well: str  # around the picture; never tinted
    panel: str  # panels, headers, dialogs, ruler
    raised: str  # buttons, menus, tool tips, cards
    hover: str  # hovered row or button
    field: str  # inputs, segmented track, meters
    lane: str
    lane_audio: str
    line: str  # separators, input ring, pressed
    line2: str  # troughs, dashed drop zones, menu separators, hovered input ring
    text: str
    dim: str  # labels, icons at rest
    faint: str  # shortcuts, placeholders
    disabled: str
    accent: str  # amber: what is selected or touched
    accent_hover: str
    accent_pressed: str
    accent_off: str
    accent_text: str
    accent_bg: str  # checked icon buttons
    accent_bg_hover: str
    accent_bg_pressed: str
    accent_bg_off: str
    on_accent: str
    on_accent_off: str
    gen: str  # violet: what is or will be generated
    gen_hover: str
    gen_pressed: str
    gen_off: str
    gen_text: str
    gen_bg: str
    on_gen: str
    on_gen_off: str
    ok: str
    warn: str
    bad: str
    chosen: str  # the chosen part of a segmented control
    ring: str  # around what is raised or chosen
    window_ring: str  # around menus, dialogs, popovers
    shadow: str  # at its darkest
    raised_off: str
    raised_hover: str  # a button on something raised already
    knob: str  # of a slider
    slider: str  # the part of a slider that is filled
    needle: str  # the playhead of a scrub bar
    badge: str  # behind words on a thumbnail
    on_badge: str
    gen_badge: str
    on_gen_badge: str
    lamp_ring: str
    playhead_halo: str
    scroll: str  # scroll bar handle
    scroll_hover: str
    picture_bar: str
    picture_body: str
    picture_text: str
    sound_bar: str
    sound_body: str
    sound_text: str
    sound_wave: str
    title_bar: str
    title_body: str
    title_text: str
    generated_bar: str
    generated_body: str
    generated_text: str
    offline_bar: str
    foot: str  # foot of a generating clip
    foot_text: str
    context: str  # over what the model sees
    context_far: str  # the same when zoomed in
    hatch: str  # stripes of a generating clip, the strong ones
    hatch_weak: str
    drop: str  # inside a drop target


DARK = Tokens(
    name="dark",
    bg="#18181a",
    well="#111113",
    panel="#1f1f22",
    raised="#2a2a2e",
    hover="#333338",
    field="#161618",
    lane="#1a1a1d",
    lane_audio="#1d1d20",
    line="#303035",
    line2="#3b3b41",
    text="#e6e6e8",
    dim="#a0a0a8",
    faint="#94949d",
    disabled="#5d5d65",
    accent="#f2b84b",
    accent_hover="#f7c768",
    accent_pressed="#dea53c",
    accent_off="#4a3f2a",
    accent_text="#f2b84b",
    accent_bg="#3a2f1a",
    accent_bg_hover="#4a3c20",
    accent_bg_pressed="#312818",
    accent_bg_off="#26241f",
    on_accent="#1c1607",
    on_accent_off="#94835f",
    gen="#a98cf5",
    gen_hover="#b9a0fa",
    gen_pressed="#977be0",
    gen_off="#3a3350",
    gen_text="#c3aeff",
    gen_bg="#2b2440",
    on_gen="#170f2b",
    on_gen_off="#7f769b",
    ok="#4dc98a",
    warn="#ff9a5a",
    bad="#ff6b6b",
    chosen="#333338",
    ring="#00000000",
    window_ring="#12ffffff",
    shadow="#8c000000",
    raised_off="#222226",
    raised_hover="#3b3b41",
    knob="#e6e6e8",
    slider="#a0a0a8",
    needle="#ffffff",
    badge="#b8141416",
    on_badge="#e6e6e8",
    gen_badge="#e62b2440",
    on_gen_badge="#c3aeff",
    lamp_ring="#141416",
    playhead_halo="#59000000",
    scroll="#3b3b41",
    scroll_hover="#4b4b52",
    picture_bar="#3d424b",
    picture_body="#24272c",
    picture_text="#eceef1",
    sound_bar="#22403d",
    sound_body="#172423",
    sound_text="#cfe9e4",
    sound_wave="#4f9a8f",
    title_bar="#47434f",
    title_body="#2a2830",
    title_text="#eceef1",
    generated_bar="#4a3b78",
    generated_body="#2b2440",
    generated_text="#f3eeff",
    offline_bar="#5a2d31",
    foot="#c70e0a1a",
    foot_text="#efeaff",
    context="#57a98cf5",
    context_far="#42a98cf5",
    hatch="#42a98cf5",
    hatch_weak="#1fa98cf5",
    drop="#14f2b84b",
)

LIGHT = Tokens(
    name="light",
    bg="#e9e9ec",
    well="#d6d6da",
    panel="#f6f6f8",
    raised="#ffffff",
    hover="#e4e4e8",
    field="#ffffff",
    lane="#efeff2",
    lane_audio="#f4f4f6",
    line="#d5d5da",
    line2="#c3c3ca",
    text="#1d1d20",
    dim="#55555d",
    faint="#62626b",
    disabled="#a4a4ac",
    accent="#c47d00",
    accent_hover="#d68d0e",
    accent_pressed="#ab6d00",
    accent_off="#ecdcbd",
    accent_text="#8a5600",
    accent_bg="#fbeccd",
    accent_bg_hover="#f6dfae",
    accent_bg_pressed="#efd49a",
    accent_bg_off="#f1eee7",
    on_accent="#1c1607",
    on_accent_off="#a3957a",
    gen="#7a52d6",
    gen_hover="#8862e2",
    gen_pressed="#6943bf",
    gen_off="#d8cdf0",
    gen_text="#6236c4",
    gen_bg="#ece4fc",
    on_gen="#ffffff",
    on_gen_off="#fbf9ff",
    ok="#1d8f57",
    warn="#b3530b",
    bad="#c62f38",
    chosen="#ffffff",
    ring="#c3c3ca",
    window_ring="#14000000",
    shadow="#38000000",
    raised_off="#fafafb",
    raised_hover="#e4e4e8",
    knob="#1d1d20",
    slider="#1d1d20",
    needle="#1d1d20",
    badge="#b8141416",
    on_badge="#f2f2f4",
    gen_badge="#e62b2440",
    on_gen_badge="#c3aeff",
    lamp_ring="#ffffff",
    playhead_halo="#8cffffff",
    scroll="#c3c3ca",
    scroll_hover="#a4a4ac",
    picture_bar="#c4c9d2",
    picture_body="#dfe2e7",
    picture_text="#1c2026",
    sound_bar="#bfdcd7",
    sound_body="#e0efec",
    sound_text="#143b35",
    sound_wave="#2f8377",
    title_bar="#cdc9d8",
    title_body="#e4e1ea",
    title_text="#1c2026",
    generated_bar="#c9b5f5",
    generated_body="#ece4fc",
    generated_text="#2a1560",
    offline_bar="#f3c9cb",
    foot="#c70e0a1a",
    foot_text="#efeaff",
    context="#577a52d6",
    context_far="#427a52d6",
    hatch="#427a52d6",
    hatch_weak="#1f7a52d6",
    drop="#14c47d00",
)

THEMES = {tokens.name: tokens for tokens in (DARK, LIGHT)}
NOISE_RAMP = ((0.0, "#16161a"), (0.35, "#3a2c62"), (0.7, "#886cd2"), (1.0, "#deccff"))  # keep to free
