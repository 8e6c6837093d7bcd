"""A corpus of generated news sentences, distinct but for copies with the noise of scraped pages.

Each sentence is drawn from nested slots of its language, so that two of them share words and turns
of phrase but rarely much of their text; names are made of syllables. Copies stand in the documents
about the original's, as those of wire stories do.
"""

import random
import re
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

from goldspan.dataset import GoldSentence, GoldSpan
from goldspan.sentences import sha256_of_text

ENGLISH = {
    "sentence": ["{Who} {did} {when}, {then}.", "{When}, {who} {did}, {then}.",
                 "{Who}, {aside}, {did} {when}.", "{Who} {verb} {topic} {when}."],
    "who": ["{title} {person} of {place}", "{group} from {place}", "{title} {person}",
            "{group} and {title} {person}"],
    "title": ["Foreign Minister", "President", "Prime Minister", "Trade envoy", "Speaker",
              "Governor", "Commissioner", "Ambassador", "Judge", "Senator", "Prince"],
    "group": ["negotiators", "fishermen", "students", "customs officers", "farmers", "dockers",
              "engineers", "nurses", "pilots", "miners", "historians", "bankers", "teachers"],
    "did": ["{verb} {object}", "{verb} {object} and {verb} {topic}"],
    "verb": ["signed", "opened", "postponed", "welcomed", "rejected", "handed over", "praised",
             "suspended", "inspected", "ratified", "debated", "leaked", "funded", "blocked",
             "explained", "rewrote", "celebrated", "questioned", "cancelled", "translated"],
    "object": ["a {kind} {paper} on {topic}", "{number} {paper}s about {topic}",
               "the {paper} of {place}", "{topic} worth {number} million dollars"],
    "kind": ["secret", "joint", "revised", "brief", "long-awaited", "binding", "provisional",
             "handwritten", "regional", "bilingual", "controversial", "second"],
    "paper": ["memorandum", "agreement", "report", "protocol", "letter", "budget", "map", "charter",
              "forecast", "petition", "contract", "survey", "exhibition", "manual"],
    "topic": ["{field} {matter}"],
    "field": ["fishing", "rice", "border", "river", "visa", "nuclear", "flood", "tax", "railway",
              "airport", "coal", "steel", "vaccine", "school", "satellite", "cable", "wind",
              "copyright", "orchestra", "tea", "glacier", "bicycle", "lighthouse", "timber"],
    "matter": ["quotas", "exports", "crossings", "safety", "relief", "tariffs", "licences",
               "exchanges", "research", "repairs", "insurance", "wages", "smuggling", "museums",
               "subsidies", "inspections", "archives", "festivals"],
    "when": ["on {day} {month} {year}", "early in {month}", "during a visit to {place}",
             "after {number} hours in {place}", "at a summit in {place}", "before {month} {year}",
             "in front of {number} {group}", "while {group} from {place} protested"],
    "then": ["and {verb} {topic} in {place}", "but left {topic} to {title} {person}",
             "as prices in {place} rose by {number} percent", "although {group} {verb} {topic}",
             "which {person} called a matter of {field} {matter}", "to the surprise of {group}"],
    "aside": ["once {title} of {place}", "who grew up near {place}", "back from {place}",
              "advised by {person}", "known for {topic}"],
    "month": ["January", "March", "April", "June", "August", "October", "December"],
}  # fmt: skip
VIETNAMESE = {
    "sentence": ["{Who} {did} {when}, {then}.", "{When}, {who} {did}, {then}.",
                 "{Who}, {aside}, {did} {when}.", "{Who} {verb} {topic} {when}."],
    "who": ["{title} {person} của {place}", "{group} {place}", "{title} {person}",
            "{group} và {title} {person}"],
    "title": ["Bộ trưởng Ngoại giao", "Thủ tướng", "Chủ tịch Quốc hội", "Tổng thống", "Đại sứ",
              "Thống đốc", "Đặc phái viên", "Thị trưởng", "Tướng", "Thẩm phán", "Hoàng thân"],
    "group": ["ngư dân", "sinh viên", "hải quan", "nông dân", "kỹ sư", "y tá", "phi công",
              "thợ mỏ", "nhà sử học", "giáo viên", "công nhân cảng", "đoàn đàm phán"],
    "did": ["{verb} {object}", "{verb} {object} và {verb} {topic}"],
    "verb": ["ký", "khai mạc", "hoãn", "hoan nghênh", "bác bỏ", "trao", "đánh giá cao",
             "đình chỉ", "thị sát", "phê chuẩn", "tranh luận về", "tài trợ cho", "ngăn chặn",
             "giải thích", "soạn lại", "hủy bỏ", "dịch", "chất vấn về", "công bố"],
    "object": ["{paper} {kind} về {topic}", "{number} {paper} về {topic}", "{paper} của {place}",
               "{topic} trị giá {number} triệu đô la"],
    "kind": ["bí mật", "chung", "sửa đổi", "ngắn gọn", "được chờ đợi", "ràng buộc", "tạm thời",
             "viết tay", "khu vực", "song ngữ", "gây tranh cãi", "thứ hai"],
    "paper": ["bản ghi nhớ", "hiệp ước", "báo cáo", "nghị định thư", "bức thư", "ngân sách",
              "bản đồ", "hiến chương", "dự báo", "hợp đồng", "triển lãm", "cẩm nang"],
    "topic": ["{matter} {field}"],
    "field": ["đánh bắt", "gạo", "biên giới", "sông ngòi", "thị thực", "hạt nhân", "lũ lụt",
              "đường sắt", "sân bay", "than đá", "thép", "vắc-xin", "trường học", "vệ tinh",
              "cáp quang", "điện gió", "bản quyền", "chè", "xe đạp", "hải đăng", "gỗ"],
    "matter": ["hạn ngạch", "xuất khẩu", "cửa khẩu", "an toàn", "cứu trợ", "thuế quan",
               "giấy phép", "trao đổi", "nghiên cứu", "sửa chữa", "bảo hiểm", "tiền lương",
               "buôn lậu", "bảo tàng", "trợ cấp", "thanh tra", "lưu trữ", "lễ hội"],
    "when": ["ngày {day} tháng {day} năm {year}", "hồi đầu tháng {day}",
             "trong chuyến thăm {place}", "sau {number} giờ ở {place}",
             "tại hội nghị cấp cao {place}", "trước {number} {group}",
             "khi {group} {place} biểu tình"],
    "then": ["rồi {verb} {topic} ở {place}", "nhưng để {topic} lại cho {title} {person}",
             "trong lúc giá cả ở {place} tăng {number} phần trăm",
             "mặc dù {group} {verb} {topic}", "điều mà {person} gọi là {topic}",
             "khiến {group} bất ngờ"],
    "aside": ["từng là {title} của {place}", "lớn lên gần {place}", "vừa trở về từ {place}",
              "theo lời khuyên của {person}", "nổi tiếng về {topic}"],
    "month": [""],
}  # fmt: skip
_SYLLABLES = {
    "en": ["ka", "rim", "vel", "den", "san", "tor", "bre", "zin", "qui", "hal", "mbe", "lin",
           "dal", "mas", "pet", "rosh", "ay", "dem", "ras", "olo", "un", "wick", "fer", "gus"],
    "vi": ["Đặng", "Lưu", "Vương", "Mai", "Tạ", "Khương", "Thái", "Bạch", "Tăng", "Lượng",
           "Thuần", "Khiêm", "Vượng", "Duyệt", "Nhuận", "Trứ", "Khoáng", "Điền", "Ước", "Giáp",
           "Hữu", "Thế", "Quảng", "Lệ", "Phố", "Bằng", "Sầm", "Mộc"],
}  # fmt: skip


class Planted(NamedTuple):
    """The corpus; each copy's id with the kind of its noise and its original's id."""

    sentences: list[GoldSentence]
    copies: dict[str, tuple[str, str]]


def plant(count: int, seed: int = 0, share: float = 0.2) -> Planted:
    """So many sentences, that share of them copies; ten a document."""
    chance = random.Random(seed)
    sentences: list[GoldSentence] = []
    copies: dict[str, tuple[str, str]] = {}
    kinds = list(NOISE)
    texts: set[str] = set()
    while len(sentences) < count:
        number = len(sentences)
        doc, index = f"doc{number // 10:05}", number % 10
        # Copies of a story stand in the four documents about it.
        story = [s for s in sentences[number - number % 40 :] if s.id not in copies]
        if story and chance.random() < share * 1.1 and number % 40 > 3:
            original = chance.choice(story)
            kind = kinds[len(copies) % len(kinds)]
            noisy = NOISE[kind](original.text, chance)
            if noisy == original.text:
                continue
            copies[f"{doc}#{index}"] = (kind, original.id)
            sentences.append(_gold(doc, index, noisy, original.lang, []))
            continue
        lang = chance.choice(["en", "vi"])
        text, person = _sentence(lang, chance)
        if text not in texts:
            texts.add(text)
            sentences.append(_gold(doc, index, text, lang, person))
    return Planted(sentences, copies)


def _sentence(lang: str, chance: random.Random) -> tuple[str, list[str]]:
    """A sentence, and the names of people in it."""
    slots = ENGLISH if lang == "en" else VIETNAMESE
    people: list[str] = []

    def name() -> str:
        syllables = _SYLLABLES[lang]
        if lang == "vi":
            return " ".join(chance.sample(syllables, chance.randint(2, 3)))
        return "".join(chance.sample(syllables, chance.randint(2, 3))).title()

    def fill(found: re.Match[str]) -> str:
        slot = found[1]
        if slot == "person":
            people.append(f"{name()} {name()}" if lang == "en" else name())
            return people[-1]
        if slot == "place":
            return name()
        if slot in _NUMBERS:
            return str(chance.randint(*_NUMBERS[slot]))
        filled = _SLOT.sub(fill, chance.choice(slots[slot.lower()]))
        return filled[0].upper() + filled[1:] if slot[0].isupper() else filled

    text = _SLOT.sub(fill, "{Sentence}")
    return text, people


_SLOT = re.compile(r"\{(\w+)\}")
_NUMBERS = {"number": (2, 980), "day": (1, 12), "year": (1990, 2024)}


def _gold(doc: str, index: int, text: str, lang: str, people: list[str]) -> GoldSentence:
    spans = [
        GoldSpan(start=text.index(name), end=text.index(name) + len(name), label="LEADER",
                 origin="agreed")
        for name in dict.fromkeys(people)
    ]  # fmt: skip
    return GoldSentence(
        id=f"{doc}#{index}", doc=doc, index=index, text=text, lang=lang, section="body",
        spans=spans, flags=[], annotators=2, guidelines=[], suggested_by=[],
        text_sha256=sha256_of_text(text), meta="{}",
    )  # fmt: skip


def _glue(text: str, chance: random.Random) -> str:
    places = [place for place, c in enumerate(text) if c == " "]
    gone = set(chance.sample(places, min(len(places), chance.randint(1, 5))))
    return "".join(c for place, c in enumerate(text) if place not in gone)


def _punctuate(text: str, chance: random.Random) -> str:
    words = text.rstrip(".").split()
    place = chance.randrange(1, len(words))
    words[place] = f"“{words[place]}”"
    words[place - 1] += chance.choice([",", " –", "...", ";"])
    return "\u00a0".join(words[:2]) + "  " + " ".join(words[2:]) + chance.choice(["!", "…", ""])


def _recase(text: str, chance: random.Random) -> str:
    return chance.choice([text.upper(), text.title(), text.lower()])


def _drop_diacritics(text: str, chance: random.Random) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c) != "Mn")
    bare = bare.replace("đ", "d").replace("Đ", "D")
    return bare if bare != text else text.replace("’", "'").replace(".", "")


def _edit(text: str, chance: random.Random) -> str:
    """Another word, a word less, or a word more."""
    words = text.split()
    place = chance.randrange(1, len(words) - 1)
    change = chance.randrange(3)
    if change == 0:
        words[place] = chance.choice(["reportedly", "official", "new", "được", "cũng", "chung"])
    elif change == 1:
        del words[place]
    else:
        words.insert(place, chance.choice(["also", "quickly", "there", "đã", "vừa", "nhanh"]))
    return " ".join(words)


def _mistype(text: str, chance: random.Random) -> str:
    characters = list(text)
    for _ in range(chance.randint(1, 3)):
        place = chance.randrange(1, len(characters) - 2)
        characters[place], characters[place + 1] = characters[place + 1], characters[place]
    return "".join(characters)


def _dateline(text: str, chance: random.Random) -> str:
    return chance.choice(["HANOI (GSN) – {}", "{} (Photo: GSN)", "{} (Nguồn: GSN)"]).format(text)


NOISE: dict[str, Callable[[str, random.Random], str]] = {
    "glued": _glue,
    "punctuation": _punctuate,
    "case": _recase,
    "decomposed": lambda text, chance: unicodedata.normalize("NFD", _glue(text, chance)),
    "diacritics dropped": _drop_diacritics,
    "one word edited": _edit,
    "two words edited": lambda text, chance: _edit(_edit(text, chance), chance),
    "letters swapped": _mistype,
    "dateline or credit": _dateline,
    "glued and one word edited": lambda text, chance: _glue(_edit(text, chance), chance),
}
