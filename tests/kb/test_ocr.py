"""Recognition of scans: pages made here of a picture of Latin text, because no Chinese font is sure to be there."""

from __future__ import annotations

import builtins
import socket
from pathlib import Path
from typing import Any

import pytest

from kb.errors import MissingExtra, ReadError
from kb.model import Paragraph
from kb.readers import ReadOptions, ocr, read
from tests.kb.pdf_files import Canvas, write_pdf

WORDS = ["Qingshan County Flood Plan", "Report within two hours to the county office.", "Duty phone 0000-0000119"]


def scan(path: Path, turns: int = 0) -> Path:
    from PIL import Image, ImageDraw, ImageFont

    page = Image.new("RGB", (1000, 700), "white")
    draw = ImageDraw.Draw(page)
    for order, line in enumerate(WORDS):
        draw.text((80, 120 + 120 * order), line, font=ImageFont.load_default(40), fill="black")
    page.rotate(90 * turns, expand=True).save(path, resolution=100)
    return path


def texts(path: Path, options: ReadOptions) -> str:
    return " ".join(block.text for block in read(path, options=options).blocks if isinstance(block, Paragraph))


@pytest.mark.slow
@pytest.mark.parametrize("turns", [0, 1, 2])
def test_pictures_are_read_however_they_lie(tmp_path: Path, turns: int) -> None:
    pytest.importorskip("rapidocr")
    found = texts(scan(tmp_path / "a.png", turns), ReadOptions(ocr=True)).replace(" ", "")
    places = [found.index(line.replace(" ", "")[:14]) for line in WORDS]
    assert places == sorted(places)


@pytest.mark.slow
def test_scanned_pages_of_a_pdf_tell_progress_and_confidence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("rapidocr")

    def nowhere(*_: object) -> None:
        raise AssertionError("recognition opened a connection")

    monkeypatch.setattr(socket.socket, "connect", nowhere)
    options = ReadOptions(ocr=True, progress=tmp_path / "progress")
    source = read(scan(tmp_path / "扫 描.pdf"), options=options)
    (notice,) = [notice for notice in source.notices if notice.code == "ocr_read"]
    assert notice.location == "第 1 页"
    assert int(notice.params["confidence"]) > 80
    assert (tmp_path / "progress").read_text() == "1/1"


def test_without_asking_a_scan_stays_a_picture(tmp_path: Path) -> None:
    for name in ("a.png", "b.pdf"):
        with pytest.raises(ReadError) as caught:
            read(scan(tmp_path / name))
        assert caught.value.code in {"needs_ocr", "image_only"}


def test_without_the_extra_its_name_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def absent(name: str, *rest: Any) -> Any:
        if name == "rapidocr":
            raise ImportError(name)
        return real(name, *rest)

    ocr.engine.cache_clear()
    monkeypatch.setattr(builtins, "__import__", absent)
    for path in (scan(tmp_path / "a.png"), write_pdf(tmp_path / "b.pdf", [Canvas().picture(0, 0, 595, 842)])):
        with pytest.raises(MissingExtra) as caught:
            read(path, options=ReadOptions(ocr=True))
        assert caught.value.params["extra"] == "ocr"


def test_doubted_lines_are_told_by_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import numpy as np

    def doubtful(image: Any) -> list[Any]:
        corners = np.array([[80, 100], [600, 100], [600, 140], [80, 140]], float)
        return [(corners, "转移危险区群众的责任人", 0.61), (corners + np.array([0, 80]), "值班电话", 0.99)]

    monkeypatch.setattr(ocr, "_read", doubtful)
    monkeypatch.setattr(ocr, "engine", lambda: None)
    source = read(scan(tmp_path / "a.png"), options=ReadOptions(ocr=True))
    doubts = [notice for notice in source.notices if notice.code == "ocr_doubt"]
    assert [(notice.location, notice.params["count"], notice.params["confidence"]) for notice in doubts] == [
        ("第 1 页", "1", "61")
    ]
