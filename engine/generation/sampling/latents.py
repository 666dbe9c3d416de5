"""How pixel frames and sizes fit into a Wan VAE's latents: the one place that knows 1 + 4n."""

from engine.errors import RequestError

FRAMES_PER_LATENT = 4  # the causal VAE keeps the first frame alone, then packs four at a time


def latent_frames(pixel_frames: int) -> int:
    """How many latent frames hold `pixel_frames`, which must be 1 + 4n (RequestError otherwise): 81 makes 21."""
    if pixel_frames < 1 or (pixel_frames - 1) % FRAMES_PER_LATENT:
        fits = f"{fit_frames(max(pixel_frames, 1))} or {fit_frames(max(pixel_frames, 1), up=True)}"
        raise RequestError(f"{pixel_frames} frames do not fit the model, which packs 1 + 4n.", do=f"Use {fits} frames.")
    return 1 + (pixel_frames - 1) // FRAMES_PER_LATENT


def pixel_frames(latent_frames: int) -> int:
    """How many pixel frames `latent_frames` decode to: 21 makes 81."""
    if latent_frames < 1:
        raise RequestError(f"{latent_frames} latent frames hold no picture.", do="Use at least one.")
    return FRAMES_PER_LATENT * (latent_frames - 1) + 1


def fit_frames(frames: int, *, up: bool = False) -> int:
    """The nearest 1 + 4n that is at most `frames`, or with `up` at least `frames`."""
    if frames < 1:
        raise RequestError(f"{frames} frames hold no picture.", do="Use at least one.")
    rest = (frames - 1) % FRAMES_PER_LATENT
    return frames + FRAMES_PER_LATENT - rest if up and rest else frames - rest


def frames_held(latent: int) -> range:
    """The pixel frames that latent `latent` holds, counted like it from 0: latent 0 frame 0, latent 1 frames 1 to 4."""
    if latent == 0:
        return range(1)
    first = FRAMES_PER_LATENT * (latent - 1) + 1
    return range(first, first + FRAMES_PER_LATENT)


def latent_holding(frame: int) -> int:
    """The latent that holds pixel frame `frame`."""
    return -(-frame // FRAMES_PER_LATENT)


def fit_size(width: int, height: int, *, vae_scale: int, patch: int) -> tuple[int, int]:
    """The nearest width and height, in pixels, that whole patches of latents cover; never smaller than one patch."""
    multiple = vae_scale * patch
    return _nearest(width, multiple), _nearest(height, multiple)


def _nearest(length: int, multiple: int) -> int:
    return max(1, (2 * length + multiple) // (2 * multiple)) * multiple
