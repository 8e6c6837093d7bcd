"""What a reader of a measurement of agreement should know first."""

from collections.abc import Iterator, Mapping

from goldspan.agreement.result import Agreement
from goldspan.agreement.spans import Agreed
from goldspan.evaluate.report.findings import Finding, percent, sentences_link

_MOST_SLICES = 2
_MOST_STRINGS = 4


def agreement_findings(
    agreement: Agreement, slices: Mapping[str, Mapping[str, Agreed]], *, can_browse: bool
) -> list[Finding]:
    """Where annotators differ most, as far as the figures bear it.

    Args:
        agreement: the measurement.
        slices: the parts it was measured in; where the whole interval of one lies below the F1 of
            all, it is named.
        can_browse: whether the page has sentences to link to.
    """
    return [
        *_kinds(agreement, can_browse),
        *_lowest("Least agreed label", agreement.labels),
        *_lowest("Least agreed pair", agreement.pairs),
        *_weak_slices(agreement, slices),
        *_strings(agreement, can_browse),
    ]


def not_measured(agreement: Agreement) -> str:
    """Which measures weren't asked for, and how to; empty if none."""
    absent = {
        "gamma (--gamma)": agreement.gamma,
        "token kappa (--token-kappa)": agreement.token_kappa,
        "accuracy against gold (--gold FOLDER)": agreement.accuracy_against_gold,
    }
    names = [name for name, found in absent.items() if found is None]
    return f"Not measured here: {', '.join(names)} of goldspan gold agreement." if names else ""


def _kinds(agreement: Agreement, can_browse: bool) -> Iterator[Finding]:
    kinds = {name: count for name, count in agreement.disagreements.kinds.items() if count}
    if kinds:
        name, total = max(kinds, key=lambda name: kinds[name]), sum(kinds.values())
        says = f"mostly {name}: {kinds[name]:,} of {total:,} ({percent(kinds[name], total)})"
        link = sentences_link(**{"class": name}) if can_browse else ""
        yield Finding("Disagreements", says, link)


def _lowest(title: str, groups: Mapping[str, Agreed]) -> Iterator[Finding]:
    sure = {
        name: agreed.f1
        for name, agreed in groups.items()
        if agreed.f1 is not None and not agreed.is_too_few
    }
    if len(sure) > 1:
        name = min(sure, key=lambda name: sure[name])
        yield Finding(title, _said(name, groups[name]))


def _weak_slices(
    agreement: Agreement, slices: Mapping[str, Mapping[str, Agreed]]
) -> Iterator[Finding]:
    overall = agreement.overall.f1 or 0
    weak = [
        (agreed.f1 or 0, f"{name}: {group}", agreed)
        for name, groups in slices.items()
        if name not in ("label", "pair")
        for group, agreed in groups.items()
        if not agreed.is_too_few and agreed.f1_interval and agreed.f1_interval[1] < overall
    ]
    for _, name, agreed in sorted(weak, key=lambda one: one[:2])[:_MOST_SLICES]:
        yield Finding("Low agreement", _said(name, agreed))


def _strings(agreement: Agreement, can_browse: bool) -> Iterator[Finding]:
    often = [group for group in agreement.disagreements.groups if group.count > 1]
    if often:
        said = ", ".join(
            f"{' / '.join(one.text for one in group.marked)} ({group.count:,})"
            for group in often[:_MOST_STRINGS]
        )
        yield Finding("Most often on", said, "#disagreements" if can_browse else "")


def _said(name: str, agreed: Agreed) -> str:
    bounds = agreed.f1_interval
    interval = f" (95% {bounds[0]:.3f}\u2013{bounds[1]:.3f})" if bounds else ""
    return f"{name}, F1 {agreed.f1:.3f}{interval}"
