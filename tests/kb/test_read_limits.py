"""Files made to hurt: bombs, entities, references to the outside, nesting without end."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import pytest

from kb.errors import ReadError
from kb.model import Paragraph
from kb.readers import office, package, read
from tests.kb.reading import paragraph, write_docx

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def refusal(path: Path) -> str:
    with pytest.raises(ReadError) as caught:
        read(path)
    return caught.value.code


def rewritten(path: Path, part: str, content: str | bytes) -> Path:
    """The same package with one part replaced."""
    target = path.with_name(f"换{path.name}")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
        new.writestr(part, content)
    return target


def test_a_bomb_in_a_package_is_refused(tmp_path: Path) -> None:
    path = write_docx(tmp_path, paragraph("甲"))
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/styles.xml", bytes(30 << 20))
    assert path.stat().st_size < 1 << 20
    assert refusal(path) == "too_large"


def test_a_declared_size_that_lies_is_no_way_in(tmp_path: Path) -> None:
    path = write_docx(tmp_path, paragraph("甲"))
    data = bytearray(path.read_bytes())
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 0xF0000000)
    path.write_bytes(data)
    assert refusal(path) in {"too_large", "truncated"}


def test_a_billion_laughs_and_outside_entities_say_nothing(tmp_path: Path) -> None:
    secret = tmp_path / "秘.txt"
    secret.write_text("不得读出", encoding="utf-8")
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    for entities in (f'<!ENTITY l0 "哈哈">{laughs}', f'<!ENTITY l11 SYSTEM "{secret.as_uri()}">'):
        document = f"<!DOCTYPE d [{entities}]><w:document {W}><w:body><w:p><w:r><w:t>前&l11;后</w:t></w:r></w:p></w:body></w:document>"
        source = read(rewritten(write_docx(tmp_path, ""), "word/document.xml", document))
        text = "".join(block.text for block in source.blocks if isinstance(block, Paragraph))
        assert "不得" not in text
        assert len(text) < 20


def test_an_outside_template_is_never_fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    def nowhere(*_: object) -> None:
        raise AssertionError("a reader opened a connection")

    monkeypatch.setattr(socket.socket, "connect", nowhere)
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{kind}/attachedTemplate" Target="http://127.0.0.1:9/t.dotm" TargetMode="External"/>'
        f'<Relationship Id="r2" Type="{kind}/styles" Target="http://127.0.0.1:9/s.xml" TargetMode="External"/>'
        f'<Relationship Id="r3" Type="{kind}/footnotes" Target="../../../../etc/passwd"/></Relationships>'
    )
    source = read(rewritten(write_docx(tmp_path, paragraph("甲")), "word/_rels/document.xml.rels", relations))
    assert [block.text for block in source.blocks if isinstance(block, Paragraph)] == ["甲"]


@pytest.mark.parametrize("depth", [100, 10_000])
def test_tables_without_end_are_told(tmp_path: Path, depth: int) -> None:
    body = (
        "<w:tbl><w:tr><w:tc>" * depth + paragraph("最里层") + "</w:tc></w:tr></w:tbl>" * depth + paragraph("后面的正文")
    )
    source = read(write_docx(tmp_path, paragraph("前面的正文") + body))
    assert {notice.code for notice in source.notices} & {"too_deep", "damaged"}
    first = source.blocks[0]
    assert isinstance(first, Paragraph)
    assert first.text == "前面的正文"


def test_html_without_end_is_read(tmp_path: Path) -> None:
    path = tmp_path / "深.html"
    path.write_text("<html><body>" + "<div>" * 20_000 + "里面的话" + "</div>" * 20_000, encoding="utf-8")
    assert "里面的话" in str(read(path).blocks)


def test_limits_of_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "大.txt"
    path.write_text("县防汛指挥部。\n" * 1000, encoding="utf-8")
    monkeypatch.setattr("kb.readers.MAX_TEXT_BYTES", 1000)
    assert refusal(path) == "too_large"
    monkeypatch.setattr("kb.readers.MAX_BYTES", 1000)
    assert refusal(path) == "too_large"


def test_entities_stay_unresolved() -> None:
    root, whole = package.parse_xml(b'<!DOCTYPE a [<!ENTITY x "boom">]><a>1&x;2</a>')
    assert root is not None
    assert whole
    assert "boom" not in "".join(root.itertext())


@pytest.mark.slow
def test_libreoffice_missing_hanging_or_broken_is_told_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "旧.rtf"
    path.write_bytes(rb"{\rtf1 hello}")
    monkeypatch.setattr(office, "soffice", lambda: None)
    assert refusal(path) == "needs_libreoffice"
    script = tmp_path / "soffice"
    monkeypatch.setattr(office, "soffice", lambda: str(script))
    office._works.cache_clear()
    script.write_text("#!/bin/sh\nexit 1\n")
    script.chmod(0o755)
    assert refusal(path) == "office_failed"
    left = tmp_path / "left"
    script.write_text(f"#!/bin/sh\n(sleep 3; touch {left}) &\nsleep 30\n")
    monkeypatch.setattr(office, "SECONDS", 1)
    assert refusal(path) == "timeout"
    import time

    time.sleep(3)
    assert not left.exists(), "a process that it started lived on"
