"""Several past clauses in one section: nothing is said twice, nothing new is lost, open lines are filled where they stand."""

from __future__ import annotations

from kb.drafting.adapt import Adapted
from kb.drafting.candidates import Candidate
from kb.drafting.merging import merged, news
from kb.drafting.model import OriginKind
from kb.drafting.template import Line, Piece, plain
from tests.kb.drafting_world import hit


def clause(text: str, number: int = 1) -> Candidate:
    source = hit(text, clause_id=f"某预案#{number}")
    return Candidate(source, 1.0, Adapted((Piece(OriginKind.CLAUSE, source.clause_id, text),), (), ()))


def rule(text: str) -> Line:
    return (Piece(OriginKind.RULE, "提纲", text),)


def open_line(lead: str) -> Line:
    return (*rule(lead), Piece(OriginKind.SLOT, "行动", "〔待补充：行动〕"), *rule("。"))


def texts(lines: list[Line]) -> list[str]:
    return [plain(line) for line in lines]


def test_a_sentence_that_is_already_there_is_left_out_and_the_new_one_stays() -> None:
    own = [rule("抢险队伍在物资仓库集结待命，发现管涌、渗漏立即报告并抢护。")]
    past = clause("发现管涌、渗漏的，立即报告并抢护。堤防巡查人员两人一组，夜间加密巡查，逐段签字交接。")
    lines, used = merged(own, [past], 2)
    assert texts(lines)[1:] == ["堤防巡查人员两人一组，夜间加密巡查，逐段签字交接。"]
    assert used == [past]


def test_clauses_do_not_repeat_one_another() -> None:
    one = clause("接到预警后，各村广播通知群众，逐户敲门确认。转移名单由网格员保管。", 1)
    two = clause("转移名单由网格员保管；老人和病人安排专人陪护，车辆停在村口等候。", 2)
    three = clause("各村接到预警后广播通知群众，逐户敲门确认。", 3)
    lines, used = merged([], [one, two, three], 3)
    assert texts(lines) == [one.adapted.text, "老人和病人安排专人陪护，车辆停在村口等候。"]
    assert used == [one, two]


def test_an_open_line_gives_way_to_the_clause_that_says_it() -> None:
    own = [open_line("四级响应："), open_line("三级响应：")]
    past = clause("三级响应：副指挥长到指挥中心值守，每六小时会商一次，抢险队伍集结待命。")
    lines, _ = merged(own, [past], 2)
    assert texts(lines) == ["四级响应：〔待补充：行动〕。", past.adapted.text]


def test_numbered_items_and_what_leans_on_a_sentence_stay_together() -> None:
    numbered = clause("按下列次序转移：（1）老人和儿童；（2）低洼处住户；（3）其他人员。")
    leaning = clause("低洼处住户先转移。其中行动不便的由两人护送，登记后才能离开安置点。")
    assert plain(news(numbered.adapted.line, ["低洼处住户；"])) == numbered.adapted.text
    assert plain(news(leaning.adapted.line, ["先撤学校。"])) == leaning.adapted.text


def test_every_piece_keeps_its_origin() -> None:
    line: Line = (
        Piece(OriginKind.CLAUSE, "甲#1", "值班电话为"),
        Piece(OriginKind.FACT, "office.duty_phone", "0000-0001100"),
        Piece(OriginKind.CLAUSE, "甲#1", "。仓库每周盘点一次，缺少的当月补齐。"),
    )
    kept = news(line, ["值班电话为0000-0001100。"])
    assert [(piece.kind, piece.ref) for piece in kept] == [(OriginKind.CLAUSE, "甲#1")]
    assert plain(kept) == "仓库每周盘点一次，缺少的当月补齐。"
    assert news(line, [plain(line)]) == ()
