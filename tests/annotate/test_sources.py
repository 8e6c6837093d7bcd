import json

import datasets
import pytest

from goldspan.annotate.sources import read_sources
from goldspan.errors import InputError

LANGUAGES = ["en", "vi"]


def read(*paths, lang=None):
    return read_sources(paths, lang=lang, languages=LANGUAGES)


def article(tmp_path, text, name="article.txt"):
    path = tmp_path / name
    path.write_bytes(text.encode())
    return path


def test_each_line_of_text_is_a_sentence(tmp_path):
    path = article(tmp_path, "\ufeffOne here.\r\n\r\n  Two\u00a0here. \rThree here.\n")
    sentences = read(path)
    assert [s.text for s in sentences] == ["One here.", "Two\u00a0here.", "Three here."]
    assert [s.id for s in sentences] == ["article#0", "article#1", "article#2"]
    assert {s.section for s in sentences} == {"body"}


def test_what_stands_above_the_first_ruler_is_the_headline(tmp_path):
    path = article(tmp_path, "Head\nSub\n-----------\nBody\n=====\nMore\n")
    assert [(s.text, s.section) for s in read(path)] == [
        ("Head", "headline"),
        ("Sub", "headline"),
        ("Body", "body"),
        ("More", "body"),
    ]


def test_a_ruler_above_everything_makes_no_headline(tmp_path):
    assert [s.section for s in read(article(tmp_path, "---\nBody\n"))] == ["body"]


def test_other_line_separators_stay_in_the_text(tmp_path):
    assert len(read(article(tmp_path, "One\u2028still one\u0020\u3000.\n"))) == 1


def test_the_language_is_guessed_for_the_whole_article(tmp_path):
    path = article(tmp_path, "Thủ tướng đến Hà Nội.\nObama.\n")
    assert [s.lang for s in read(path)] == ["vi", "vi"]
    assert [s.lang for s in read(path, lang="fr")] == ["fr", "fr"]


def test_json_lines_are_sentence_records(tmp_path):
    path = tmp_path / "a.jsonl"
    record = {"doc": "d", "index": 4, "text": "Một.", "lang": "vi", "section": "caption"}
    path.write_text(json.dumps(record) + "\n", encoding="utf-8")
    [sentence] = read(path)
    assert (sentence.id, sentence.lang, sentence.section) == ("d#4", "vi", "caption")


def test_csv_needs_only_a_text_column(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text('text,source\n"One, here.",VNA\nTwo.,VNA\n', encoding="utf-8")
    sentences = read(path)
    assert [(s.id, s.text) for s in sentences] == [("a#0", "One, here."), ("a#1", "Two.")]
    assert sentences[0].meta == {"source": "VNA"}


@pytest.mark.parametrize("how", ["save_to_disk", "parquet"])
def test_a_dataset_folder(tmp_path, how):
    rows = {"text": ["One.", "Two."], "doc": ["x", "y"], "url": ["u", "v"]}
    dataset = datasets.Dataset.from_dict(rows)
    if how == "parquet":
        dataset.to_parquet(str(tmp_path / "data" / "train.parquet"))
    else:
        dataset.save_to_disk(str(tmp_path / "data"))
    sentences = read(tmp_path / "data")
    assert [(s.id, s.text, s.meta) for s in sentences] == [
        ("x#0", "One.", {"url": "u"}),
        ("y#0", "Two.", {"url": "v"}),
    ]


def test_a_dataset_without_texts_is_told_with_the_columns_it_has(tmp_path):
    rows = datasets.Dataset.from_dict({"sentence": ["One."], "doc": ["x"]})
    rows.save_to_disk(str(tmp_path / "data"))
    with pytest.raises(
        InputError, match="data has no column 'text'; the columns are sentence, doc"
    ):
        read(tmp_path / "data")


def test_a_dataset_folder_is_read_as_it_is_now(tmp_path):
    for text in ("One.", "Two."):
        rows = datasets.Dataset.from_dict({"text": [text]})
        rows.to_parquet(str(tmp_path / "data" / "train.parquet"))
        assert [s.text for s in read(tmp_path / "data")] == [text]


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.txt", b"", "a.txt: there is no sentence in it"),
        ("a.txt", b"\n-----\n \n", "a.txt: there is no sentence in it"),
        ("a.txt", b"ok\n\xff\xfe", "a.txt:2: byte 3 isn't UTF-8"),
        ("a.txt", b"ok\nbad\x00here\n", r"a.txt:2: sentence a#1: it holds the control .*U\+0000"),
        ("a.csv", b"title\nx\n", "a.csv:1: there is no column 'text'; the columns are title"),
        ("a.csv", b"text,index\nx,y\n", "a.csv:2: not a sentence"),
        ("a.pdf", b"x", "a.pdf: unknown kind of source '.pdf'"),
        ("a.jsonl", b'{"text": "x"}\n', "a.jsonl:1: not a sentence record"),
    ],
)
def test_bad_sources_are_named_with_the_place(tmp_path, name, data, message):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError, match=message):
        read(tmp_path / name)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(InputError, match="nowhere.txt: there is no such file"):
        read(tmp_path / "nowhere.txt")


def test_a_folder_that_is_no_dataset_is_named(tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="empty: not a dataset"):
        read(tmp_path / "empty")


def test_one_id_with_two_texts_is_refused(tmp_path):
    (tmp_path / "x").mkdir()
    one, two = article(tmp_path, "One.\n"), article(tmp_path / "x", "Two.\n")
    with pytest.raises(InputError, match="sentence id article#0 was used at .* another text"):
        read(one, two)
