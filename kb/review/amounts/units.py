"""Units of things that plans count and add up."""

from __future__ import annotations

COUNTED = (
    r"(?:万元|亿元|元|万人|万户|万亩|万公顷|万立方米|万平方米|平方公里|平方米|立方米|公里|千米|公顷|公斤|千克|吨|亩|床位|个班|架次|人次"
    r"|人|名|支|辆|个|处|台|户|张|顶|艘|件|套|间|座|所|家|条|头|只|架|床|把|具|起|项|部|盏|块|瓶|箱|袋|桶|根|份|栋|幢|册|面|副|双|卷|门|眼|株|匹|羽|棵|挺|枚|盘|罐|例|类|种|届|场|班)"
)
"""Compound units stand before their last characters."""
