"""The committed schemas are those of the code, and real records satisfy them."""

import json
import os
from pathlib import Path

import jsonschema
import pytest

from goldspan.samples import sample_annotations, sample_articles
from goldspan.schemas import RECORDS, json_schema

FOLDER = Path(__file__).parent.parent / "docs" / "schemas"


@pytest.mark.parametrize("name", RECORDS)
def test_the_committed_schema_is_the_codes(name):
    """To renew them: GOLDSPAN_WRITE_SCHEMAS=1 pytest tests/test_schemas.py."""
    path = FOLDER / f"{name}.schema.json"
    now = json.dumps(json_schema(name), indent=2, ensure_ascii=False) + "\n"
    if os.environ.get("GOLDSPAN_WRITE_SCHEMAS"):
        path.write_text(now, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == now


def test_there_is_no_other_schema():
    assert {path.name for path in FOLDER.iterdir()} == {f"{name}.schema.json" for name in RECORDS}


@pytest.mark.parametrize(
    ("name", "path"),
    [("sentence", sample_articles()[0]), ("annotation", sample_annotations("machine-a"))],
    ids=["sentence", "annotation"],
)
def test_real_records_satisfy_it(name, path):
    validator = jsonschema.Draft202012Validator(json_schema(name))
    for line in path.read_text(encoding="utf-8").splitlines():
        validator.validate(json.loads(line))
        with pytest.raises(jsonschema.ValidationError):
            validator.validate({**json.loads(line), "nonsense": 1})
