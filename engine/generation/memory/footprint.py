"""How many bytes the parts of a model work in, beside their weights."""

from functools import lru_cache

from engine.generation.loaded.vae.tiles import tiles
from engine.generation.memory.needs import VAE, VAE_WIDTHS, Network, Window
from engine.generation.sampling.latents import frames_held

WORDS = 512  # of a prompt, as a transformer sees it
PATCH = 2  # pixels of a latent's picture that a token is, across
FEED_FORWARD_PARTS = 4  # at most, of a window's latents: see engine.generation.loaded.network.transformer
PIECE = 2**24  # numbers of a matrix that are made plain at once, in up to 16 bytes each: see .loaded.stored
HEAD = 128  # numbers of an attention head; also of a position, as a cosine and a sine in single precision
# Bytes in single precision, by pixels of a latent, while a VAE decodes or encodes one latent after another: a pixel's
# for each channel of its widest picture, of what is held at once and of the two frames that each convolution remembers;
# and what its convolutions take however small a picture is. Measured with torch's profiler: 8 x on Wan's own widths
# between 64 and 192 pixels across, 16 x on 48 to 160 channels between 160 and 320 pixels.
DECODE, DECODE_LEAST = {8: 196.0, 16: 330.0}, {8: 8e6, 16: 100e6}
ENCODE, ENCODE_LEAST = {8: 130.0, 16: 155.0}, {8: 32e6, 16: 45e6}


def tokens(window: Window, scale: int) -> int:
    return window.latents * (window.height // scale // PATCH) * (window.width // scale // PATCH)


def forward_bytes(network: Network, window: Window, scale: int, item: int) -> int:
    """The most that engine.generation.loaded.network.transformer's forward holds. item: bytes a number.

    At either of a block's two largest moments there are the tokens as they came and as they are, what goes into the
    layer and what came out of the attention. In the feed-forward, which takes one part of the frames after another, the
    inner numbers of a part stand twice, before and after their activation, beside the results so far; in the sum behind
    it, its result, and in single precision the tokens, what is added, and the sum.
    """
    count = tokens(window, scale)
    wide = count * network.width
    part = -(-window.latents // FEED_FORWARD_PARTS)
    made = (window.latents // part - 1) * part
    inside = (4 * wide + (made * wide + 2 * part * count * network.ffn) / window.latents) * item
    summed = 5 * wide * item + (3 * 4 if item < 4 else 2 * 4) * wide
    positions, words = 4 * HEAD * count, 3 * WORDS * network.width * item
    return int(max(inside, summed)) + positions + words


def text_bytes(network: Network, prompts: int, item: int) -> int:
    """Of the keys and values that every block makes of the text."""
    return 2 * network.blocks * WORDS * network.width * item * prompts


def making_bytes(network: Network, item: int, merges: bool) -> int:
    """Of making a block plain beside one that works, one matrix after another: its largest, as it is stored and as it
    comes out; where adapters are added, in single precision the matrix, what is added, and the sum."""
    largest = network.width * network.ffn
    stored = largest * network.block.stored // network.block.numbers
    return stored + largest * (3 * 4 if merges else item) + 16 * min(PIECE, largest)


def words_bytes(encoder: Network, item: int) -> int:
    """What an encoder works in: its inner numbers, twice, and the scores of its attention, heads being 64 wide."""
    return WORDS * (6 * encoder.width + 2 * encoder.ffn) * item + 3 * (encoder.width // 64) * WORDS**2 * 4


def decode_bytes(vae: VAE, height: int, width: int, tile: int | None) -> int:
    parts = DECODE[vae.scale] * vae.widths[1] * _pixels(vae, height, width, tile)
    least = DECODE_LEAST[vae.scale] * (vae.widths[1] / VAE_WIDTHS[vae.scale][1]) ** 2
    return int(least + max(parts, _middle(vae, height, width)))


def encode_bytes(vae: VAE, height: int, width: int, tile: int | None) -> int:
    parts = ENCODE[vae.scale] * vae.widths[0] * _pixels(vae, height, width, tile)
    least = ENCODE_LEAST[vae.scale] * (vae.widths[0] / VAE_WIDTHS[vae.scale][0]) ** 2
    return int(least + max(parts, _middle(vae, height, width)))


def _middle(vae: VAE, height: int, width: int) -> float:
    """Where pictures are smallest, each value looks at all others, also in tiles: its scores, twice."""
    return 2.0 * 4 * (height // vae.scale * (width // vae.scale)) ** 2


def _pixels(vae: VAE, height: int, width: int, tile: int | None) -> int:
    """That the VAE sees at once; the large one sees four as one."""
    high, wide = (length if tile is None else min(length, tile) for length in (height, width))
    return high * wide // (4 if vae.scale == 16 else 1)


@lru_cache(64)
def tiled(vae: VAE, height: int, width: int, tile: int | None) -> float:
    """How many times as many pixels its tiles have as the picture: they lie over each other."""
    if tile is None:
        return 1.0
    rows, columns = height // vae.scale, width // vae.scale
    found = tiles(rows, columns, tile // vae.scale)
    one = found[0]
    return len(found) * (one.rows.stop - one.rows.start) * (one.columns.stop - one.columns.start) / (rows * columns)


def frames_bytes(window: Window) -> int:
    """Of a window's pictures in the computer's memory: as they are made, and as they are given."""
    frames = frames_held(window.latents - 1).stop
    return 2 * frames * window.height * window.width * 3 * 4
