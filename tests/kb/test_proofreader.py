"""The neural reader: how a text is cut and told to it, and what it says of sound and of damaged sentences."""

from __future__ import annotations

import numpy as np
import pytest

from kb.review.wording.proofreader import (
    CUT,
    FEATURES,
    HEADS,
    MOST,
    RUN,
    SIZES,
    WORDS,
    alphabet_size,
    inputs,
    proofread,
    signs,
    stretches,
)
from kb.review.wording.written import Written
from tests.bench.review import data

SOUND = [
    "县应急管理局负责灾情的收集、核查和报告，组织救灾物资的调拨。",
    "各乡镇人民政府应当组织受威胁群众及时转移到安全地带。",
]


def read(*lines: str) -> tuple[Written, np.ndarray]:
    written = Written(lines)
    return written, proofread(written, data()[0].lexicon)


@pytest.mark.parametrize("text", ["", "短句。", "一句话，" * 80, "字" * 300, "第一句。" * 100])
def test_stretches_make_up_the_line(text: str) -> None:
    spans = list(stretches(text))
    assert "".join(text[start:end] for start, end in spans) == text
    assert all(end - start <= MOST for start, end in spans)


def test_stretches_end_with_sentences_where_they_can() -> None:
    text = "各成员单位按照职责分工做好有关工作。" * 12
    assert all(text[end - 1] == "。" for _, end in stretches(text))


def test_every_character_is_told_the_runs_that_it_stands_in() -> None:
    once = [np.zeros(5) for _ in SIZES]
    once[1][2] = np.e - 1
    seen = inputs(once, [np.zeros(5)] * len(SIZES), [np.zeros(5)] * len(WORDS))
    assert seen.shape == (5, FEATURES)
    assert np.nonzero(seen.any(axis=1))[0].tolist() == [2, 3]


def test_characters_have_numbers_of_their_own() -> None:
    numbers = signs(np.array([ord(char) for char in "应急a0。龘\U00020000"], dtype=np.uint64)).tolist()
    assert len(set(numbers[:5])) == 5
    assert numbers[5:] == [1, 1]
    assert max(numbers) < alphabet_size()


def test_nothing_to_read() -> None:
    assert read()[1].shape[1] == len(HEADS)
    assert not read("", "")[1].any()


def test_a_damaged_sentence_is_told_from_a_sound_one() -> None:
    written, said = read(*SOUND, "县卫生健康局对可本理吐食疑处样呕物和品进行检验。")
    garbled = written.starts[2]
    assert said[:garbled, RUN].max() < 0.3
    assert (said[garbled + 7 : garbled + 17, RUN] > 0.5).sum() >= 5


def test_a_sentence_breaks_off_at_marks_only() -> None:
    written, said = read(*SOUND, "县水利局组织巡查堤防，发现险情立即报告县防汛。")
    assert {written.text[at] for at in np.nonzero(said[:, CUT])[0]} <= set("。;\n")


def test_only_the_lines_asked_for_are_read() -> None:
    written = Written([SOUND[0], "县卫生健康局对可本理吐食疑处样呕物和品进行检验。"])
    assert not proofread(written, data()[0].lexicon, only=[0])[written.starts[1] :].any()


def test_the_same_text_is_read_alike() -> None:
    one, other = read(*SOUND, "救援队伍灾障物保运救资。")[1], read(*SOUND, "救援队伍灾障物保运救资。")[1]
    assert np.array_equal(one, other)
