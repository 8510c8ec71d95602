from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ui.cli import main

Run = Callable[..., tuple[int, Any]]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "资料 库"


@pytest.fixture
def run(home: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command with --json; gives the exit code and the one JSON document on stdout."""

    def command(*words: object) -> tuple[int, Any]:
        code = main([*map(str, words), "--json", "--home", str(home)])
        out = capsys.readouterr().out
        assert out.count("\n") == 1, "exactly one JSON document on stdout"
        return code, json.loads(out)

    return command


FLOOD = """青山县柳河镇防汛应急预案

一、总则
（一）编制目的
为做好柳河镇防汛工作，保障群众生命财产安全，制定本预案。
（二）适用范围
本预案适用于柳河镇行政区域内洪涝灾害的防范和处置。

二、组织体系
（一）镇防汛指挥部
指挥长由镇长担任，副指挥长由分管副镇长担任。
（二）应急值守
镇应急办实行24小时应急值班制度，值班电话0000-0004401，领导在岗带班。

三、应急响应
（一）响应启动
达到Ⅳ级响应条件的，由镇防汛指挥部指挥长批准启动。
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "柳河镇 防汛预案.txt"
    path.write_text(FLOOD, encoding="utf-8")
    return path
