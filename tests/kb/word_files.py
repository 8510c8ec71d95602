"""Small Word files for the tests, written as XML so that every oddity is on purpose; all texts are invented."""

from __future__ import annotations

import io
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_W = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def run(text: str, properties: str = "") -> str:
    look = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{look}<w:t xml:space="preserve">{text}</w:t></w:r>'


def para(*content: str, style: str = "") -> str:
    look = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{look}{''.join(content)}</w:p>"


def table(*rows: tuple[str, ...]) -> str:
    cells = "".join("<w:tr>" + "".join(f"<w:tc>{para(run(c))}</w:tc>" for c in row) + "</w:tr>" for row in rows)
    return f"<w:tbl>{cells}</w:tbl>"


def docx(body: str, *, extra: dict[str, str] | None = None, strict: bool = False, macros: bool = False) -> bytes:
    """A package of a body; ``extra`` maps part names to XML (comments, settings, footnotes are related by their names)."""
    extra = dict(extra or {})
    related = "".join(
        f'<Relationship Id="rId{n}" Type="{R}/{name.split("/")[-1].removesuffix(".xml")}" Target="{name.split("/")[-1]}"/>'
        for n, name in enumerate(extra, start=1)
    )
    kind = "application/vnd.ms-word.document.macroEnabled.main+xml" if macros else f"{_TYPE}.document.main+xml"
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{_TYPE}.{name.split("/")[-1].removesuffix(".xml")}+xml"/>'
        for name in extra
    )
    if macros:
        related += '<Relationship Id="rIdV" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" Target="vbaProject.bin"/>'
        overrides += '<Override PartName="/word/vbaProject.bin" ContentType="application/vnd.ms-office.vbaProject"/>'
    parts = {
        "[Content_Types].xml": f'{_DECLARATION}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{kind}"/>{overrides}</Types>',
        "_rels/.rels": f'{_DECLARATION}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{R}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'{_DECLARATION}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{related}</Relationships>',
        "word/document.xml": f'{_DECLARATION}<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{body}<w:sectPr/></w:body></w:document>',
        **{name: _DECLARATION + text for name, text in extra.items()},
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text.replace(W, STRICT_W) if strict else text)
        if macros:
            archive.writestr("word/vbaProject.bin", b"\xd0\xcf\x11\xe0 never run")
    return stream.getvalue()


def part(name: str, inner: str) -> str:
    return f'<w:{name} xmlns:w="{W}">{inner}</w:{name}>'


HEADINGS = (
    para(run("青山县防汛应急预案")),
    para(run("1 总则")),
    para(run("1.1 编制目的")),
    para(run("为做好青山县防汛工作，保障人民群众生命财产安全，制定本预案。")),
    para(run("2 信息报告")),
)
