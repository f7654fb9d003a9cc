"""Paragraphs, rows and cells: whoever changed one alone is followed; where both did, a comment says so."""

from __future__ import annotations

import copy
import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.text.paragraph import Paragraph as WordParagraph
from word.edited_papers import (
    WORDS,
    Answers,
    Project,
    add_a_column,
    comments,
    edited,
    join_two_paragraphs,
    lines,
    paper,
    pieces,
)
from word.report_templates import with_parts
from word.word_reports import STYLE, W

from smreport.blocks.document import Document, Heading, Paragraph, Section
from smreport.frozen import replace
from smreport.word.edits.notes import Kept
from smreport.word.hand_edits import is_exempt, is_ours, renewed
from smreport.word.own_words import own_words
from smreport.word.word_file import text_of
from smreport.word.writer import write_docx

ANSWERS = Answers(
    350_000,
    (
        Project("Faults reported online", 12_000, "Head of Streets", "Faults are mended in 3 days."),
        Project("Library alerts", 8_000, "Head of Libraries", "Books come back."),
        Project("Warm spaces", 20_000, "Communities", "Nobody is cold."),
    ),
)
FEWER = replace(ANSWERS, budget=250_000)
DEARER = replace(ANSWERS, projects=(replace(ANSWERS.projects[0], cost=99_000), *ANSWERS.projects[1:]))
FIRST = paper(ANSWERS)
OLD_VERSIONS = Path(__file__).parents[1] / "old_versions"


def kept(old: bytes, new: bytes) -> Kept:
    found = renewed(old, new, WORDS)
    assert found is not None
    return found


def after(content: bytes, edit: Callable[[Any], None]) -> bytes:
    """A paper after an edit of its file."""
    return edited(content, random.Random(1), lambda person: edit(person.word))[0]


def said(word: Any, words: str) -> Any:
    """The first paragraph that says some words, in a cell or not."""
    return next(p for p in word.element.body.iter(f"{W}p") if words in text_of(p) and not text_of(p).startswith("\t"))


def retype(old: str, new: str) -> Callable[[Any], None]:
    def edit(word: Any) -> None:
        text = next(text for text in word.element.body.iter(f"{W}t") if old in (text.text or ""))
        text.text = text.text.replace(old, new)

    return edit


def without(content: bytes, *names: str) -> bytes:
    """A file as a program saves it that drops some parts, and all that leads to them."""
    dropped = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(dropped, "w") as new:
        for name in old.namelist():
            if not name.startswith(names):
                new.writestr(name, old.read(name))
    return dropped.getvalue()


def row_of(word: Any, text: str) -> Any:
    """The first row of a table that has a text."""
    return next(row for row in word.element.body.iter(f"{W}tr") if text in text_of(row))


def rows_of_costs(content: bytes) -> list[str]:
    """The projects in the table of costs, from the first row on."""
    tables = docx.Document(io.BytesIO(content)).element.body.iter(f"{W}tbl")
    told = ([text_of(next(row.iter(f"{W}p"))) for row in table.iter(f"{W}tr")] for table in tables)
    return next(names[1:] for names in told if names[0] == "Project")


class TestNoEdit:
    def test_a_copy_of_what_was_written_is_replaced_by_the_new_version(self) -> None:
        found = kept(FIRST, paper(FEWER))
        assert found.is_untouched
        assert found.content == paper(FEWER)

    def test_saved_again_it_says_what_the_new_version_says(self) -> None:
        found = kept(after(FIRST, lambda _word: None), paper(FEWER))
        assert found.is_pure
        assert not found.is_untouched
        assert lines(found.content) == lines(paper(FEWER))
        assert not found.comments

    def test_styled_words_stay_styled_and_are_no_edit(self) -> None:
        def style(word: Any) -> None:
            paragraph = WordParagraph(said(word, "Email comes first"), word)
            paragraph.style = word.styles["heading 3"]
            paragraph.runs[0].bold = True
            WordParagraph(said(word, "The budget is"), word).style = word.styles["heading 3"]

        found = kept(after(FIRST, style), paper(FEWER))
        assert found.is_pure
        word = docx.Document(io.BytesIO(found.content))
        assert WordParagraph(said(word, "Email comes first"), word).runs[0].bold
        budget = WordParagraph(said(word, "The budget is"), word)
        assert "£250,000" in budget.text
        assert budget.style is not None
        assert budget.style.name == "Heading 3"

    def test_a_moved_section_stays_moved_and_is_no_edit(self) -> None:
        def move(word: Any) -> None:
            controls = list(word.element.body.iterchildren(f"{W}sdt"))
            controls[2].addprevious(controls[-1])

        found = kept(after(FIRST, move), paper(FEWER))
        assert found.is_pure
        text = "\n".join(lines(found.content))
        assert text.rindex("Appendix 1: risks") < text.rindex("The projects are")
        assert "£250,000" in text
        assert sorted(lines(found.content)[20:]) != lines(paper(FEWER))[20:]

    def test_comments_of_people_stay_where_the_words_are_new(self) -> None:
        def ask(word: Any) -> None:
            word.add_comment(WordParagraph(said(word, "The budget is"), word).runs, "Too much?", "A councillor", "AC")

        found = kept(after(FIRST, ask), paper(FEWER))
        assert found.is_pure
        assert comments(found.content) == ["Too much?"]
        assert "Too much?" in comments(kept(found.content, paper(ANSWERS)).content)

    def test_comments_of_people_stay_where_the_words_go(self) -> None:
        def ask(word: Any) -> None:
            word.add_comment(
                WordParagraph(said(word, "Nobody is cold"), word).runs, "Who says so?", "A councillor", "AC"
            )

        fewer = replace(ANSWERS, projects=ANSWERS.projects[:2])
        found = kept(after(FIRST, ask), paper(fewer))
        assert "Nobody is cold" not in "\n".join(lines(found.content))
        assert comments(found.content) == ["Who says so?"]


class TestBothChanged:
    def test_peoples_words_stay_and_a_comment_shows_the_new_wording(self) -> None:
        found = kept(after(FIRST, retype("The budget is", "We have")), paper(FEWER))
        assert "We have £350,000" in "\n".join(lines(found.content))
        (told,) = found.comments
        assert (told.kind, told.section) == ("changed", "Summary")
        assert "The budget is £250,000, and 3 projects need £40,000." in told.text
        assert "No longer in it: £350,000." in told.text
        assert comments(found.content) == [" ".join(told.text.split())]

    def test_it_is_told_until_people_delete_the_comment(self) -> None:
        once = kept(after(FIRST, retype("The budget is", "We have")), paper(FEWER)).content
        twice = kept(once, paper(FEWER))
        assert len(twice.comments) == len(comments(twice.content)) == 1

        def settle(word: Any) -> None:
            for mark in list(word.element.body.iter(f"{W}commentRangeStart", f"{W}commentRangeEnd")):
                mark.getparent().remove(mark)
            for mark in list(word.element.body.iter(f"{W}commentReference")):
                mark.getparent().getparent().remove(mark.getparent())

        settled = kept(after(twice.content, settle), paper(FEWER))
        assert not settled.comments
        assert "We have £350,000" in "\n".join(lines(settled.content))
        other = kept(settled.content, paper(replace(FEWER, budget=200_000)))
        assert ["£200,000" in told.text for told in other.comments] == [True]

    def test_cells_of_a_row_are_merged_one_by_one(self) -> None:

        def other_lead(word: Any) -> None:
            row = next(
                row
                for row in word.element.body.iter(f"{W}tr")
                if "Faults" in text_of(row) and "Streets" in text_of(row)
            )
            list(row.iter(f"{W}t"))[1].text = "The mayor"

        found = kept(after(FIRST, other_lead), paper(DEARER))
        assert not found.comments
        cells = next(cells for cells in pieces(found.content).values() if "The mayor" in cells)
        assert cells == ["Faults reported online", "The mayor", "£99,000"]

    def test_what_people_took_over_from_the_comment_is_no_edit_any_more(self) -> None:
        old = kept(after(FIRST, retype("£350,000", "£250,000")), paper(FEWER))
        assert not old.comments
        assert kept(old.content, paper(ANSWERS)).is_pure


class TestFigures:
    def test_one_in_peoples_own_words_that_is_no_longer_true_is_told(self) -> None:
        def write(word: Any) -> None:
            own = word.add_paragraph("Residents trust us with £350,000 and 9 buses.")._p
            said(word, "Email comes first").addnext(own)

        found = kept(after(FIRST, write), paper(FEWER))
        (told,) = found.comments
        assert (told.kind, told.section) == ("stale", "Summary")
        assert "£350,000" in told.text
        assert "9" not in told.text
        again = kept(found.content, paper(FEWER))
        assert [each.kind for each in again.comments] == ["stale"]
        assert not kept(after(again.content, retype("£350,000", "£250,000")), paper(FEWER)).comments

    def test_one_in_an_edited_sentence_whose_source_stayed_is_told(self) -> None:
        found = kept(after(FIRST, retype("Email comes first", "Of £350,000, email comes first")), paper(FEWER))
        assert [told.kind for told in found.comments] == ["stale"]


class TestTakenOut:
    def test_a_paragraph_stays_out_and_its_new_wording_is_told_at_the_heading(self) -> None:
        def take_out(word: Any) -> None:
            budget = said(word, "The budget is")
            budget.getparent().remove(budget)

        old = after(FIRST, take_out)
        assert not kept(old, paper(ANSWERS)).comments
        found = kept(old, paper(FEWER))
        assert "The budget is" not in "\n".join(lines(found.content))
        (told,) = found.comments
        assert (told.kind, told.section) == ("left_out", "Summary")
        assert "The budget is £250,000" in told.text
        word = docx.Document(io.BytesIO(found.content))
        assert text_of(next(word.element.body.iter(f"{W}commentReference")).getparent().getparent()) == "Summary"
        assert found.removed == ("Summary",)

    def test_a_row_stays_out(self) -> None:
        def take_out(word: Any) -> None:
            row = row_of(word, "Delay")
            row.getparent().remove(row)

        more = replace(ANSWERS, risks=(*ANSWERS.risks, ("Flood", "9")))
        found = kept(after(FIRST, take_out), paper(more))
        assert "Delay" not in lines(found.content)
        assert lines(found.content)[-2:] == ["Flood", "9"]

    def test_rows_stand_as_the_workbook_has_them_now_though_one_is_out(self) -> None:
        def take_out(word: Any) -> None:
            row = row_of(word, "Head of Libraries")
            row.getparent().remove(row)

        found = kept(after(FIRST, take_out), paper(DEARER))
        assert rows_of_costs(found.content) == ["Warm spaces", "Faults reported online"]

    def test_rows_that_people_put_in_another_order_stay_in_theirs(self) -> None:
        def move(word: Any) -> None:
            row = row_of(word, "Head of Libraries")
            row.getparent().append(row)

        found = kept(after(FIRST, move), paper(DEARER))
        assert rows_of_costs(found.content) == ["Faults reported online", "Warm spaces", "Library alerts"]

    def test_what_comes_new_under_a_heading_that_is_out_is_told(self) -> None:
        def take_out(word: Any) -> None:
            controls = list(word.element.body.iterchildren(f"{W}sdt"))
            word.element.body.remove(controls[-1])

        more = replace(ANSWERS, risks=(*ANSWERS.risks, ("Flood", "9")))
        found = kept(after(FIRST, take_out), paper(more))
        assert "Flood" not in lines(found.content)
        assert ["Flood | 9" in told.text for told in found.comments] == [True]

    def test_the_record_has_no_words(self) -> None:
        with zipfile.ZipFile(io.BytesIO(FIRST)) as package:
            record = package.read("customXml/item1.xml").decode()
        keys = ("summary", "projects", "costs", "risks", "contents")
        words = {word for line in lines(FIRST) for word in line.split() if len(word) > 3}
        assert not {word for word in words if word in record and not any(word in key for key in keys)}


class TestPiecesOfPeople:
    def test_joined_paragraphs_are_theirs_with_both_names(self) -> None:
        content, person = edited(FIRST, random.Random(3), join_two_paragraphs)
        found = kept(content, paper(FEWER))
        assert person.done == []
        assert set(pieces(found.content)) == set(pieces(FIRST))

    def test_joined_paragraphs_of_which_one_lost_its_source_stay(self) -> None:
        def join(word: Any) -> None:
            first, second = said(word, "Faults reported online at"), said(word, "Library alerts at")
            for child in list(second)[1:]:
                first.append(child)
            second.getparent().remove(second)

        found = kept(after(FIRST, join), paper(replace(ANSWERS, projects=ANSWERS.projects[1:])))
        assert "Faults reported online at £12,000Library alerts at £8,000" in lines(found.content)

    def test_paragraphs_of_two_sections_that_are_joined_are_told_under_the_first(self) -> None:
        def join(word: Any) -> None:
            first, second = said(word, "The budget is"), said(word, "Figures are rounded")
            for child in list(second)[1:]:
                first.append(child)
            second.getparent().remove(second)

        found = kept(after(FIRST, join), paper(replace(FEWER, note="Figures are exact.")))
        (told,) = found.comments
        assert (told.kind, told.section) == ("changed", "Summary")
        assert "£250,000" in told.text
        assert "Figures are exact." in told.text

    def test_a_split_paragraph_is_theirs(self) -> None:
        def split(word: Any) -> None:
            paragraph = said(word, "The budget is")
            second = copy.deepcopy(paragraph)
            for child in list(second)[1:]:
                second.remove(child)
            WordParagraph(second, word).add_run("And we are glad.")
            second.append(paragraph.find(f"{W}bookmarkEnd"))
            next(paragraph.iter(f"{W}t")).text = "The budget is what it is."
            paragraph.addnext(second)

        found = kept(after(FIRST, split), paper(FEWER))
        assert "The budget is what it is." in lines(found.content)
        assert "And we are glad." in lines(found.content)
        assert [told.kind for told in found.comments] == ["changed"]

    def test_a_paragraph_typed_behind_another_leaves_that_one_to_the_workbook(self) -> None:
        def type_behind(word: Any) -> None:
            paragraph = said(word, "The budget is")
            own = word.add_paragraph("And we are glad.")._p
            own.append(paragraph.find(f"{W}bookmarkEnd"))
            paragraph.addnext(own)

        found = kept(after(FIRST, type_behind), paper(FEWER))
        text = lines(found.content)
        assert "The budget is £250,000, and 3 projects need £40,000." in text
        assert "And we are glad." in text
        assert (found.added, found.comments) == (1, ())

    def test_a_table_with_columns_of_peoples_is_theirs(self) -> None:
        content, person = edited(FIRST, random.Random(5), lambda person: add_a_column(person, person.tables()[2]))
        found = kept(content, paper(replace(FEWER, projects=ANSWERS.projects[:1])))
        assert [token for token in person.typed if token not in lines(found.content)] == []
        assert "table" in {told.kind for told in found.comments}

    def test_what_lost_its_source_goes_to_the_end_of_its_section_with_its_heading(self) -> None:
        fewer = replace(ANSWERS, projects=ANSWERS.projects[1:])
        found = kept(after(FIRST, retype("Faults are mended", "Holes are mended")), paper(fewer))
        text = lines(found.content)
        at = text.index("What changes: Holes are mended in 3 days.")
        assert text[at - 1] == "Faults reported online"
        assert text.index("What changes: Nobody is cold.") < at < text.index("Costs", at)
        assert [told.kind for told in found.comments] == ["gone"]

    def test_what_lost_its_source_with_its_section_is_told_by_the_heading_that_it_had(self) -> None:
        risks = Section("risks", (Heading("Risks"), Paragraph("Abuse is likely."), Paragraph("Delay is not.")))
        summary = Section("summary", (Heading("Summary"), Paragraph("We listen.")))
        old, new = (
            write_docx(Document("Strategy", "Shire", (), sections), STYLE)
            for sections in ((summary, risks), (summary,))
        )

        def write(word: Any) -> None:
            said(word, "Risks").addnext(word.add_paragraph("Typed below the heading.")._p)
            retype("Abuse is likely.", "Abuse is rare.")(word)

        assert [(told.kind, told.section) for told in kept(after(old, write), new).comments] == [("gone", "Risks")]

    def test_tracked_changes_count_as_accepted_and_stay(self) -> None:
        def track(word: Any) -> None:
            paragraph = WordParagraph(said(word, "The budget is"), word)
            run = paragraph.add_run(" Proposed.")._r
            tracked = run.makeelement(f"{W}ins", {f"{W}id": "9001", f"{W}author": "A councillor"})
            run.addprevious(tracked)
            tracked.append(run)

        found = kept(after(FIRST, track), paper(FEWER))
        word = docx.Document(io.BytesIO(found.content))
        assert text_of(next(word.element.body.iter(f"{W}ins"))) == " Proposed."
        assert [told.kind for told in found.comments] == ["changed"]


class TestRenamedInTheWorkbook:
    """A project has another title: its heading, sentences and rows are the same pieces all the same."""

    HOLES = replace(ANSWERS.projects[0], title="Holes on the map", cost=11_000)
    RENAMED = replace(ANSWERS, projects=(HOLES, *ANSWERS.projects[1:]))

    def test_an_edited_sentence_stays_and_its_new_wording_is_told(self) -> None:
        found = kept(after(FIRST, retype("Head of Streets", "The mayor")), paper(self.RENAMED))
        text = lines(found.content)
        at = text.index("Lead: The mayor. Whole-life cost: £12,000.")
        assert text[at - 2] == "Holes on the map"
        assert [told.kind for told in found.comments] == ["changed"]

    def test_a_row_that_was_edited_takes_the_new_title_and_cost(self) -> None:
        def other_lead(word: Any) -> None:
            row = row_of(word, "Head of Streets")
            list(row.iter(f"{W}t"))[1].text = "The mayor"

        found = kept(after(FIRST, other_lead), paper(self.RENAMED))
        assert ["Holes on the map", "The mayor", "£11,000"] in pieces(found.content).values()
        assert not found.comments

    def test_a_new_row_looks_as_people_made_the_others(self) -> None:
        def centre(word: Any) -> None:
            table = next(table for table in word.element.body.iter(f"{W}tbl") if "Abuse" in text_of(table))
            for p in table.iter(f"{W}p"):
                WordParagraph(p, word).alignment = WD_ALIGN_PARAGRAPH.CENTER

        more = replace(ANSWERS, risks=(*ANSWERS.risks, ("Flood", "9")))
        word = docx.Document(io.BytesIO(kept(after(FIRST, centre), paper(more)).content))
        assert WordParagraph(said(word, "Flood"), word).alignment is WD_ALIGN_PARAGRAPH.CENTER

    def test_a_paragraph_that_was_taken_out_stays_out(self) -> None:
        def take_out(word: Any) -> None:
            change = said(word, "Faults are mended")
            change.getparent().remove(change)

        assert "Faults are mended" not in "\n".join(lines(kept(after(FIRST, take_out), paper(self.RENAMED)).content))


class TestWithoutRecord:
    def test_what_does_not_match_is_theirs(self) -> None:
        old = without(after(FIRST, retype("Email comes first", "Post comes first")), "customXml")
        found = kept(old, paper(FEWER))
        text = "\n".join(lines(found.content))
        assert "Post comes first" in text
        assert "£350,000" in text
        told = "\n".join(each.text for each in found.comments)
        assert "The budget is £250,000" in told
        assert "Email comes first" in told
        assert len(kept(found.content, paper(FEWER)).comments) == len(found.comments)

    def test_what_says_the_same_is_ours_again(self) -> None:
        found = kept(without(FIRST, "customXml"), FIRST)
        assert found.is_pure
        assert lines(kept(found.content, paper(FEWER)).content) == lines(paper(FEWER))

    def test_control_tags_and_descriptions_of_charts_come_back(self) -> None:
        def drop(word: Any) -> None:
            for tag in list(word.element.body.iter(f"{W}tag")):
                tag.getparent().remove(tag)
            for drawn in word.element.body.iter("{*}docPr"):
                drawn.attrib.pop("descr")

        content = kept(after(FIRST, drop), paper(FEWER)).content
        word = docx.Document(io.BytesIO(content))
        assert [tag.get(f"{W}val") for tag in word.element.body.iter(f"{W}tag")] == [
            f"smreport:{key}" for key in ("cover", "contents", "summary", "projects", "costs", "risks")
        ]
        assert [drawn.get("descr") for drawn in word.element.body.iter("{*}docPr")] == ["All."]

    def test_a_chart_whose_workbook_a_program_has_dropped_gets_it_back(self) -> None:
        spoilt = without(FIRST, "customXml", "word/embeddings")
        for new in (FIRST, paper(FEWER), paper(replace(FEWER, projects=ANSWERS.projects[1:]))):
            content = kept(spoilt, new).content
            with zipfile.ZipFile(io.BytesIO(content)) as package:
                charts = [name for name in package.namelist() if name.startswith("word/charts/chart")]
                links = sum(b"externalData" in package.read(name) for name in charts)
                workbooks = [name for name in package.namelist() if name.startswith("word/embeddings/")]
            assert links == len(workbooks)


class TestEarlierVersion:
    OLD = (OLD_VERSIONS / "paper-with-fingerprints.docx").read_bytes()

    def test_one_that_nobody_touched_is_replaced(self) -> None:
        assert is_ours(self.OLD)
        assert kept(self.OLD, paper(FEWER)).content == paper(FEWER)

    def test_edits_stay_and_what_is_new_is_told(self) -> None:
        old = after(self.OLD, retype("Email comes first", "Post comes first"))
        found = kept(old, paper(FEWER))
        text = "\n".join(lines(found.content))
        assert "Post comes first" in text
        assert "Nobody is cold." in text
        told = "\n".join(each.text for each in found.comments)
        assert "£250,000" in told
        assert found.edited or found.removed
        again = kept(found.content, paper(FEWER))
        assert lines(again.content) == lines(found.content)

    def test_a_section_that_was_taken_out_stays_out(self) -> None:
        old = after(
            self.OLD, lambda word: word.element.body.remove(list(word.element.body.iterchildren(f"{W}sdt"))[-1])
        )
        found = kept(old, paper(FEWER))
        assert "Abuse" not in lines(found.content)
        assert found.removed == ("Appendix 1: risks",)


class TestExempt:
    def test_a_paragraph_copied_from_an_exempt_paper_is_known(self) -> None:
        exempt = docx.Document(io.BytesIO(paper(ANSWERS, is_exempt=True)))
        paragraph = copy.deepcopy(said(exempt, "The budget is"))
        content = after(FIRST, lambda word: said(word, "Email comes first").addnext(paragraph))
        assert not is_exempt(FIRST)
        assert is_exempt(content)


class TestOwnWords:
    """What a document says that its new version does not."""

    def test_they_are_named_by_section_comment_property_and_part(self) -> None:
        def write(word: Any) -> None:
            said(word, "Email comes first").addnext(word.add_paragraph("Typed in the text.")._p)
            word.add_comment(WordParagraph(said(word, "The budget is"), word).runs, "Too much?", "A councillor", "AC")
            word.core_properties.comments = "For the leader."
            word.sections[0].header.paragraphs[0].text = "Said above each page."

        found = {(own.where, own.text): own.name for own in own_words(after(FIRST, write), FIRST)}
        assert found["section", "Typed in the text."] == "Summary"
        assert ("comment", "Too much?") in found
        assert ("property", "For the leader.") in found
        assert ("part", "Said above each page.") in found

    def test_how_many_words_a_program_has_counted_is_nobody_s(self) -> None:
        app = "<Properties><Words>4711</Words><Company>Ours</Company></Properties>"
        counted = with_parts(FIRST, {"docProps/app.xml": lambda _: app})
        assert [own.text for own in own_words(counted, FIRST)] == ["Ours"]


def test_traces_are_made_anew(tmp_path: Path) -> None:
    traced = paper(ANSWERS, trace=True)
    found = kept(after(FIRST, lambda _word: None), traced)
    assert comments(found.content) == comments(traced)
    assert comments(kept(found.content, FIRST).content) == []
