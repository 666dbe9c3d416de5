"""The tokens of every frame, shared among processes by diffusers' context parallelism (Ulysses).

Each process has all weights and its part of every frame's tokens. For self-attention they exchange: each then has all
tokens of its part of the heads. diffusers' own plan for Wan cuts a clip's tokens in one row, which would be silently
wrong where they travel frame by frame.
"""

from typing import Any

import torch
import torch.distributed as dist
import torch.nn.functional as F
from torch import Tensor
from torch.distributed.device_mesh import init_device_mesh

from engine.generation.loaded.lean_diffusers import lean_import
from engine.generation.loaded.network.transformer import VTATransformer

with lean_import():
    from diffusers.models._modeling_parallel import ContextParallelConfig, ParallelConfig

MESH = ("ring", "ulysses")  # diffusers' names; nothing goes round a ring here


class TokenShare:
    """This process's, in a group that torch.distributed has set up; of one transformer at a time."""

    def __init__(self, rank: int, count: int, device: torch.device) -> None:
        self._rank, self._count = rank, count
        mesh = init_device_mesh(device.type, (1, count), mesh_dim_names=MESH)
        # What takes any number of tokens and heads asks everyone how many they have, which takes time.
        self._even, self._uneven = (
            ContextParallelConfig(ulysses_degree=count, ulysses_anything=anything) for anything in (False, True)
        )
        for config in (self._even, self._uneven):
            config.setup(rank, count, device, mesh)
        self._processors: list[Any] = []
        self._heads = 0
        self._lengths: list[int] = []  # everyone's tokens of a frame

    def of(self, transformer: VTATransformer) -> VTATransformer:
        """`transformer`, which computes its part from now on: everyone's have to be called with the same."""
        transformer.share = self
        self._processors = list(transformer.attn_processors.values())
        self._heads = int(transformer.config["num_attention_heads"])
        return transformer

    def cut(self, tokens: Tensor, dim: int) -> Tensor:
        parts = tokens.tensor_split(self._count, dim)
        self._lengths = [part.shape[dim] for part in parts]
        is_even = len(set(self._lengths)) == 1 and self._heads % self._count == 0
        config = ParallelConfig(context_parallel_config=self._even if is_even else self._uneven)
        for processor in self._processors:
            processor._parallel_config = config
        return parts[self._rank].contiguous()

    def whole(self, patches: Tensor) -> Tensor:
        """Everyone sends as many, since gloo takes nothing else."""
        even = F.pad(patches, (0, 0, 0, max(self._lengths) - patches.shape[1])).contiguous()
        parts = [torch.empty_like(even) for _ in self._lengths]
        dist.all_gather(parts, even)
        return torch.cat([part[:, :length] for part, length in zip(parts, self._lengths, strict=True)], dim=1)
