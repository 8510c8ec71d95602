"""Fine-tunes the encoder of the default model on questions and the passages that answer them.

    python -m tests.bench.tuning_data --out tuning.npz
    python tools/tune_model.py tuning.npz --out FOLDER
    python tools/build_model.py --tuned FOLDER

Softmax over the right passage, hard negatives and the other passages of the batch; hard negatives are the nearest wrong ones, looked
for anew every third epoch; the embedding table stays as it is, since it is kept in 4 bits. Needs PyTorch and transformers only, so
that it runs on a machine with a GPU: the shipped weights took 110 s on one H100; on two cores it would take a night.
"""

from __future__ import annotations

import argparse
import math
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F

LEARNING_RATE, EPOCHS, SEED = 8e-5, 6, 0
BATCH, NEGATIVES, NEAREST = 64, 4, 60
"""Questions a step, wrong passages each, drawn from so many nearest ones."""
TEMPERATURE = 0.02
MOST_TOKENS = 192
MINE_EVERY = 3
TRAIN_SHARE = {"statutes_train": 3, "statutes_own": 1, "emergency_own": 1}
"""How often an epoch asks each question; the first kind is few and real."""
POOLS = ("statutes", "emergency", "samples")
MEASURED = ("statutes_dev", "emergency_shown", "samples_guard")
FILES = 4
"""The weights are written in so many files of about 11 MB."""
DEVICE = "cuda" if torch.cuda.is_available() else "cpu"
_NAMES = {
    "attention.self.query": "q",
    "attention.self.key": "k",
    "attention.self.value": "v",
    "attention.output.dense": "ao",
    "attention.output.LayerNorm": "aln",
    "intermediate.dense": "fi",
    "output.dense": "fo",
    "output.LayerNorm": "oln",
}


class Texts:
    """Token sequences; for questions also ``right``, the rows of the passages that answer each."""

    def __init__(self, data: Any, name: str) -> None:
        self.lengths = data[f"{name}_len"].astype(np.int64)
        self._ends = np.cumsum(self.lengths)
        self._tokens = data[name].astype(np.int64)
        self.right: list[list[int]] = [[] for _ in self.lengths]
        for question, row in data.get(f"{name}_right", ()):
            self.right[question].append(int(row))

    def __len__(self) -> int:
        return len(self.lengths)

    def __getitem__(self, row: int) -> np.ndarray:
        return self._tokens[self._ends[row] - self.lengths[row] : self._ends[row]]


@dataclass(slots=True)
class Lesson:
    """Questions to learn from, the pool they are asked of, and for each the rows of near but wrong passages."""

    questions: Texts
    pool: str
    share: int
    wrong: list[list[int]]


# --------------------------------------------------------------------------- the model


def encoder_keys(layers: int) -> dict[str, str]:
    """PyTorch's names of the encoder's weights → the names in ``tools.build_model.Encoder``."""
    return {
        f"encoder.layer.{layer}.{theirs}.{kind}": f"l{layer}.{ours}.{kind[0]}"
        for layer in range(layers)
        for theirs, ours in _NAMES.items()
        for kind in ("weight", "bias")
    }


def published_model(data: Any) -> Any:
    """The published model as a BERT of ``transformers``, its embeddings fixed."""
    from transformers import BertConfig, BertModel

    hidden, layers, heads, intermediate, positions = map(int, data["sizes"])
    model = BertModel(
        BertConfig(
            vocab_size=len(data["w.emb.word"]),
            hidden_size=hidden,
            num_hidden_layers=layers,
            num_attention_heads=heads,
            intermediate_size=intermediate,
            max_position_embeddings=positions,
            type_vocab_size=1,
            layer_norm_eps=float(data["epsilon"]),
        ),
        add_pooling_layer=False,
    )

    def weight(name: str, *shape: int) -> torch.Tensor:
        values = torch.tensor(data[f"w.{name}"].astype(np.float32))
        return values.reshape(*shape) if shape else values

    state = {
        "embeddings.word_embeddings.weight": weight("emb.word"),
        "embeddings.position_embeddings.weight": weight("emb.pos", positions, hidden),
        "embeddings.token_type_embeddings.weight": weight("emb.type")[:hidden].reshape(1, hidden),
        "embeddings.LayerNorm.weight": weight("emb.ln.w"),
        "embeddings.LayerNorm.bias": weight("emb.ln.b"),
    }
    model.load_state_dict(state | {theirs: weight(ours) for theirs, ours in encoder_keys(layers).items()}, strict=False)
    model.embeddings.requires_grad_(False)
    return model.to(DEVICE)


def embed(model: Any, texts: list[np.ndarray]) -> torch.Tensor:
    """Mean over tokens, length 1; shape (texts, hidden)."""
    width = -(-min(MOST_TOKENS, max(map(len, texts))) // 8) * 8
    ids = torch.ones(len(texts), width, dtype=torch.long)
    mask = torch.zeros(len(texts), width, dtype=torch.long)
    for number, text in enumerate(texts):
        kept = text[:width]
        ids[number, : len(kept)] = torch.from_numpy(kept)
        mask[number, : len(kept)] = 1
    ids, mask = ids.to(DEVICE), mask.to(DEVICE)
    with torch.autocast(DEVICE, dtype=torch.bfloat16):
        states = model(input_ids=ids, attention_mask=mask).last_hidden_state.float()
    column = mask[..., None].float()
    return F.normalize((states * column).sum(1) / column.sum(1), dim=1)


def embed_by_length(model: Any, texts: list[np.ndarray], groups: int = 3) -> torch.Tensor:
    """As ``embed``, short and long texts apart, so that less is padding."""
    order = np.argsort([len(text) for text in texts], kind="stable")
    size = math.ceil(len(order) / groups)
    parts = [embed(model, [texts[n] for n in order[at : at + size]]) for at in range(0, len(order), size)]
    return torch.cat(parts)[torch.from_numpy(np.argsort(order, kind="stable")).to(DEVICE)]


@torch.no_grad()
def embed_all(model: Any, texts: Texts, size: int = 512) -> torch.Tensor:
    """Vectors of all texts, shape (len(texts), hidden)."""
    model.eval()
    order = np.argsort(texts.lengths, kind="stable")
    vectors = torch.empty(len(texts), model.config.hidden_size, device=DEVICE)
    for start in range(0, len(order), size):
        rows = order[start : start + size]
        vectors[torch.from_numpy(rows).to(DEVICE)] = embed(model, [texts[row] for row in rows])
    return vectors


# --------------------------------------------------------------------------- learning


def mine(lesson: Lesson, passages: torch.Tensor, questions: torch.Tensor) -> list[list[int]]:
    """The nearest wrong passages of each question.

    Emergency plans say the same thing many times over: there, what is nearer than the right passage may be right too and is left out.
    """
    scores = questions @ passages.T
    nearest = scores.topk(min(NEAREST + 20, len(passages)), dim=1)
    wrong = []
    for number, right in enumerate(lesson.questions.right):
        limit = float(scores[number, right].max()) if lesson.pool == "emergency" else math.inf
        found = zip(nearest.indices[number].tolist(), nearest.values[number].tolist(), strict=True)
        rows = [row for row, score in found if row not in right and score < limit][:NEAREST]
        wrong.append(rows or [row for row in nearest.indices[number].tolist()[NEAREST // 6 :] if row not in right])
    return wrong


def loss_of(model: Any, lesson: Lesson, pool: Texts, asked: np.ndarray, rng: np.random.Generator) -> torch.Tensor:
    """Cross entropy of the right passages among all passages of the batch."""
    right = [int(rng.choice(lesson.questions.right[number])) for number in asked]
    drawn = (rng.choice(lesson.wrong[n], min(NEGATIVES, len(lesson.wrong[n])), replace=False) for n in asked)
    rows = [*right, *(int(row) for some in drawn for row in some)]
    questions = embed(model, [lesson.questions[number] for number in asked])
    scores = questions @ embed_by_length(model, [pool[row] for row in rows]).T / TEMPERATURE
    also = torch.zeros(scores.shape, dtype=torch.bool)
    for at, number in enumerate(asked):
        known = set(lesson.questions.right[number])
        also[at, [column for column, row in enumerate(rows) if column != at and row in known]] = True
    return F.cross_entropy(scores.masked_fill(also.to(DEVICE), -1e4), torch.arange(len(asked), device=DEVICE))


def tune(model: Any, lessons: list[Lesson], pools: dict[str, Texts]) -> None:
    """Train ``model`` in place."""
    torch.manual_seed(SEED)
    rng = np.random.default_rng(SEED)
    steps = EPOCHS * sum(math.ceil(len(lesson.questions) * lesson.share / BATCH) for lesson in lessons)
    weights = [weight for weight in model.parameters() if weight.requires_grad]
    optimiser = torch.optim.AdamW(weights, lr=LEARNING_RATE, weight_decay=0.01)
    pace = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1, (step + 1) / (0.1 * steps + 1)) * max(0.02, 1 - step / steps)
    )
    for epoch in range(EPOCHS):
        if epoch % MINE_EVERY == 0:
            passages = {pool: embed_all(model, pools[pool]) for pool in {lesson.pool for lesson in lessons}}
            for lesson in lessons:
                lesson.wrong = mine(lesson, passages[lesson.pool], embed_all(model, lesson.questions))
        plan = []
        for lesson in lessons:
            order = np.concatenate([rng.permutation(len(lesson.questions)) for _ in range(lesson.share)])
            plan += [(lesson, order[at : at + BATCH]) for at in range(0, len(order), BATCH)]
        model.train()
        for turn in rng.permutation(len(plan)):
            lesson, asked = plan[turn]
            loss = loss_of(model, lesson, pools[lesson.pool], asked, rng)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(weights, 1.0)
            optimiser.step()
            pace.step()
        print(f"epoch {epoch + 1}: loss {loss.item():.3f}", flush=True)


def figures(passages: torch.Tensor, questions: torch.Tensor, right: list[list[int]]) -> str:
    """nDCG@10, Recall@100 and hit@1 of meaning alone."""
    discount, rows = 1 / np.log2(np.arange(2, 12)), []
    for found, wanted in zip((questions @ passages.T).topk(100, dim=1).indices.cpu().numpy(), right, strict=True):
        hits = np.isin(found, wanted)
        gain = (hits[:10] * discount).sum() / discount[: min(10, max(1, len(wanted)))].sum()
        rows.append((gain, hits.sum() / max(1, len(wanted)), hits[0]))
    return " / ".join(f"{value:.3f}" for value in np.mean(rows, axis=0))


def report(model: Any, data: Any, pools: dict[str, Texts], name: str) -> None:
    """Print the figures of the questions that nothing is learned from."""
    for measured in MEASURED:
        questions, pool = Texts(data, measured), measured.split("_")[0]
        found = figures(embed_all(model, pools[pool]), embed_all(model, questions), questions.right)
        print(f"{name:10} {measured:16} {found}", flush=True)


def save(model: Any, folder: Path) -> None:
    """The encoder in float16 as ``tuned0.npz`` …, by the names of ``tools.build_model.Encoder``."""
    folder.mkdir(parents=True, exist_ok=True)
    state, keys = model.state_dict(), encoder_keys(model.config.num_hidden_layers)
    arrays = sorted(
        ((ours, state[theirs].cpu().numpy().astype(np.float16)) for theirs, ours in keys.items()),
        key=lambda item: -item[1].nbytes,
    )
    for number in range(FILES):
        np.savez(folder / f"tuned{number}.npz", **dict(arrays[number::FILES]))


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="fine-tune the default embedding model")
    parser.add_argument("data", type=Path, help="what tests.bench.tuning_data wrote")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    with np.load(arguments.data) as file:
        data = dict(file)
    pools = {name: Texts(data, name) for name in POOLS}
    lessons = [Lesson(Texts(data, name), name.split("_")[0], share, []) for name, share in TRAIN_SHARE.items()]
    model = published_model(data)
    report(model, data, pools, "published")
    started = time.perf_counter()
    tune(model, lessons, pools)
    print(f"tuned in {time.perf_counter() - started:.0f} s on {DEVICE}")
    save(model, arguments.out)
    report(model, data, pools, "tuned")


if __name__ == "__main__":
    main()
