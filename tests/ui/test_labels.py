from __future__ import annotations

import re
from pathlib import Path

from kb.errors import InputError, YuanfangError
from kb.model import Message, Notice, Severity
from ui import labels
from ui.texts import ERRORS, MESSAGES

ROOT = Path(__file__).resolve().parents[2]
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_RAISED = re.compile(
    r"""(?:ReadError|InputError|LibraryError|IndexingError|ModelError|YuanfangError)\(\s*["'](\w+)["']"""
)
_SAID = re.compile(r"""(?:Notice\(\s*(?:severity=)?Severity\.\w+,\s*|Message\(\s*)["'](\w+)["']""")


def codes(pattern: re.Pattern[str]) -> set[str]:
    files = [file for layer in ("kb", "indexer", "ui") for file in (ROOT / layer).rglob("*.py")]
    return {code for file in files for code in pattern.findall(file.read_text(encoding="utf-8"))}


def test_every_error_raised_has_a_chinese_sentence() -> None:
    assert codes(_RAISED) - ERRORS.keys() == set()


def test_every_notice_and_message_has_a_chinese_sentence() -> None:
    assert codes(_SAID) - MESSAGES.keys() - ERRORS.keys() == set()


def test_sentences_are_chinese() -> None:
    for code, text in [(code, text) for code, (text, _) in ERRORS.items()] + list(MESSAGES.items()):
        assert _CHINESE.search(text), code


def test_a_missing_parameter_leaves_a_gap_and_no_fault() -> None:
    assert labels.error_text(InputError("no_such_file"))[0] == "找不到文件“…”。"


def test_an_unknown_code_still_says_something() -> None:
    assert "surprise" in labels.error_text(YuanfangError("surprise"))[0]
    assert labels.message_text(Message("surprise")) == "surprise"
    assert labels.notice_text(Notice(Severity.INFO, "surprise")) == "surprise"


def test_parameters_with_braces_do_not_break_the_template() -> None:
    assert "{x}" in labels.error_text(InputError("no_such_file", path="{x}.docx"))[0]
