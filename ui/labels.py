"""Everything a user reads: codes of ``kb`` and ``indexer`` in, Chinese out. The only place with Chinese sentences."""

from __future__ import annotations

from collections.abc import Mapping

from kb.errors import YuanfangError
from kb.model import Message, Notice
from ui.texts import ERRORS, MESSAGES, PROBLEMS, REASONS, STAGES, WORDS


class _Gaps(dict[str, str]):
    """A template never fails for want of a parameter: the gap is shown."""

    def __missing__(self, key: str) -> str:
        return "…"


def fill(template: str, params: Mapping[str, object]) -> str:
    """Put parameters into a template."""
    return template.format_map(_Gaps({name: str(value) for name, value in params.items()}))


def message_text(message: Message) -> str:
    """The sentence for a message; an unknown code shows itself rather than nothing."""
    template = MESSAGES.get(message.code)
    return fill(template, message.params) if template else message.code


def message_template(code: str) -> str:
    """The sentence of a code with its gaps."""
    return MESSAGES.get(code, code)


def notice_text(notice: Notice) -> str:
    """The sentence for a notice."""
    if notice.code in MESSAGES:
        return fill(MESSAGES[notice.code], notice.params)
    return fill(ERRORS[notice.code][0], notice.params) if notice.code in ERRORS else notice.code


def placed(notice: Mapping[str, str]) -> str:
    """A notice of the contract's JSON as one sentence with its place."""
    place = notice["location"]
    return f"{notice['message']}（{place}）" if place else notice["message"]


def error_text(error: YuanfangError) -> tuple[str, str]:
    """The sentence for an error and the hint what to do; the system's own English reasons are said in Chinese."""
    message, hint = ERRORS.get(error.code, (f"出错了（{error.code}）。", ""))
    params = {**error.params, **({"reason": _reason(error.params["reason"])} if "reason" in error.params else {})}
    return _ended(fill(message, params)), _ended(fill(hint, params))


def _reason(words: str) -> str:
    lowered = words.lower()
    return next((chinese for english, chinese in REASONS.items() if english in lowered), words)


def _ended(sentence: str) -> str:
    return sentence if not sentence or sentence.endswith(("。", "！", "？")) else f"{sentence}。"


def stage_text(stage: str) -> str:
    """The name of a stage of long work."""
    return STAGES.get(stage, stage)


def word(code: str) -> str:
    """The word for a value of a closed list (label, severity, kind …)."""
    return WORDS.get(code, code)


def problem_text(code: str, detail: str) -> str:
    """The sentence for a fault that ``verify`` found."""
    return fill(PROBLEMS.get(code, "{detail}"), {"detail": detail})
