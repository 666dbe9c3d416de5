"""What published models need, by their shapes alone: nothing of them is here."""

from engine.generation.memory.needs import VAE, Needs, Network, Weights, Window

SIZES = {"1.3B": (30, 1536, 8960), "5B": (30, 3072, 14336), "14B": (40, 5120, 13824)}  # blocks, width, feed-forward
BYTES = {"bf16": 2.0, "fp8": 1.0, "Q8_0": 34 / 32, "Q4_0": 18 / 32}
SMALL_VAE, LARGE_VAE = VAE(126_892_531, 8, (96, 96)), VAE(704_688_668, 16, (160, 256))
PUSA = int(4.9e9)  # bytes, rank 512
AT_480P, AT_720P = (480, 832), (704, 1280)


def network(blocks: int, width: int, ffn: int, form: str) -> Network:
    numbers = 8 * width**2 + 2 * width * ffn
    rest = 4096 * width + 8 * width**2 + 400 * width
    block = Weights(numbers, int(numbers * BYTES[form]))
    return Network(blocks, block, Weights(rest, 2 * rest), width, ffn, form, form == "bf16")


def umt5() -> Network:
    layer, table = 4 * 4096**2 + 3 * 4096 * 10240, 256384 * 4096
    return Network(24, Weights(layer, 2 * layer), Weights(table, 2 * table), 4096, 10240, "bf16", True)


def needs(
    model: str, form: str, size: tuple[int, int] = AT_480P, *, experts: int = 1, passes: int = 1, adapters: int = 0
) -> Needs:
    """81 frames in 30 steps, or 121 of the model that was made for as many. size: (height, width)."""
    is_large = model == "5B"
    window = Window(31 if is_large else 21, *size, steps=30, passes=passes, prompts=passes)
    vae = LARGE_VAE if is_large else SMALL_VAE
    return Needs(network(*SIZES[model], form), experts, adapters, umt5(), vae, window)
