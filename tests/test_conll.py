"""CoNLL files as the world writes them, and as we do."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldspan.conll import decode_conll, read_conll, sentence_lines
from goldspan.errors import InputError
from goldspan.schemes import SCHEMES, Chunk

IOB2 = SCHEMES["IOB2"]


@pytest.fixture
def read(tmp_path):
    def write_and_read(text):
        path = tmp_path / "a.conll"
        path.write_bytes(text.encode())
        return read_conll(path)

    return write_and_read


def chunks(file, scheme=IOB2, repair=None):
    return list(decode_conll(file, scheme, repair).chunks())


def test_the_tag_is_the_last_column_and_blank_lines_end_sentences(read):
    file = read("EU NNP I-NP B-ORG\nrejects VBZ I-VP O\n\n\nPeter NNP I-NP B-PER\n")
    assert file.tokens == ["EU", "rejects", "Peter"]
    assert (file.starts, file.lines) == ([0, 2], [1, 2, 5])
    assert chunks(file) == [[Chunk(0, 1, "ORG")], [Chunk(0, 1, "PER")]]


def test_line_ends_trailing_spaces_and_the_byte_order_mark_change_nothing(read):
    plain = read("a O\nb B-X\n\nc O\n")
    for text in (
        "\ufeffa O\nb B-X\n\nc O",
        "a O\r\nb B-X\r\n\r\nc O\r\n",
        "a  O \nb\tB-X\t\n \t \nc O   \n\n\n",
    ):
        other = read(text)
        assert (other.tokens, other.tags, other.starts) == (plain.tokens, plain.tags, plain.starts)


@pytest.mark.parametrize(
    "token", ["#a=", "\u00a0", "1\u00a0000", "\u2028", "\x85", "\u3000", "#", "🇻🇳"]
)
def test_only_space_and_tab_separate(read, token):
    assert read(f"{token}\tO\n").tokens == [token]
    assert read(f"a O\n{token} X O\n").tokens == ["a", token]


def test_tabs_leave_spaces_in_a_token(read):
    assert read("New York\tB-LOC\n").tokens == ["New York"]


def test_comments_name_sentences_and_documents(read):
    file = read(
        "# doc = ha-noi\n# id = ha-noi#0\na O\n\n# sent_id = ha-noi#1\n# some words\nb O\n\n"
        "# doc = ha-noi\nc O\n\n# doc = paris\n# d O\n# B-X\n"
    )
    assert file.ids == ["ha-noi#0", "ha-noi#1", None, None]
    assert file.documents == [0, 0, 0, 1]
    assert file.tokens == ["a", "b", "c", "#", "#"]


def test_document_marks_begin_documents_and_are_no_sentences(read):
    file = read(
        "-DOCSTART- -X- -X- O\n\na O\n\nb O\n\n-DOCSTART- -X- -X- O\nc O\n-DOCSTART-\nd O\n"
    )
    assert file.tokens == ["a", "b", "c", "d"]
    assert file.starts == [0, 1, 2, 3]
    assert file.documents == [0, 0, 1, 2]
    assert read("#begin document (a); part 000\na O\n\n#end document\n").documents == [0]


def test_a_line_of_one_column_is_refused_with_its_place(read):
    with pytest.raises(InputError, match=r"a\.conll:3: 'word' has one column"):
        read("a O\n\nword\n")


def test_a_file_without_tokens_is_refused(read):
    with pytest.raises(InputError, match="there is no token in it"):
        read("# only = this\n\n")


def test_a_missing_file_and_bytes_that_are_not_utf8_are_refused(tmp_path):
    with pytest.raises(InputError, match=r"none\.conll: can't be read"):
        read_conll(tmp_path / "none.conll")
    (tmp_path / "latin.conll").write_bytes(b"a O\n\xe9 O\n")
    with pytest.raises(InputError, match=r"latin\.conll:2: byte 4 isn't UTF-8"):
        read_conll(tmp_path / "latin.conll")


def test_a_tag_of_another_scheme_is_placed_and_the_right_scheme_advised(read):
    file = read("a O\n\n\nb S-X\nc B-X\nd E-X\n")
    with pytest.raises(InputError, match=r"a\.conll:4: tag 'S-X' .* the file's tags are of BIOES"):
        decode_conll(file, IOB2)


def test_a_broken_sequence_is_placed_unless_a_repair_is_chosen(read):
    file = read("a O\nb I-X\n\nc B-X\n")
    with pytest.raises(InputError, match=r"a\.conll:2: I-X continues no X, which IOB2 .*\(1 such"):
        decode_conll(file, IOB2)
    assert chunks(file, repair="discard") == [[], [Chunk(0, 1, "X")]]
    assert chunks(file, repair="conlleval") == [[Chunk(1, 2, "X")], [Chunk(0, 1, "X")]]


tokens = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1).filter(
    lambda token: not set(token) & {" ", "\t"} and token != "-DOCSTART-"
)


@settings(deadline=None)
@given(st.lists(st.lists(st.tuples(tokens, st.sampled_from(["O", "B-X"])), min_size=1), min_size=1))
def test_what_is_written_reads_back(tmp_path_factory, sentences):
    path = tmp_path_factory.mktemp("conll") / "a.conll"
    text = "".join(
        sentence_lines(*zip(*pairs, strict=True), comments=[("id", f"d#{index}")])
        for index, pairs in enumerate(sentences)
    )
    path.write_text(text, encoding="utf-8", newline="")
    file = read_conll(path)
    pairs = list(zip(file.tokens, file.tags, strict=True))
    assert pairs == [pair for sentence in sentences for pair in sentence]
    assert len(file.starts) == len(sentences)
    assert file.ids == [f"d#{index}" for index in range(len(sentences))]
