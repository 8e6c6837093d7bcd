"""What an export holds and what it lists as lost are together all spans, exactly."""

import io
import json
import sys

import msgspec
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from seqeval.scheme import IOB2, Tokens
from spacy.tokens import DocBin

from goldspan.conll import decode_conll, read_conll
from goldspan.dataset import read_gold
from goldspan.gold.export import export
from goldspan.gold.exports.docbin import words_and_spaces, write_docbin
from goldspan.gold.exports.formats import FORMATS
from goldspan.gold.exports.settings import Settings
from goldspan.gold.exports.text import write_brackets, write_conll, write_jsonl
from goldspan.guidelines.markup import parse_markup
from goldspan.records import read_records
from goldspan.samples import sample_annotations
from goldspan.schemes import SCHEMES
from goldspan.spanned_text import SpannedText
from goldspan.tokens import TOKENISERS

from ..strategies import spans_on, texts
from .datasets import gold_sentence, gold_span, write_gold

TEXT = "PresidentPutin met\u00a0Xi  in Ha Noi. "
PUTIN, VISIT, NOI = (9, 14, "LEADER"), (0, 21, "AGREEMENT"), (29, 31, "COUNTRY")
INSIDE = (30, 31, "COUNTRY")

tokenisers = st.sampled_from(list(TOKENISERS.values()))
schemes = st.sampled_from(list(SCHEMES.values()))


@st.composite
def sentences(draw):
    """A few sentences with spans of any kind, white space at any end."""
    found = []
    for index in range(draw(st.integers(1, 3))):
        text = draw(st.sampled_from(["", " ", "  ", "\t"])) + draw(texts)
        text += draw(st.sampled_from(["", " ", "\n"]))
        form = st.sampled_from([{}, {"form": "demonym"}])
        spans = [gold_span(text, *s.key, **draw(form)) for s in draw(spans_on(text))]
        found.append(gold_sentence(text, index=index, spans=[]))
        found[-1] = msgspec.structs.replace(found[-1], spans=spans)
    return found


def written(write, found, tokeniser=TOKENISERS["goldspan-1"], scheme=SCHEMES["IOB2"], ids=False):
    file = io.BytesIO()
    return file, write(file, found, Settings(tokeniser, scheme, ids))


def assert_whole(found, read, losses):
    """Spans read and spans lost are all spans, each in one of the two."""
    for sentence, keys in zip(found, read, strict=True):
        lost = [s.span.key for s in losses if s.sentence == sentence.id and s.lost == "span"]
        assert sorted([*keys, *lost]) == sorted(span.key for span in sentence.spans)


def assert_attributes_are_told(found, losses):
    told = {(loss.sentence, *loss.span.key) for loss in losses}
    assert all(
        (sentence.id, *span.key) in told
        for sentence in found
        for span in sentence.spans
        if span.attributes
    )


@settings(deadline=None)
@given(sentences(), tokenisers)
def test_seqeval_reads_conll_back_but_for_the_losses(found, tokeniser):
    file, losses = written(write_conll, found, tokeniser)
    read = []
    blocks = file.getvalue().decode().split("\n\n")[:-1]
    for sentence, block in zip(found, blocks, strict=True):
        rows = [line.split() for line in block.split("\n")]  # as seqeval's users read files
        tokens = tokeniser.tokenise(sentence.text)
        assert [row[0] for row in rows] == [sentence.text[start:end] for start, end in tokens]
        entities = Tokens([row[-1] for row in rows], IOB2, sent_id=0).entities
        read.append([(tokens[e.start][0], tokens[e.end - 1][1], e.tag) for e in entities])
    assert_whole(found, read, losses)
    assert_attributes_are_told(found, losses)


@settings(deadline=None)
@given(sentences(), tokenisers, schemes, st.booleans())
def test_our_reader_reads_conll_of_every_scheme(tmp_path_factory, found, tokeniser, scheme, ids):
    file, losses = written(write_conll, found, tokeniser, scheme, ids)
    path = tmp_path_factory.mktemp("export") / "a.conll"
    path.write_bytes(file.getvalue())
    conll = read_conll(path)
    assert conll.ids == [sentence.id if ids else None for sentence in found]
    read = []
    for sentence, chunks in zip(found, decode_conll(conll, scheme).chunks(), strict=True):
        tokens = tokeniser.tokenise(sentence.text)
        read.append([(tokens[c.start][0], tokens[c.stop - 1][1], c.label) for c in chunks])
    assert_whole(found, read, losses)


@settings(deadline=None)
@given(sentences(), tokenisers)
def test_spacy_reads_the_docbin_back_but_for_the_losses(found, tokeniser):
    file, losses = written(write_docbin, found, tokeniser)
    docs = list(DocBin().from_bytes(file.getvalue()).get_docs(spacy.blank("xx").vocab))
    assert [doc.text for doc in docs] == [sentence.text for sentence in found]
    spans = [[(s.start_char, s.end_char, s.label_) for s in doc.spans["sc"]] for doc in docs]
    assert_whole(found, spans, losses)
    for doc, sentence, held in zip(docs, found, spans, strict=True):
        entities = [(e.start_char, e.end_char, e.label_) for e in doc.ents]
        assert set(entities) <= set(held)
        for start, end, _ in held:
            assert any(e[0] < end and start < e[1] for e in entities)
        by_key = {span.key: span.attributes for span in sentence.spans}
        assert [dict(a) for a in doc.user_data["attributes"]] == [by_key[key] for key in held]
        assert doc.user_data["id"] == sentence.id and doc.user_data["lang"] == "en"


@settings(deadline=None)
@given(sentences())
def test_json_lines_read_back_whole(tmp_path_factory, found):
    file, losses = written(write_jsonl, found)
    assert losses == []
    path = tmp_path_factory.mktemp("export") / "a.jsonl"
    path.write_bytes(file.getvalue())
    read = [record for _, record in read_records(path, SpannedText)]
    assert [record.text for record in read] == [sentence.text for sentence in found]
    assert [[span.content for span in record.spans] for record in read] == [
        [span.content for span in sentence.spans] for sentence in found
    ]


@settings(deadline=None)
@given(sentences())
def test_brackets_read_back_but_for_the_losses(found):
    file, losses = written(write_brackets, found)
    read = [parse_markup(line) for line in file.getvalue().decode().split("\n")[:-1]]
    assert [marked.text for marked in read] == [sentence.text for sentence in found]
    assert_whole(found, [[span.key for span in marked.spans] for marked in read], losses)
    for marked, sentence in zip(read, found, strict=True):
        assert {s.content for s in marked.spans} <= {s.content for s in sentence.spans}


@given(texts, tokenisers)
def test_words_and_spaces_are_the_text(text, tokeniser):
    words, spaces = words_and_spaces(text, tokeniser.tokenise(text))
    assert "".join(w + " " * space for w, space in zip(words, spaces, strict=True)) == text


@pytest.fixture
def gold(tmp_path):
    spans = [VISIT, PUTIN, gold_span(TEXT, *NOI, form="capital"), gold_span(TEXT, *INSIDE)]
    return write_gold(
        tmp_path / "gold",
        {
            "train": [gold_sentence("Tướng Phạm.", [(6, 10, "LEADER")], index=1, lang="vi")],
            "test": [gold_sentence(TEXT, spans)],
        },
    )


def test_conll_as_written(goldspan, gold):
    run = goldspan("gold", "export", gold, "--format", "conll", "--split", "test", "-o", "-")
    assert run.code == 0
    assert run.out == (
        "President\tB-AGREEMENT\nPutin\tI-AGREEMENT\nmet\tI-AGREEMENT\nXi\tI-AGREEMENT\nin\tO\n"
        "Ha\tO\nNoi\tO\n.\tO\n\n"
    )


def test_the_command_counts_and_lists_what_is_lost(goldspan, gold, tmp_path):
    run = goldspan(
        "gold", "export", gold, "--format", "conll", "--scheme", "BIOES", "--ids",
        "-o", "out.conll", "--losses", "lost.jsonl", "--json",
    )  # fmt: skip
    document = json.loads(run.out)
    assert (document["sentences"], document["spans"], document["held"]) == (2, 5, 2)
    assert sum(document["lost"].values()) == 3
    assert document["settings"] == {"tokeniser": "goldspan-1", "scheme": "BIOES"}
    assert "2 sentences with 2 of 5 spans -> out.conll" in run.err
    assert "2 spans not in it: it doesn't begin and end with tokens" in run.err
    lines = [json.loads(line) for line in (tmp_path / "lost.jsonl").read_text().splitlines()]
    assert lines == document["losses"]
    assert {line["span"]["text"] for line in lines} == {"Putin", "No", "o"}
    assert (tmp_path / "out.conll").read_text().startswith("# doc = d\n# id = d#1\nTướng\tO\n")


def test_attributes_that_are_lost_are_counted_apart(goldspan, tmp_path):
    text = "Vietnamese"
    span = gold_span(text, 0, 10, "COUNTRY", form="demonym")
    write_gold(tmp_path / "gold", {"test": [gold_sentence(text, [span])]})
    run = goldspan("gold", "export", "gold", "--format", "conll", "-o", "a.conll", "--json")
    document = json.loads(run.out)
    assert (document["held"], document["lost"]) == (1, {})
    assert document["bare"] == {"the format has no attributes": 1}
    assert "1 span without attributes: the format has no attributes" in run.err


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_written_twice_alike(goldspan, gold, tmp_path, name):
    for output in ("one", "two"):
        run = goldspan("gold", "export", gold, "--format", name, "-o", output)
        assert run.code == 0, run.err
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    assert name in goldspan("gold", "export", "--help").out


def test_one_language_alone(goldspan, gold):
    run = goldspan("gold", "export", gold, "--format", "brackets", "--lang", "vi", "-o", "-")
    assert run.out == "Tướng [Phạm](LEADER).\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--format", "xml"], "no format 'xml'; there are jsonl, conll, spacy, brackets"),
        (["--format", "jsonl", "--scheme", "IOB2"], "--scheme means nothing for format jsonl"),
        (["--format", "brackets", "--ids"], "--ids means nothing for format brackets"),
        (["--format", "conll", "--scheme", "BIO"], "no scheme 'BIO'; there are IOB2, IOB1,"),
        (["--format", "conll", "--tokeniser", "x"], "no tokeniser 'x'; there are goldspan-1,"),
        (["--format", "conll", "--split", "dev"], "no split 'dev'; there are train, test"),
        (["--format", "conll", "--lang", "fr"], "no sentence is left to export; .*: en, vi"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_written(goldspan, gold, tmp_path, arguments, message):
    import re

    run = goldspan("gold", "export", gold, *arguments, "-o", "out")
    assert run.code == 1
    assert re.search(message, run.err), run.err
    assert not (tmp_path / "out").exists()


def test_stdout_is_for_one_document_of_text(goldspan, gold):
    run = goldspan("gold", "export", gold, "--format", "spacy", "-o", "-")
    assert run.code == 1 and "format spacy isn't text; name a file with -o" in run.err
    run = goldspan("gold", "export", gold, "--format", "jsonl", "-o", "-", "--json")
    assert run.code == 2


def test_without_spacy_the_extra_is_named(goldspan, gold, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "spacy.tokens", None)
    run = goldspan("gold", "export", gold, "--format", "spacy", "-o", "out.spacy")
    assert run.code == 1 and 'pip install "goldspan[spacy]"' in run.err
    assert not (tmp_path / "out.spacy").exists()


def test_a_failed_list_of_losses_leaves_no_export(gold, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(Exception, match="can't be"):
        export(gold, tmp_path / "out", format="conll", losses_file=tmp_path / "file" / "lost.jsonl")
    assert not (tmp_path / "out").exists()


def test_spacy_trains_on_the_docbin(goldspan, gold, tmp_path):
    """Its own reader of training data takes the file, entities and spans with it."""
    from spacy.training import Corpus

    goldspan("gold", "export", gold, "--format", "spacy", "-o", "train.spacy")
    examples = list(Corpus(tmp_path / "train.spacy")(spacy.blank("xx")))
    reference = examples[1].reference
    assert reference.text == TEXT
    assert [(s.text, s.label_) for s in reference.ents] == [(TEXT[:21], "AGREEMENT")]
    assert {(s.text, s.label_) for s in reference.spans["sc"]} == {
        (TEXT[:21], "AGREEMENT"), ("Putin", "LEADER"),
    }  # fmt: skip


def test_the_samples_lose_nothing_unsaid(goldspan, tmp_path):
    """Real sentences with nested names, flags, glued words and no-break spaces."""
    annotations = [sample_annotations(name) for name in ("machine-a", "machine-b", "adjudicated")]
    run = goldspan("gold", "build", *annotations, "-o", "gold")
    assert run.code == 0, run.err
    found = read_gold(tmp_path / "gold").sentences()
    assert len(found) > 200 and any(span.attributes for s in found for span in s.spans)
    file, losses = written(write_brackets, found)
    lines = file.getvalue().decode().split("\n")[:-1]
    read = [[span.key for span in parse_markup(line).spans] for line in lines]
    assert_whole(found, read, losses)
    assert losses == []
    file, losses = written(write_docbin, found)
    docs = DocBin().from_bytes(file.getvalue()).get_docs(spacy.blank("xx").vocab)
    spans = [[(s.start_char, s.end_char, s.label_) for s in doc.spans["sc"]] for doc in docs]
    assert_whole(found, spans, losses)
