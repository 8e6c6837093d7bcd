"""A disagreement as an adjudicator is shown it."""

import re

from msgspec.structs import replace

from goldspan.adjudication import Disagreement, Marked
from goldspan.annotate.marks_table import marks_table
from goldspan.spans import Span

TEXT = "PresidentPutin met Biden in Rome."
PUTIN = Span(start=9, end=14, label="LEADER", text="Putin")


def disagreement_on(text, disputed, annotators, **fields):
    return Disagreement(
        sentence="d#0",
        doc="d",
        index=0,
        text=text,
        text_sha256="",
        lang="en",
        section="body",
        meta={},
        reason="annotators differ",
        dispute="",
        annotators=annotators,
        agreed=[],
        disputed=disputed,
        outvoted=[],
        **{"flags": {}, "notes": {}, **fields},
    )


def test_a_sentence_keeps_an_id_of_its_own():
    disagreement = replace(disagreement_on("Putin", [], ["a", "b"]), sentence="own 7")
    assert disagreement.as_sentence.id == "own 7"


def test_marks_are_escaped(guidelines):
    evil = '<img src=x onerror="alert(1)">'
    disputed = [Marked(Span(start=0, end=len(evil), label="LEADER", text=evil), ["a"])]
    disagreement = disagreement_on(evil, disputed, ["a", "b"], notes={"b": evil})
    table = marks_table(disagreement, {"a": "A", "b": "B"}, guidelines)
    assert "<img" not in table and table.count("&lt;img") == 2


def test_marks_show_who_marked_and_said_what_by_letter(guidelines):
    rome = Span(
        start=28, end=32, label="COUNTRY", text="Rome", attributes={"noise": "mt", "form": "x"}
    )
    table = marks_table(
        disagreement_on(
            TEXT,
            [Marked(PUTIN, ["chi", "ann"]), Marked(rome, ["bob"])],
            ["ann", "bob", "chi"],
            flags={"ann": ["unsure", "garbled"], "chi": []},
            notes={"ann": "glued", "bob": "why?"},
        ),
        {"ann": "C", "bob": "A", "chi": "B"},
        guidelines,
    )
    rows = [
        [re.sub("<[^>]*>", "", cell) for cell in re.findall(r"<t[dh].*?</t[dh]>", row)]
        for row in re.findall("<tr>.*?</tr>", table)
    ]
    assert rows == [
        ["", "disputed", "A", "B", "C"],
        ["1", "Putin", "LEADER", "", "\u2713", "\u2713"],
        ["2", "Rome", "COUNTRY form=x noise=mt", "\u2713", "", ""],
    ]
    top, _, below = table.partition("</table>")
    assert re.sub("<[^>]*>", "", top) == "".join(cell for row in rows for cell in row)
    below = re.sub("<[^>]*>", "\n", below).split("\n")
    assert [line for line in below if line] == [
        "A: why?",
        "C: flag unsure",
        "C: flag garbled",
        "C: glued",
    ]
    colours = [label.colour for label in guidelines.labels]
    assert re.findall("solid (#[0-9a-f]+)", table) == colours[:2]
