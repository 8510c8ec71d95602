"""Trains the proofreader (``kb/review/wording/proofreader.onnx``) on texts damaged on the fly (``tests.bench.damaged``).

    python -m tests.bench.train_proofreader WEIGHTS.npz [--minutes M] [--device cuda] [--workers N] [--texts FILE]
    python -m tools.pack_proofreader WEIGHTS.npz

The first command learns for so many minutes and writes weights, the second makes the ONNX file of them. Needs PyTorch and the texts:
the statutes and documents beside the checkout, or a file that ``tests.bench.proofreader_texts`` made of them.

Beside what it is to judge, the network learns to name the character that should stand where one is wrong or hidden; the part that
does so is not kept.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kb.review.wording.proofreader import FEATURES, HEADS, LACK, alphabet_size
from tests.bench.damaged import Names, Reading, Sample, Vandal, word_table
from tests.bench.proofreader_texts import Texts

WIDTH, SIGN_WIDTH, LAYERS, ATTENTION_HEADS, INNER, KERNEL = 192, 96, 4, 4, 640, 7
FAR = (1, 3)
"""The layers that attend to the whole stretch; the others see the neighbours only."""
BATCH, RATE, WARM_UP, SEED = 512, 1.6e-3, 0.02, 5
"""Stretches a step, learning rate, the share of the time until it is reached."""
SHARES = {"statutes": 0.52, "sentences": 0.22, "documents": 0.14, "samples": 0.12}
"""What share of the stretches comes from which texts."""
POOL, EACH = 16, 160
"""Texts that are read at a time, and stretches taken of each until others are read."""
WEIGHTS, NAMING = (1.0, 0.5, 1.0, 3.0), 0.02
"""What the judgements of each head weigh, and the naming of a character."""
HIDDEN, AVERAGED = 0.05, 0.999
"""The share of characters that are hidden, and what the mean of the weights keeps at a step."""


def network() -> Any:
    """The encoder in PyTorch, with the part that names characters."""
    import torch
    from torch import nn
    from torch.nn import functional

    class Near(nn.Module):
        """A convolution of each channel by itself, as a sum of shifted products: PyTorch's own is slow on graphics cards."""

        def __init__(self) -> None:
            super().__init__()
            self.weight = nn.Parameter(torch.empty(WIDTH, 1, KERNEL).uniform_(-1, 1) * KERNEL**-0.5)
            self.bias = nn.Parameter(torch.zeros(WIDTH))

        def forward(self, x: Any) -> Any:
            padded = functional.pad(x, (0, 0, KERNEL // 2, KERNEL // 2))
            weight, length = self.weight.to(x.dtype), x.shape[1]
            total = self.bias.to(x.dtype)
            for at in range(KERNEL):
                total = total + padded[:, at : at + length] * weight[:, 0, at]
            return total

    class Layer(nn.Module):
        def __init__(self, far: bool) -> None:
            super().__init__()
            self.far = far
            self.near = Near()
            self.norm1, self.norm2 = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
            if far:
                self.qkv, self.out = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
            self.wide, self.narrow = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)

        def forward(self, x: Any, mask: Any, bias: Any) -> Any:
            near = self.norm1(x) * mask
            x = x + self.near(near)
            if self.far:
                size, length = x.shape[:2]
                q, k, v = self.qkv(near).reshape(size, length, 3, ATTENTION_HEADS, -1).permute(2, 0, 3, 1, 4)
                seen = functional.scaled_dot_product_attention(q, k, v, attn_mask=bias.to(q.dtype))
                x = x + self.out(seen.transpose(1, 2).reshape(size, length, WIDTH))
            return x + self.narrow(functional.gelu(self.wide(self.norm2(x))))

    class Reader(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.signs = nn.Embedding(alphabet_size(), SIGN_WIDTH)
            nn.init.normal_(self.signs.weight, std=0.1)
            self.first = nn.Linear(SIGN_WIDTH + FEATURES, WIDTH)
            self.layers = nn.ModuleList(Layer(layer in FAR) for layer in range(LAYERS))
            self.norm, self.heads = nn.LayerNorm(WIDTH), nn.Linear(WIDTH, len(HEADS))
            self.namer = nn.Linear(WIDTH, SIGN_WIDTH)
            self.named = nn.Parameter(torch.zeros(alphabet_size()))

        def forward(self, signs: Any, inputs: Any, asked: Any) -> tuple[Any, Any]:
            there = signs > 0
            bias = torch.zeros(there.shape, device=signs.device).masked_fill(~there, -1e4)[:, None, None, :]
            x = functional.gelu(self.first(torch.cat([self.signs(signs), inputs.float()], dim=-1)))
            mask = there[..., None].to(x.dtype)
            for layer in self.layers:
                x = layer(x, mask, bias)
            x = self.norm(x)
            names = self.namer(x[asked]) @ self.signs.weight.t().to(x.dtype) * 3.0 + self.named
            return self.heads(x).float(), names.float()

    return Reader()


Batch = tuple[NDArray[np.int16], NDArray[np.float16], NDArray[np.bool_], NDArray[np.bool_], NDArray[np.int16]]


def stacked(batch: list[Sample]) -> Batch:
    """Signs, inputs, what is damaged, what is judged and what was meant, padded to one length."""
    longest = -(-max(len(sample.signs) for sample in batch) // 8) * 8
    signs = np.zeros((len(batch), longest), np.int16)
    inputs = np.zeros((len(batch), longest, FEATURES), np.float16)
    damaged = np.zeros((len(batch), longest, len(HEADS)), bool)
    judged, meant = np.zeros_like(damaged), np.zeros_like(signs)
    for row, sample in enumerate(batch):
        size = len(sample.signs)
        signs[row, :size], inputs[row, :size], meant[row, :size] = sample.signs, sample.inputs, sample.meant
        damaged[row, :size], judged[row, :size] = sample.damaged, sample.judged
    return signs, inputs, damaged, judged, meant


class Batches:
    """Batches of stretches of like length, from texts drawn by their shares, made by several processes side by side."""

    def __init__(self, texts: Texts, workers: int) -> None:
        self.texts, self.general = texts, texts.general()
        self.names, self.vandal, self.words = Names(), Vandal(texts.lexicon), word_table(texts.lexicon)
        context = multiprocessing.get_context("fork")
        self.queue: Any = context.Queue(4 * workers)
        for number in range(workers):
            context.Process(target=self._work, args=(random.Random(SEED + number),), daemon=True).start()

    def _work(self, draw: random.Random) -> None:
        while True:
            for batch in self._some(draw):
                self.queue.put(batch)

    def _some(self, draw: random.Random) -> Iterator[Batch]:
        found: list[Sample] = []
        for kind in draw.choices(list(SHARES), list(SHARES.values()), k=POOL):
            texts = self.texts.kinds[kind]
            text = draw.choices(texts, [min(sum(map(len, text.lines)), 20000) for text in texts])[0]
            found += Reading(text, self.general, self.words, self.names, self.vandal, draw).samples(EACH)
        found.sort(key=lambda sample: len(sample.signs) + draw.random() * 8)
        batches = [found[at : at + BATCH] for at in range(0, len(found), BATCH)]
        draw.shuffle(batches)
        yield from map(stacked, batches)

    def __iter__(self) -> Iterator[Batch]:
        while True:
            yield self.queue.get()


class Training:
    """The network, its optimiser, and the mean of its weights over the last steps."""

    def __init__(self, device: str) -> None:
        import torch

        torch.manual_seed(SEED)
        self.device, self.model = device, network().to(device)
        rest = [(name, each) for name, each in self.model.named_parameters()]
        groups = [
            {"params": [each for _, each in rest if each.dim() > 1], "weight_decay": 0.02},
            {"params": [each for _, each in rest if each.dim() < 2], "weight_decay": 0.0},
        ]
        self.optimiser = torch.optim.AdamW(groups, RATE, betas=(0.9, 0.98), fused=device == "cuda")
        self.mean = {name: value.detach().clone().float() for name, value in self.model.state_dict().items()}
        self.weights = torch.tensor(WEIGHTS, device=device)

    def step(self, batch: Batch, done: float, number: int) -> Any:
        """Learn from a batch when this share of the time is over; the loss of each head and, last, of naming."""
        import torch
        from torch.nn import functional

        rate = RATE * min(done / WARM_UP, 0.5 + 0.5 * float(np.cos(np.pi * min(1.0, done)))) + RATE * 0.005
        for group in self.optimiser.param_groups:
            group["lr"] = rate
        signs, inputs, damaged, judged, meant = (
            torch.from_numpy(each).to(self.device, non_blocking=True) for each in batch
        )
        signs, meant, damaged, judged = signs.long(), meant.long(), damaged.float(), judged.float()
        hidden = (torch.rand(signs.shape, device=self.device) < HIDDEN) & (signs > 1)
        asked = (meant > 1) & (hidden | (damaged[..., :2].sum(-1) > 0))
        with torch.autocast(self.device, dtype=torch.bfloat16):
            said, names = self.model(torch.where(hidden, 1, signs), inputs, asked)
        judged = judged * (1 - hidden[..., None].float())
        loss = functional.binary_cross_entropy_with_logits(said, damaged, reduction="none") * judged
        per_head = loss.sum((0, 1)) / judged[..., LACK].sum()
        naming = functional.cross_entropy(names, meant[asked])
        ((per_head * self.weights).sum() + NAMING * naming).backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimiser.step()
        self.optimiser.zero_grad()
        keep = min(AVERAGED, (1 + number) / (10 + number))
        with torch.no_grad():
            values = [value.detach().float() for value in self.model.state_dict().values()]
            torch._foreach_lerp_(list(self.mean.values()), values, 1 - keep)
        return torch.cat([per_head.detach(), naming.detach()[None]])

    def save(self, out: Path, made: str) -> None:
        """Write the mean of the weights, without what names characters."""
        kept = {name: value.cpu().numpy() for name, value in self.mean.items() if not name.startswith("name")}
        np.savez(out, made=np.array(made), **{name: value.astype(np.float16) for name, value in kept.items()})


def train(out: Path, texts: Texts, minutes: float, device: str, workers: int) -> None:
    """Learn for so many minutes, printing the loss of each head, and write the weights, now and then too."""
    import torch

    began = time.perf_counter()
    batches, number, losses, told = iter(Batches(texts, workers)), 0, [], 0.0
    training = Training(device)
    print(
        f"{sum(p.numel() for p in training.model.parameters()):,} weights, {time.perf_counter() - began:.0f} s",
        flush=True,
    )
    seconds, digest = 60 * minutes, texts.digest()
    start = time.perf_counter()
    while (spent := time.perf_counter() - start) < seconds:
        losses.append(training.step(next(batches), spent / seconds, number))
        number += 1
        if spent - told > seconds / 40:
            told = spent
            means = torch.stack(losses).mean(0).tolist()
            names = " ".join(f"{name} {value:.5f}" for name, value in zip((*HEADS, "naming"), means, strict=True))
            print(f"{number} {names}  {spent:.0f} s", flush=True)
            losses = []
            training.save(out, _made(number, minutes, device, digest))
    training.save(out, _made(number, minutes, device, digest))
    print(f"{number} steps, {number * BATCH:,} stretches at most", flush=True)


def _made(steps: int, minutes: float, device: str, digest: str) -> str:
    """How the weights were made: the command, the steps that it took, and what the texts hash to."""
    command = f"python -m tests.bench.train_proofreader --minutes {minutes:g} --device {device}"
    return f"{command}; {steps} steps of {BATCH}; texts sha256 {digest}"


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", type=Path)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--workers", type=int, default=max(1, (os.cpu_count() or 2) - 1))
    parser.add_argument("--texts", type=Path, help="a file made by tests.bench.proofreader_texts")
    arguments = parser.parse_args()
    texts = Texts.load(arguments.texts) if arguments.texts else Texts.read(random.Random(SEED))
    train(arguments.weights, texts, arguments.minutes, arguments.device, arguments.workers)


if __name__ == "__main__":
    main()
