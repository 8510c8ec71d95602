"""The classes of the plan system (国办发〔2024〕5号 第7–17条) that offices count plans by."""

from __future__ import annotations

import re

from kb.library.store import DocumentRecord
from kb.model import PLAN_LEVELS

CLASSES = ("总体", "专项", "部门", "专项或部门", "基层", "单位", "手册和方案")
"""``专项或部门`` where the issuing body, which tells the two apart (第10条), is not known; companies and schools are 单位."""
UNKNOWN = "未知"
LEVELS = (*PLAN_LEVELS, UNKNOWN)
_BY_TYPE = {
    "T": "总体", "TWN": "基层", "VIL": "基层", "MAN": "手册和方案", "ACT": "手册和方案", "CARD": "手册和方案",
    **dict.fromkeys(("ORG", "EC", "ES", "EF", "SCH", "FIRE", "ENVE"), "单位"),
}  # fmt: skip
_GOVERNMENT = re.compile(
    r"人民政府(?:办公[厅室])?$|^国务院(?:办公厅)?$|(?:党委|省委|市委|县委|区委)(?:办公[厅室])?$|指挥部(?:办公室)?$|^.{0,12}(?:省|市|县|区|州|旗)政府(?:办公[厅室])?$"
)
_DEPARTMENT = re.compile(r"(?:部|厅|局|委|委员会|办公室|署|总队|支队|大队|中心|处|院)$")


def class_of(record: DocumentRecord, issuer: str) -> str:
    """The class of a plan by its type and, for plans of one event, by who issued it."""
    found = _BY_TYPE.get(record.plan_type or "")
    if found:
        return found
    if record.plan_level in ("企业", "学校"):
        return "单位"
    if record.plan_level in ("乡镇", "村社区"):
        return "基层"
    body = re.sub(r"\s|（.*?）|\(.*?\)", "", issuer)
    if _GOVERNMENT.search(body):
        return "专项"
    return "部门" if body and _DEPARTMENT.search(body) else "专项或部门"
