"""A whole measurement of agreement, as it stands in JSON, and how it is read back."""

from pathlib import Path

import msgspec

from goldspan.agreement.accuracy import AccuracyAgainstGold
from goldspan.agreement.corrected import Alphas, Gamma, TokenKappas
from goldspan.agreement.disagreements import Disagreements
from goldspan.agreement.spans import Agreed, PairMatrix
from goldspan.dataset import AGREEMENT_FILE
from goldspan.errors import InputError
from goldspan.files import read_text

AGREEMENT = "goldspan-agreement-1"


class Agreement(msgspec.Struct, frozen=True, kw_only=True):
    """Agreement over all pairs of annotators, and by slices of what they annotated.

    Attributes:
        schema: the version of this form.
        annotators: their pseudonyms.
        documents: how many documents hold what was compared.
        changed_by_others: how many annotations another annotator changed last, so that they aren't
            independent.
        overall: all labels and all pairs together.
        labels: by label.
        languages: by language.
        labels_by_language: by label and language; keys such as ``LEADER vi``.
        sections: by section.
        guidelines: by the version that both annotators worked under, or the two versions.
        suggestions: by the extractor whose suggestions both began with, ``none``, or the two.
        pairs: by pair of annotators; keys such as ``a & b``.
        alpha: Krippendorff's unitised alpha.
        matrix: strict F1 of every two annotators.
        disagreements: what they disagree on.
        colours: each label's colour in the guidelines, as ``#rrggbb``; empty where they aren't
            known.
        interval_method: how the 95% intervals of F1 and of label accuracy are found; empty where
            that isn't known.
        gamma: that of Mathet, Widlöcher and Métivier (2015); null unless asked for, as it takes
            long.
        token_kappa: Cohen's kappa on tokens; null unless asked for, as it misleads.
        accuracy_against_gold: how right each annotator is; null unless gold was given.
    """

    schema: str = AGREEMENT
    annotators: list[str]
    documents: int
    changed_by_others: int
    overall: Agreed
    labels: dict[str, Agreed]
    languages: dict[str, Agreed]
    labels_by_language: dict[str, Agreed]
    sections: dict[str, Agreed]
    guidelines: dict[str, Agreed]
    suggestions: dict[str, Agreed]
    pairs: dict[str, Agreed]
    alpha: Alphas
    matrix: PairMatrix
    disagreements: Disagreements
    colours: dict[str, str] = {}
    interval_method: str = ""
    gamma: Gamma | None = None
    token_kappa: TokenKappas | None = None
    accuracy_against_gold: AccuracyAgainstGold | None = None

    @property
    def without_quotes(self) -> "Agreement":
        """The same without the words on which annotators disagree, and where they stand."""
        counted = msgspec.structs.replace(self.disagreements, groups=[])
        return msgspec.structs.replace(self, disagreements=counted)


def read_dataset_agreement(folder: Path) -> Agreement | None:
    """The agreement on all that a gold dataset was built from; None if the folder doesn't say.

    Raises:
        InputError: it is damaged.
    """
    path = folder / AGREEMENT_FILE
    return read_agreement(path) if path.exists() else None


def read_agreement(path: Path) -> Agreement:
    """Read what ``goldspan gold agreement --json`` printed.

    Raises:
        InputError: it can't be read, or is something else.
    """
    try:
        found = msgspec.json.decode(read_text(path), type=Agreement)
    except msgspec.DecodeError as error:
        raise InputError(
            f"{path}: not what goldspan gold agreement --json prints ({error})."
        ) from None
    if found.schema != AGREEMENT:
        raise InputError(f"{path}: agreement of another version ({found.schema}); measure again.")
    return found
