"""The commands that bring a dataset to the Hub and back."""

from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from goldspan.options import AsJson, GuidelinesFile
from goldspan.wording import how_many


class Omissible(str, Enum):
    """A configuration that may be left out."""

    bio = "bio"
    annotations = "annotations"


if TYPE_CHECKING:
    from goldspan.gold.release.asked import Published


def publish(
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="A gold dataset's folder.")],
    repo: Annotated[
        str, typer.Argument(metavar="NAMESPACE/NAME", help="The dataset on the Hugging Face Hub.")
    ],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Change nothing; show files, sizes and changes.")
    ] = False,
    private: Annotated[
        bool, typer.Option("--private", help="Make the dataset for its owners alone.")
    ] = False,
    revision: Annotated[
        str, typer.Option(help="The branch to publish to; made if there is none.")
    ] = "main",
    pull_request: Annotated[
        bool, typer.Option("--pr", help="Open a pull request; tag it by publishing once merged.")
    ] = False,
    version: Annotated[
        str | None,
        typer.Option(
            "--version", help="The version's number, instead of the one the changes ask for."
        ),
    ] = None,
    parent: Annotated[
        str | None,
        typer.Option(help="Publish only if this is still the last commit (a dry run names it)."),
    ] = None,
    text_policy: Annotated[
        Literal["full", "offsets"],
        typer.Option(help="full publishes the text, offsets only hashes and offsets."),
    ] = "full",
    without: Annotated[
        list[Omissible] | None,
        typer.Option(help="Leave a configuration out; may be repeated."),
    ] = None,
    allow: Annotated[
        list[str] | None,
        typer.Option(
            metavar="TEXT", help="Publish this text although it looks private; may be repeated."
        ),
    ] = None,
    about: Annotated[
        Path | None,
        typer.Option(help="Title, licences and authors; else about.yaml here, if there is one."),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Write the release's folder here, too.")
    ] = None,
    guidelines: GuidelinesFile = None,
    as_json: AsJson = False,
) -> None:
    """Publish a gold dataset to the Hugging Face Hub: one commit, one tag, a card.

    Example: goldspan gold publish gold/ acme/diplomacy --dry-run
    """
    import msgspec

    from goldspan.console import show
    from goldspan.gold.publish import publish as publish_gold
    from goldspan.gold.release.about import find_about
    from goldspan.gold.release.asked import Options
    from goldspan.gold.release.terminal import files_table
    from goldspan.guidelines.read import find_guidelines

    done = publish_gold(
        gold,
        repo,
        guidelines=find_guidelines(guidelines),
        about=find_about(about),
        options=Options(
            dry_run=dry_run,
            private=private,
            revision=revision,
            pull_request=pull_request,
            version=version,
            parent=parent,
            text=text_policy,
            without=[config.value for config in without or ()],
            allow=allow or (),
            output=output,
        ),
    )
    if as_json:
        typer.echo(msgspec.json.encode(done))
    elif dry_run:
        show(files_table(done))
    _say(done)


def _say(done: "Published") -> None:
    from goldspan.console import say

    for note in done.notes:
        say(f"Note: {note}")
    for reason in done.reasons:
        say(f"- {reason}")
    step = f"{done.before} -> {done.version} ({done.level})" if done.level else done.version
    if done.outcome == "published":
        commit = (done.commit or "")[:12]
        say(f"Published {done.repository} {step}: commit {commit}, tag {done.tag}")
    elif done.outcome == "proposed":
        say(f"Proposed {done.repository} {step}; once it is merged, publish again to tag it")
    elif done.outcome == "proposed already":
        say(f"{done.repository} {step} is proposed already; merge it, then publish again to tag it")
    elif done.outcome == "tagged":
        say(f"{done.repository} {done.version} was published without its tag; now it is {done.tag}")
    elif done.outcome == "nothing to do":
        say(f"{done.repository} {done.version} is published already; nothing was changed")
    else:
        parent = f"commit {done.parent}" if done.parent else "a new repository"
        say(f"Would publish {done.repository} {step} on {parent}; nothing was changed")
    say(done.url)


def restore(
    release: Annotated[
        Path, typer.Argument(metavar="RELEASE", help="A downloaded release without text.")
    ],
    sentences: Annotated[
        list[Path],
        typer.Argument(metavar="SENTENCES", help="Your copy of the sentences, JSON Lines."),
    ],
    output: Annotated[Path, typer.Option("-o", "--output", help="The dataset's folder.")],
) -> None:
    """Put the text back into a dataset published without it; each sentence's hash is checked.

    Example: goldspan gold restore release/ sentences.jsonl -o gold/
    """
    from goldspan.console import say
    from goldspan.gold.restore import restore as restore_text

    done = restore_text(release, sentences, output)
    say(
        f"{how_many(done.sentences, 'sentence has its', 'sentences have their')} text again ->"
        f" {output}"
    )
    if done.differing:
        say(
            f"The same content in other bytes than when it was built: {', '.join(done.differing)}"
            " (another version of the Parquet writer)"
        )
    else:
        say(f"All {done.tables} tables have the very bytes they were built with")
