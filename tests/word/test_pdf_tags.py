"""PDFs made by hand, tag by tag: which become figures with words, and on which page a heading stands."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem, String
from word.raw_councils import council

from smreport.word.pdf_tags import alternative_texts, pages_in, with_alternative_text

DRAWN = 'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'


def document(*texts: str) -> bytes:
    """A Word document with figures, each with its attributes."""
    return council("".join(f"<w:p><w:r><wp:docPr {DRAWN} {text}/></w:r></w:p>" for text in texts))


TWO = document('descr="Email has most."', 'title="Words"')


def saved(file: pikepdf.Pdf) -> bytes:
    buffer = io.BytesIO()
    file.save(buffer)
    return buffer.getvalue()


def tag(kind: str, *kids: Any, **more: Any) -> Any:
    below = {} if not kids else {"K": kids[0] if len(kids) == 1 else Array(kids)}
    return Dictionary(Type=Name.StructElem, S=Name(kind), **below, **more)


def tagged(*kids: Any, roles: dict[str, str] | None = None) -> bytes:
    file = pikepdf.new()
    file.add_blank_page()
    map_ = {} if roles is None else {"RoleMap": Dictionary({name: Name(kind) for name, kind in roles.items()})}
    file.Root.StructTreeRoot = Dictionary(
        Type=Name.StructTreeRoot, K=kids[0] if len(kids) == 1 else Array(kids), **map_
    )
    return saved(file)


def told(pdf: bytes) -> tuple[list[str], dict[str, str]]:
    """The tags in order with their alternative texts, and what names of tags stand for."""
    said = []

    def read(kid: Any) -> None:
        for each in list(kid) if isinstance(kid, Array) else [kid]:
            if isinstance(each, Dictionary):
                if "/S" in each:
                    said.append(f"{each.S}{f' {each.Alt}' if '/Alt' in each else ''}")
                read(each.get("/K"))

    with pikepdf.open(io.BytesIO(pdf)) as file:
        root = file.Root.StructTreeRoot
        read(root.K)
        return said, {str(name): str(kind) for name, kind in root.get("/RoleMap", Dictionary()).items()}


BOX = Dictionary(O=Name.Layout, BBox=Array([0, 0, 9, 9]))


KIDS: tuple[tuple[list[Any], list[str]], ...] = (
        ([tag("/Document", tag("/P", tag("/Figure")), 0, tag("/Figure", 3))],
         ["/Document", "/P", "/Figure Email has most.", "/Figure Words"]),
        ([tag("/Figure"), Dictionary(K=Array([tag("/P"), tag("/Figure")]))],
         ["/Figure Email has most.", "/P", "/Figure Words"]),
        ([tag("/Figure")], ["/Figure"]),
        ([tag("/Figure"), tag("/Figure"), tag("/Figure")], ["/Figure"] * 3),
)  # fmt: skip


def test_figures_get_the_words_of_the_document_in_order_where_there_are_as_many() -> None:
    for kids, tags in KIDS:
        assert told(with_alternative_text(tagged(*kids), TWO)) == (tags, {})


def test_a_style_that_is_called_as_a_tag_is_what_the_style_is() -> None:
    roles = {"/Figure": "/P", "/Note": "/Div", "/Caption": "/P", "/Body Text": "/P"}
    kids = [tag("/Figure"), tag("/Figure", A=BOX), tag("/Note"), tag("/Note", A=BOX), tag("/Body Text"),
            tag("/Figure", A=Dictionary(O=Name.Layout)), tag("/Figure", A=Array([Dictionary(), BOX])),
            tag("/Figure", A=Array([Dictionary()]))]  # fmt: skip
    assert told(with_alternative_text(tagged(*kids, roles=roles), TWO)) == (
        ["/P", "/Figure Email has most.", "/Div", "/Div", "/Body Text", "/P", "/Figure Words", "/P"],
        {"/Body Text": "/P"},
    )


def test_a_pdf_without_tags_stays_as_it_is_and_others_come_out_the_same_each_time() -> None:
    file = pikepdf.new()
    file.add_blank_page()
    bare, full = saved(file), tagged(tag("/Figure"), tag("/Figure"))
    assert with_alternative_text(bare, TWO) == bare
    assert with_alternative_text(full, TWO) == with_alternative_text(full, TWO)


def test_what_stands_for_a_figure_is_its_description_or_its_title() -> None:
    figures = 'descr="Email" title="no"', 'descr="" title="Words"', 'id="1"'
    assert alternative_texts(document(*figures)) == ["Email", "Words", ""]


def outlined() -> bytes:
    """Bookmarks on four pages: by destination, by action, below another, on no page."""
    file = pikepdf.new()
    for _ in range(4):
        file.add_blank_page()
    with file.open_outline() as outline:
        second = OutlineItem("2.  Aims", 1)
        second.children.append(OutlineItem("How", 2))
        action = Dictionary(S=Name.GoTo, D=Array([file.pages[3].obj, Name.Fit]))
        outline.root += [OutlineItem("1. Summary", 0), second, OutlineItem("Aims", action=action)]
        outline.root += [OutlineItem("Web", action=Dictionary(S=Name.URI, URI=String("https://a.example")))]
        outline.root += [OutlineItem("2027 in words", 3), OutlineItem("Bare")]
    return saved(file)


def test_each_entry_has_the_page_of_the_next_heading_of_its_words() -> None:
    pages: dict[tuple[str, ...], tuple[int, ...]] = {
        ("Summary", "3 Aims", " How  ", "Aims", "2027 in words"): (1, 2, 3, 4, 4),
        ("Aims", "Aims"): (2, 4),
        ("How", "Summary"): (),
        ("Aims", "Gone"): (),
        ("Web",): (),
        ("Bare",): (),
        (): (),
    }
    pdf = outlined()
    assert {entries: pages_in(pdf, entries) for entries in pages} == pages
