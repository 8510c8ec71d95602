"""What is sent for one section: the whole of it can be shown before anything leaves the machine."""

from __future__ import annotations

import json
from dataclasses import dataclass

from kb.drafting.model import Draft
from kb.errors import InputError
from kb.facts.sheet import facts_to_mapping

TASKS = {
    "改写": "改写本节，使语句通顺、简明、合乎公文用语；意思、数字、名称、条款一律不变。",
    "补全": "补全本节：只用材料中的事实和条款写出要求中缺少的内容；材料里没有的，写成〔待补充：要补什么〕。",
    "精简": "精简本节：删去重复和空话，保留全部责任、数字、名称和条件。",
}
_RULES = (
    "你是应急预案编制助手。只能使用下面“材料”里的内容，不得编造数字、单位、人名、电话、级别、文件名称和条款；"
    "材料没有的写成〔待补充：……〕，已有的〔待补充：……〕照原样保留。只输出改好的正文，不要标题、解释和标记。"
)
_MARKS = ("绝密", "机密", "秘密", "内部")
MAX_CHARS = 24_000
"""Characters of a request; more is cut off at the clauses' end."""


@dataclass(frozen=True, slots=True)
class Request:
    """The messages for the endpoint, and the material that the answer is held against."""

    system: str
    user: str
    material: str

    @property
    def messages(self) -> list[dict[str, str]]:
        """The two messages of the conversation."""
        return [{"role": "system", "content": self.system}, {"role": "user", "content": self.user}]


def request_of(draft: Draft, key: str, task: str) -> Request:
    """What to send for a section. Raises InputError: unknown_task, assist_secret (a plan with a mark stays on the machine)."""
    if task not in TASKS:
        raise InputError("unknown_task", task=task, known="、".join(TASKS))
    secrecy = draft.facts.issue.secrecy
    if any(mark in secrecy for mark in _MARKS):
        raise InputError("assist_secret", mark=secrecy)
    section = draft.section(key)
    facts = json.dumps(facts_to_mapping(draft.facts), ensure_ascii=False, indent=0)
    clauses = "\n".join(f"[{citation.clause_id}] {citation.quote}" for citation in section.citations)
    material = f"本节：{section.heading}\n要求：{section.requirement}\n正文：\n{section.text}\n事实：\n{facts}\n条款：\n{clauses}"[
        :MAX_CHARS
    ]
    return Request(_RULES, f"任务：{TASKS[task]}\n\n材料：\n{material}", material)
