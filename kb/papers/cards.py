"""Papers for those who act: response cards by post, the public's card on one page, the working manual (88号令第19条，国办发〔2024〕5号第17条)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.drafting.issue import plan_title
from kb.drafting.model import Draft, slot
from kb.papers.model import (
    Block,
    Break,
    Grid,
    Head,
    Note,
    Paper,
    Text,
    blocks_of,
    grid,
    known,
    place,
    sections_about,
    sentences,
)

_ACTION = re.compile(
    r"组织|负责|立即|报告|通知|启动|宣布|转移|疏散|警戒|救|指挥|决定|发布|核实|检查|调|撤|关闭|切断|赶赴|到岗|清点|登记|监测|会商"
)
_MOST_ACTIONS, _MOST_ROWS = 12, 8


def cards(draft: Draft) -> Paper:
    """A card for every post, working group and warden: who, duties, what the plan has them do with its place, telephones."""
    blocks: list[Block] = []
    for name, holder, duties, phone in _posts(draft):
        warden = holder if name.endswith("责任人") else ""
        blocks.append(Break(f"{name}应急处置卡"))
        blocks.append(Note(f"依据：《{plan_title(draft.facts)}》"))
        blocks.append(grid(("岗位", "担任人", "联系电话"), [(name, holder, phone)]))
        blocks.append(Head(2, "职责"))
        blocks += [Text(f"（{n}）{duty.rstrip('。；')}。") for n, duty in enumerate(duties, start=1)] or [
            Text(slot(f"{name}的职责"))
        ]
        blocks.append(Head(2, "处置程序和措施"))
        actions = list(_actions(draft, (name.removesuffix("责任人"), "责任人") if warden else (name, holder)))
        blocks.append(grid(("序号", "做什么", "出处"), [(str(n), words, where) for n, (words, where) in enumerate(actions, start=1)], f"{name}的处置步骤"))  # fmt: skip
        blocks.append(Head(2, "联络"))
        blocks.append(_phones(draft))
    if not blocks:
        blocks = [Text(slot("重点岗位和担任人"))]
    return Paper("应急处置卡", "", tuple(blocks))


def _posts(draft: Draft) -> Iterator[tuple[str, str, tuple[str, ...], str]]:
    seen: set[str] = set()
    facts = draft.facts
    for post in facts.command:
        if post.post and post.post not in seen:
            seen.add(post.post)
            yield post.post, post.holder, post.duties, post.phone
    for group in facts.group:
        if group.name and group.name not in seen:
            seen.add(group.name)
            yield group.name, group.lead, group.duties, ""
    for risk in facts.risk:
        name = f"{risk.name}责任人"
        if risk.responsible and name not in seen:
            seen.add(name)
            duties = tuple(filter(None, (f"巡查{risk.place or risk.name}" if risk.name else "", f"预警信号：{risk.signal}" if risk.signal else "", f"撤离路线：{risk.route}" if risk.route else "")))  # fmt: skip
            yield name, risk.responsible, duties, risk.phone


def _actions(draft: Draft, names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Sentences of the draft that have the post or its holder do something, with their section; 一组组长 is not 组长."""
    found = 0
    named = re.compile(
        "|".join(rf"(?<![副总小各一二三四五六七八九十村组]){re.escape(name)}" for name in names if len(name) > 1)
    )
    for section in draft.sections:
        for sentence in sentences(section):
            if (
                named.search(sentence)
                and not sentence.startswith(names)
                and _ACTION.search(sentence)
                and len(sentence) <= 160
                and not section.annex
            ):
                yield sentence, place(section)
                found += 1
                if found >= _MOST_ACTIONS:
                    return


def _phones(draft: Draft) -> Grid:
    facts = draft.facts
    rows = [("值班室", facts.office.duty_phone)]
    rows += [(post.post, post.phone) for post in facts.command if post.phone]
    rows += [(contact.name, contact.phone) for contact in facts.contact if contact.phone]
    rows += [(team.name, team.phone) for team in facts.team if team.phone]
    return grid(("联系单位或人员", "电话"), rows[:_MOST_ROWS])


def public_card(draft: Draft) -> Paper:
    """What the public needs on one page: signal, where to go, whom to call."""
    facts = draft.facts
    blocks: list[Block] = [
        Note(f"{facts.short}　值守电话：{known(facts.office.duty_phone, '24小时值班电话')}"),
        grid(("什么时候走", "听什么信号"), [(facts.thresholds.get("evacuate", ""), facts.thresholds.get("signal", ""))]),
        grid(
            ("危险的地方", "威胁谁", "往哪走", "找谁", "电话"),
            [(f"{r.name}{f'（{r.place}）' if r.place else ''}", r.affected, r.route, r.responsible, r.phone) for r in facts.risk[:_MOST_ROWS]],
            "风险点",
        ),
        grid(("避难场所", "地址", "容纳人数", "联系人电话"), [(s.name, s.address, s.capacity, s.phone) for s in facts.shelter[:6]], "避难场所"),
        Text("听到转移信号立即按路线走，不返回取物；到达后清点人数，未接到解除通知不返回。"),
        Text("报警110　火警119　急救120"),
    ]  # fmt: skip
    return Paper("明白卡", f"{facts.short}{facts.plan.hazard or '应急'}避险明白卡", tuple(blocks))


_MANUAL = (
    ("一、组织和岗位", ("指挥", "组织", "工作组", "成员单位", "责任人", "代行", "值守")),
    ("二、预警行动", ("预警",)),
    ("三、信息报告", ("报告", "通报", "续报")),
    ("四、先期处置", ("先期处置", "先期")),
    ("五、分级响应", ("响应", "启动", "终止", "处置措施")),
    ("六、人员转移和安全防护", ("转移", "疏散", "防护", "警戒", "管控")),
    ("七、队伍、物资和联络", ("队伍", "物资", "通讯录", "联系方式", "避难", "专家")),
)


def manual(draft: Draft) -> Paper:
    """The working manual: what the plan's sections say of each step of the work, in the order of the work."""
    blocks: list[Block] = []
    used: set[str] = set()
    for title, words in _MANUAL:
        found = [section for section in sections_about(draft, *words) if section.id not in used]
        blocks.append(Head(1, title))
        for section in found:
            used.add(section.id)
            blocks.append(Head(2, f"{section.title}（预案{place(section)}）"))
            blocks += blocks_of(section)
        if not found:
            blocks.append(Text(slot(title.split("、")[1])))
    return Paper("应急工作手册", f"{draft.facts.short}{draft.facts.plan.hazard}应急工作手册", tuple(blocks))
