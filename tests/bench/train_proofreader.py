"""Trains the proofreader (``kb/review/wording/proofreader.onnx``) on texts damaged on the fly (``tests.bench.damaged``).

    python -m tests.bench.train_proofreader WEIGHTS.npz [--steps N] [--threads N]
    python -m tools.pack_proofreader WEIGHTS.npz

The first command learns and writes weights in float32, the second makes the ONNX file of them. Needs PyTorch, the statutes and the
documents beside the checkout.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kb.review.wording.proofreader import FEATURES, HEADS, LACK, alphabet_size
from tests.bench.damaged import (
    Names,
    Reading,
    Sample,
    Text,
    Vandal,
    documents,
    general_counts,
    samples,
    sentences,
    statutes,
)
from tests.bench.review import DATA, data

WIDTH, SIGN_WIDTH, LAYERS, ATTENTION_HEADS, INNER, KERNEL = 192, 96, 4, 4, 448, 7
FAR = (1, 3)
"""The layers that attend to the whole stretch; the others see the neighbours only."""
BATCH, RATE, WARM_UP, SEED = 96, 1.2e-3, 150, 5
"""Stretches a step, learning rate and steps until it is reached."""
SHARES = {"statutes": 0.40, "sentences": 0.27, "documents": 0.20, "samples": 0.13}
"""What share of the stretches comes from which texts."""
POOL, EACH = 48, 40
"""Texts that are read at a time, and stretches taken of each until others are read."""
_UNKNOWN = 0.02


def network() -> Any:
    """The encoder in PyTorch."""
    import torch
    from torch import nn
    from torch.nn import functional

    class Layer(nn.Module):
        def __init__(self, far: bool) -> None:
            super().__init__()
            self.far = far
            self.near = nn.Conv1d(WIDTH, WIDTH, KERNEL, padding=KERNEL // 2, groups=WIDTH)
            self.norm1, self.norm2 = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
            if far:
                self.qkv, self.out = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
            self.wide, self.narrow = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)

        def forward(self, x: Any, mask: Any, bias: Any) -> Any:
            near = self.norm1(x) * mask
            x = x + self.near(near.transpose(1, 2)).transpose(1, 2)
            if self.far:
                size, length = x.shape[:2]
                q, k, v = self.qkv(near).reshape(size, length, 3, ATTENTION_HEADS, -1).permute(2, 0, 3, 1, 4)
                seen = torch.softmax(q @ k.transpose(2, 3) * (WIDTH / ATTENTION_HEADS) ** -0.5 + bias, -1) @ v
                x = x + self.out(seen.transpose(1, 2).reshape(size, length, WIDTH))
            return x + self.narrow(functional.gelu(self.wide(self.norm2(x))))

    class Reader(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.signs = nn.Embedding(alphabet_size(), SIGN_WIDTH)
            self.first = nn.Linear(SIGN_WIDTH + FEATURES, WIDTH)
            self.layers = nn.ModuleList(Layer(layer in FAR) for layer in range(LAYERS))
            self.norm, self.heads = nn.LayerNorm(WIDTH), nn.Linear(WIDTH, len(HEADS))

        def forward(self, signs: Any, inputs: Any) -> Any:
            there = signs > 0
            mask = there[..., None].float()
            bias = torch.zeros(there.shape).masked_fill(~there, -1e4)[:, None, None, :]
            x = functional.gelu(self.first(torch.cat([self.signs(signs), inputs], dim=-1)))
            for layer in self.layers:
                x = layer(x, mask, bias.to(x.dtype))
            return self.heads(self.norm(x).float())

    return Reader()


class Batches:
    """Samples of texts drawn by their shares, in batches of like length."""

    def __init__(self) -> None:
        self.draw = random.Random(SEED)
        made: dict[str, list[Text]] = {
            "statutes": list(statutes()),
            "sentences": list(sentences(self.draw)),
            "documents": list(documents()),
            "samples": list(samples()),
        }
        self.texts = made
        self.general = general_counts([text for texts in made.values() for text in texts])
        self.names, self.vandal = Names(), Vandal(data()[0].lexicon)

    def __iter__(self) -> Iterator[list[Sample]]:
        while True:
            found: list[Sample] = []
            for kind in self.draw.choices(list(SHARES), list(SHARES.values()), k=POOL):
                text = self.draw.choices(
                    self.texts[kind], [min(sum(map(len, t.lines)), 20000) for t in self.texts[kind]]
                )[0]
                reading = Reading(text, self.general, self.names, self.vandal, self.draw)
                found += reading.samples(EACH)
            found.sort(key=lambda sample: len(sample.signs) + self.draw.random() * 8)
            batches = [found[at : at + BATCH] for at in range(0, len(found), BATCH)]
            self.draw.shuffle(batches)
            yield from batches


def stacked(
    batch: list[Sample],
) -> tuple[NDArray[np.int64], NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
    """Signs, inputs, what is damaged and what is judged, padded to one length."""
    longest = max(len(sample.signs) for sample in batch)
    signs = np.zeros((len(batch), longest), np.int64)
    inputs = np.zeros((len(batch), longest, FEATURES), np.float32)
    damaged = np.zeros((len(batch), longest, len(HEADS)), np.float32)
    judged = np.zeros_like(damaged)
    for row, sample in enumerate(batch):
        size = len(sample.signs)
        signs[row, :size], inputs[row, :size] = sample.signs, sample.inputs
        damaged[row, :size], judged[row, :size] = sample.damaged, sample.judged
    return signs, inputs, damaged, judged


def made(steps: int) -> str:
    """How the weights were made: the command and what the statutes' file hashes to."""
    digest = hashlib.sha256((DATA / "stard" / "corpus.jsonl").read_bytes()).hexdigest()
    return f"python -m tests.bench.train_proofreader --steps {steps}; statutes sha256 {digest}"


def train(out: Path, steps: int, threads: int) -> None:
    """Learn, printing the loss of each head, and write the weights."""
    import torch
    from torch.nn import functional

    torch.manual_seed(SEED)
    torch.set_num_threads(threads)
    model, batches = network(), Batches()
    print(f"{sum(p.numel() for p in model.parameters()):,} weights", flush=True)
    optimiser = torch.optim.AdamW(model.parameters(), RATE, weight_decay=0.02, betas=(0.9, 0.98))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min((step + 1) / WARM_UP, max(0.02, 1 - (step - WARM_UP) / max(1, steps - WARM_UP)))
    )
    began, spent, losses, weights = time.perf_counter(), 0.0, [], torch.tensor([1.0, 0.5, 1.0, 3.0])
    for step, batch in zip(range(steps), batches, strict=False):
        signs, inputs, damaged, judged = map(torch.from_numpy, stacked(batch))
        signs = torch.where(torch.rand(signs.shape) < _UNKNOWN, signs.clamp(max=1), signs)
        at = time.perf_counter()
        with torch.autocast("cpu", dtype=torch.bfloat16):
            said = model(signs, inputs)
        loss = functional.binary_cross_entropy_with_logits(said, damaged, reduction="none") * judged
        per_head = loss.sum((0, 1)) / judged[..., LACK].sum()
        (per_head * weights).sum().backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        optimiser.zero_grad()
        spent += time.perf_counter() - at
        losses.append(per_head.detach().numpy())
        if step % 50 == 49:
            means = " ".join(
                f"{name} {value:.4f}" for name, value in zip(HEADS, np.mean(losses[-50:], axis=0), strict=True)
            )
            print(f"{step + 1} {means}  {time.perf_counter() - began:.0f} s ({spent:.0f} s in the network)", flush=True)
        if step % 200 == 199 or step + 1 == steps:
            weights_now = {name: value.detach().float().numpy() for name, value in model.state_dict().items()}
            np.savez(out, made=np.array(made(steps)), **weights_now)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", type=Path)
    parser.add_argument("--steps", type=int, default=2400)
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    train(arguments.weights, arguments.steps, arguments.threads)


if __name__ == "__main__":
    main()
