"""Put the text back into a release that was published without it."""

import shutil
from collections.abc import Mapping, Sequence
from itertools import chain
from pathlib import Path

import msgspec

from goldspan.dataset import AGREEMENT_FILE, MANIFEST, read_gold
from goldspan.errors import InputError
from goldspan.files import replacing_folder, sha256_of
from goldspan.gold.paragraphs import local_paragraphs
from goldspan.gold.release.manifest import GUIDELINES, read_release_manifest, write_dataset_manifest
from goldspan.gold.release.offsets import CONFIG_OF, check_text, put_text_back
from goldspan.gold.write import CARD, MISALIGNED, Misaligned, write_card
from goldspan.guidelines.read import read_guidelines
from goldspan.records import read_records, write_records
from goldspan.sentences import Sentence, distinct, read_placed_sentences
from goldspan.splits import SPLITS_FILE
from goldspan.tokens import find_tokeniser


class Restored(msgspec.Struct, frozen=True):
    """What was put back.

    Attributes:
        sentences: how many sentences have their text again.
        tables: tables written, each with the very bytes it had when it was built.
        differing: tables with other bytes than when built: another version of the Parquet writer.
    """

    sentences: int
    tables: int
    differing: list[str]


def restore(release: Path, sources: Sequence[Path], output: Path) -> Restored:
    """Write the dataset as it was before its text was taken out, all or nothing.

    Args:
        release: the release's folder, as downloaded.
        sources: the owner's sentences.
        output: the dataset's folder.

    Raises:
        InputError: it isn't a release without text; a sentence is missing or has another text.
    """
    path = release / MANIFEST
    try:
        manifest = read_release_manifest(path.read_bytes(), str(path))
    except OSError as error:
        raise InputError(f"{release}: not a release: {path}: {error.strerror}.") from None
    if manifest.release.text == "full":
        raise InputError(f"{release} has its text already; there is nothing to put back.")
    if output.exists() and not (output / MANIFEST).exists():
        raise InputError(f"{output} exists and isn't a gold dataset; name another with -o.")
    sentences = _sentences(sources)
    tokeniser = find_tokeniser(manifest.tokeniser)
    check_text(release, manifest.splits, sentences)
    differing: list[str] = []
    with replacing_folder(output) as folder:
        for name, wanted in manifest.release.restored.items():
            config = CONFIG_OF[name.partition("/")[0]]
            put_text_back(release / name, folder / name, config, sentences, tokeniser)
            if sha256_of(folder / name) != wanted:
                differing.append(name)
        _restore_misaligned(release / MISALIGNED, folder / MISALIGNED, sentences)
        for name in (AGREEMENT_FILE, SPLITS_FILE):
            if (release / name).exists():
                shutil.copyfile(release / name, folder / name)
        write_dataset_manifest(release, folder)
        dataset = read_gold(folder)
        write_card(
            folder,
            dataset.manifest,
            dataset.sentences(),
            read_guidelines(release / GUIDELINES),
            local_paragraphs(release / CARD),
        )
    return Restored(sum(manifest.splits.values()), len(manifest.release.restored), differing)


def _restore_misaligned(source: Path, target: Path, sentences: Mapping[str, Sentence]) -> None:
    def quoted(record: Misaligned) -> Misaligned:
        span, text = record.span, sentences[record.sentence].text
        quote = msgspec.structs.replace(span, text=text[span.start : span.end])
        return msgspec.structs.replace(record, span=quote)

    write_records(target, (quoted(record) for _, record in read_records(source, Misaligned)))


def _sentences(sources: Sequence[Path]) -> dict[str, Sentence]:
    placed = chain.from_iterable(read_placed_sentences(path) for path in sources)
    return {sentence.id: sentence for sentence in distinct(placed)}
