"""Annotations: what one annotator said of one sentence."""

from typing import Literal

import msgspec

from goldspan.adjudication import Adjudication
from goldspan.sentences import Section, Sentence
from goldspan.spans import Span

Status = Literal["submitted", "skipped", "draft"]


class GuidelinesStamp(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, order=True, gc=False
):
    """Which guidelines an annotation was made under.

    Attributes:
        version: their version number.
        sha256: the SHA-256 of the file.
    """

    version: str
    sha256: str


class Origin(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, gc=False):
    """Where in Label Studio an annotation is.

    Attributes:
        project: the project's number.
        task: the task's.
        annotation: the annotation's; null for a draft of its own.
    """

    project: int
    task: int
    annotation: int | None = None


class Annotation(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, gc=False):
    """What one annotator said of one sentence.

    Attributes:
        sentence: the sentence's id.
        doc: the document it stands in.
        index: its place in the document, from 0.
        text: the text that was annotated.
        text_sha256: the SHA-256 of the text's UTF-8 bytes.
        annotator: a pseudonym.
        spans: the mentions; empty means "there are none here", unless skipped.
        lang: a BCP 47 language tag; ``und`` when nobody said.
        section: what kind of line it is.
        status: ``submitted``, ``skipped`` (the annotator passed the sentence over) or ``draft``
            (not submitted).
        flags: sentence flags of the guidelines.
        note: the annotator's remark.
        guidelines: the guidelines in force when it was last changed; null when not known.
        suggested_by: the extractor whose suggestions were shown first; null for none.
        created_at: when it was first saved, ISO 8601 in UTC.
        updated_at: when it was last changed.
        seconds: working time, as Label Studio measured it.
        origin: project, task and annotation in Label Studio; null when made elsewhere.
        stale: the sentence has another text by now, so this annotation counts no more.
        adjudication: what an adjudicator decided; null for an annotator's own annotation.
        edited_by: another annotator who changed it last; null when nobody else did.
        ground_truth: somebody marked it as the right answer in Label Studio.
    """

    sentence: str
    doc: str
    index: int
    text: str
    text_sha256: str
    annotator: str
    spans: list[Span]
    lang: str = "und"
    section: Section = "body"
    status: Status = "submitted"
    flags: list[str] = []
    note: str = ""
    guidelines: GuidelinesStamp | None = None
    suggested_by: str | None = None
    created_at: str | None = None
    updated_at: str | None = None
    seconds: float | None = None
    origin: Origin | None = None
    stale: bool = False
    adjudication: Adjudication | None = None
    edited_by: str | None = None
    ground_truth: bool = False

    @property
    def as_sentence(self) -> Sentence:
        """The sentence as this record knows it."""
        return Sentence(
            id=self.sentence,
            doc=self.doc,
            index=self.index,
            text=self.text,
            lang=self.lang,
            section=self.section,
        )
