"""One fault of each kind, to be planted into the sample corpus."""

import msgspec

from goldspan.dataset import GoldSpan
from goldspan.sentences import sha256_of_text

replace = msgspec.structs.replace


def span(sentence, words, label="COUNTRY", **fields):
    start = sentence.index(words)
    values = {"start": start, "end": start + len(words), "label": label, "text": words}
    return GoldSpan(**{"origin": "agreed", **values, **fields})


class Sentences(dict):
    """The samples' sentences by id, to be changed."""

    def change(self, name, **fields):
        self[name] = replace(self[name], **fields)

    def spans(self, name, *spans):
        self.change(name, spans=list(spans))

    def say(self, name, text, *spans, **fields):
        """Give a sentence another text and spans."""
        found = [span(text, words, label) for words, label in spans]
        self.change(name, text=text, text_sha256=sha256_of_text(text), spans=found, **fields)


A, B, C = "en-biden-hanoi-2023#3", "en-evfta-signing-2019#5", "en-aachen-treaty-2019#3"
SOUND = "Officials in Vietnam said on Monday that the talks would go on for another week."

QUIET = "The talks would go on for another week."


def text_hash(sentences):
    sentences.change(A, text_sha256="0" * 64)


def repeated_id(sentences):
    sentences["again"] = sentences[A]


def zero_length(sentences):
    sentences.say(A, QUIET)
    sentences.spans(A, GoldSpan(start=3, end=3, label="COUNTRY", origin="single"))


def outside(sentences):
    sentences.say(A, QUIET)
    sentences.spans(A, GoldSpan(start=70, end=99, label="COUNTRY", origin="single"))


def wrong_quote(sentences):
    sentences.say(A, SOUND)
    sentences.spans(A, span(SOUND, "Vietnam", text="Vietnan"))


def edge_space(sentences):
    sentences.say(A, SOUND, ("Vietnam ", "COUNTRY"))


def duplicate_span(sentences):
    sentences.say(A, SOUND, ("Vietnam", "COUNTRY"), ("Vietnam", "COUNTRY"))


def crossing_spans(sentences):
    sentences.say(A, "The Quang Ninh Border Accord was signed.", ("Quang Ninh Border", "LEADER"),
                  ("Border Accord", "AGREEMENT"))  # fmt: skip


def unknown_label(sentences):
    sentences.say(A, "They met in Quang Ninh on Monday.", ("Quang Ninh", "PROVINCE"))


def unknown_attribute(sentences):
    sentences.say(A, SOUND)
    sentences.spans(A, span(SOUND, "Vietnam", attributes={"form": "abbreviation"}))


def unknown_flag(sentences):
    sentences.change(A, flags=["sarcastic"])


def edge_punctuation(sentences):
    sentences.say(A, "They thanked Zambia, then left.", ("Zambia,", "COUNTRY"))


def no_letter(sentences):
    sentences.say(A, "They met again in 2017 to talk.", ("2017", "AGREEMENT"))


def long_span(sentences):
    words = "Understanding on " + ", ".join(["the exchange of trade statistics"] * 5)
    sentences.say(A, f"They signed the {words}.", (words, "AGREEMENT"))


def two_labels(sentences):
    sentences.say(A, "They met Zambia again.", ("Zambia", "COUNTRY"), ("Zambia", "LEADER"))


def nested_alike(sentences):
    sentences.say(A, "They met Edgar Lungu again.", ("Edgar Lungu", "LEADER"), ("Lungu", "LEADER"))


def cut_word(sentences):
    sentences.say(A, "They flew to Zambia again.", ("Zambi", "COUNTRY"))


def other_label(sentences):
    sentences.say(A, SOUND, ("Vietnam", "LEADER"))


def other_boundaries(sentences):
    sentences.say(A, "They say Joe Biden left Hanoi early.", ("Biden", "LEADER"))


def missed_mention(sentences):
    sentences.say(A, "Zambia asked Vietnam for advice.", ("Zambia", "COUNTRY"))


def untagged_sentence(sentences):
    sentences.say(A, "They say that Vietnam gave advice.")


def near_duplicate_spans(sentences):
    text = "Zambia opened an embassy in the capital, and its minister planted a tree there."
    sentences.say(A, text, ("Zambia", "COUNTRY"))
    sentences.say(B, text.replace("an embassy", "anembassy").upper())


def repeated_line(sentences):
    for name in (A, B, C):
        sentences.say(name, "Follow us for more stories.")


def mixed_guidelines(sentences):
    sentences.change(A, guidelines=["0.9.0 sha256:" + "ab" * 32])


def rare_label(sentences):
    for name, sentence in list(sentences.items()):
        kept = [span for span in sentence.spans if span.label != "LEADER"]
        sentences.spans(name, *kept)


def other_language(sentences):
    words = "hai bên nhất trí tăng cường hợp tác trong nhiều lĩnh vực và mở rộng giao lưu nhân dân"
    sentences.say(A, f"Tại cuộc họp, {words} trong những năm tới.")


def lost_character(sentences):
    sentences.say(A, "They met in the caf\ufffd again.")


def unsure(sentences):
    sentences.change(A, flags=["unsure"])


FAULTS = {
    text_hash: "text-hash",
    repeated_id: "repeated-id",
    zero_length: "offsets",
    outside: "offsets",
    wrong_quote: "quote",
    edge_space: "edge-space",
    duplicate_span: "duplicate-span",
    crossing_spans: "crossing-spans",
    unknown_label: "unknown-name",
    unknown_attribute: "unknown-name",
    unknown_flag: "unknown-name",
    edge_punctuation: "edge-punctuation",
    no_letter: "no-letter",
    long_span: "long-span",
    two_labels: "two-labels",
    nested_alike: "nested-alike",
    cut_word: "cut-word",
    other_label: "other-label",
    other_boundaries: "other-boundaries",
    missed_mention: "missed-mention",
    untagged_sentence: "untagged-sentence",
    near_duplicate_spans: "near-duplicate-spans",
    repeated_line: "repeated-line",
    mixed_guidelines: "mixed-guidelines",
    rare_label: "rare-label",
    other_language: "other-language",
    lost_character: "lost-character",
    unsure: "unsure",
}
