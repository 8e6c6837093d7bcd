"""What end-to-end tests share."""

import pytest

from goldspan.records import write_records
from goldspan.sentences import Sentence

SENTENCES = 2000


@pytest.fixture
def sentences(tmp_path, request):
    """How many sentences ``s.jsonl`` holds; fewer if the test asks by indirect parametrisation."""
    count = getattr(request, "param", SENTENCES)
    write_records(
        tmp_path / "s.jsonl",
        [
            Sentence(
                doc=f"d{number // 20}", index=number % 20, text=f"PresidentPutin met {number}."
            )
            for number in range(count)
        ],
    )
    return count
