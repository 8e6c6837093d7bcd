import os
import stat

import msgspec
import pyarrow.parquet
import pytest

from goldspan.errors import InputError
from goldspan.files import read_text, replacing, replacing_folder, write_text
from goldspan.records import read_records, write_records
from goldspan.sentences import Sentence


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path):
    path = tmp_path / "a.txt"
    write_text(path, "old")
    with pytest.raises(RuntimeError), replacing(path) as temporary:
        temporary.write_text("new")
        raise RuntimeError
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["a.txt"]


def test_a_failed_build_leaves_the_old_folder_and_nothing_else(tmp_path):
    path = tmp_path / "gold"
    with replacing_folder(path) as temporary:
        (temporary / "old").touch()
    with pytest.raises(RuntimeError), replacing_folder(path) as temporary:
        (temporary / "new").touch()
        raise RuntimeError
    assert os.listdir(path) == ["old"]
    assert os.listdir(tmp_path) == ["gold"]


def test_a_folder_takes_the_place_of_an_older_one(tmp_path):
    for name in ("old", "new"):
        with replacing_folder(tmp_path / "gold") as temporary:
            (temporary / name).touch()
    assert os.listdir(tmp_path / "gold") == ["new"]
    assert os.listdir(tmp_path) == ["gold"]


def test_a_private_file_is_for_its_owner_only(tmp_path):
    write_text(tmp_path / "secret", "x", private=True)
    assert stat.S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600


def test_a_byte_order_mark_is_no_text(tmp_path):
    (tmp_path / "a.txt").write_bytes("\ufeffTrần".encode())
    assert read_text(tmp_path / "a.txt") == "Trần"


def test_what_is_not_utf8_is_named_with_its_line(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"one\ntw\xff\n")
    with pytest.raises(InputError, match=r"a.txt:2: byte 6 isn't UTF-8"):
        read_text(tmp_path / "a.txt")


def test_records_round_trip(tmp_path):
    sentences = [Sentence(doc="d", index=i, text=t) for i, t in enumerate(["Trần", "🇻🇳", '"a"'])]
    write_records(tmp_path / "s.jsonl", sentences)
    assert [record for _, record in read_records(tmp_path / "s.jsonl", Sentence)] == sentences


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b'{"doc": "d"', "s.jsonl:2: not a sentence record: input data was truncated"),
        (b"Putin came.", "s.jsonl:2: not a sentence record: JSON is malformed"),
        (b'{"doc": "d", "index": "x", "text": "t"}', r"s.jsonl:2: .*expected `int`, got `str`"),
        (b'{"doc": "d", "index": 1, "text": "t", "foo": 1}', r"s.jsonl:2: .*unknown field `foo`"),
        (b'{"doc": "d", "index": 1, "text": "\xff"}', "s.jsonl:2: the line isn't UTF-8"),
    ],
)
def test_a_bad_record_is_named_with_its_line(tmp_path, line, message):
    good = msgspec.json.encode(Sentence(doc="d", index=0, text="t"))
    (tmp_path / "s.jsonl").write_bytes(good + b"\n" + line + b"\n")
    with pytest.raises(InputError, match=message):
        list(read_records(tmp_path / "s.jsonl", Sentence))


def test_what_a_folder_or_a_file_in_the_way_forbids_is_named(tmp_path):
    (tmp_path / "folder").mkdir()
    with pytest.raises(InputError, match=r"/folder: can't be written: Is a directory\.$"):
        write_text(tmp_path / "folder", "new")
    (tmp_path / "file").write_text("old")
    with pytest.raises(InputError, match="file: the folder can't be made: File exists"):
        write_text(tmp_path / "file" / "new", "new")
    with pytest.raises(InputError, match="file: the folder can't be made"):
        replacing_folder(tmp_path / "file" / "new").__enter__()
    assert sorted(os.listdir(tmp_path)) == ["file", "folder"]


def test_a_full_disk_leaves_the_old_file_and_is_named(tmp_path, full_disk):
    write_text(tmp_path / "a.txt", "old")
    with full_disk(), pytest.raises(InputError, match=r"/a\.txt: can't be written: File too large"):
        write_text(tmp_path / "a.txt", "new" * 1000)
    assert read_text(tmp_path / "a.txt") == "old"
    assert os.listdir(tmp_path) == ["a.txt"]


def test_a_full_disk_leaves_the_old_folder_and_is_named(tmp_path, full_disk):
    path = tmp_path / "gold"
    with replacing_folder(path) as temporary:
        (temporary / "old").touch()
    table = pyarrow.table({"number": range(1000)})
    with (
        full_disk(),
        pytest.raises(InputError, match="/gold: can't be written: File too large"),
        replacing_folder(path) as temporary,
    ):
        pyarrow.parquet.write_table(table, temporary / "new.parquet")
    assert os.listdir(path) == ["old"]
    assert os.listdir(tmp_path) == ["gold"]


@pytest.mark.parametrize("open_one", [replacing, replacing_folder])
def test_what_another_file_or_a_server_refuses_isnt_laid_on_the_output(tmp_path, open_one):
    for error in (PermissionError(13, "denied", "/elsewhere"), ConnectionResetError(104, "gone")):
        with pytest.raises(type(error)), open_one(tmp_path / "a"):
            raise error
    assert os.listdir(tmp_path) == []
