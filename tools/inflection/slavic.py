"""Russian and Ukrainian names and demonyms in all their cases.

Declension follows the ending of the nominative. Where a class cannot be told from the ending, the
forms of both are given: a form that no text uses does no harm, a missing one is a missed place.
"""

# ruff: noqa: RUF001 - letters of many scripts

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from itertools import product

from tools.inflection.forms import Inflection

Paradigm = tuple[tuple[str, ...], ...]
"""The forms of a word by case: nominative, genitive, dative, accusative, instrumental and
locative; each case may have several."""

_CASES = 6

# Ending of the nominative → letters that are cut off, and the endings of the six cases; "|"
# parts alternatives, "-" is no ending. The first ending that fits counts.
_NOUNS = {
    "ru": (
        ("ия", 1, "я и и ю ей и"),
        ("я", 1, "я и е ю ей|ёй е"),
        ("[гкх]а", 1, "а и е у ой е"),
        ("острова", 1, "а ов ам а ами ах"),
        ("[жшщч]а", 1, "а и е у ей|ой е"),
        ("ца", 1, "а ы е у ей|ой е"),
        ("а", 1, "а ы е у ой|ою е"),
        ("[ыи]й", 2, ""),
        ("ой", 2, "ой оя|ого ою|ому ой оем|ым ое|ом"),
        ("й", 1, "й я ю й ем е"),
        ("[ое]в[оё]|[оеё]во|[иы]но", 1, "о о|а о|у о о|ом о|е"),
        ("ье", 1, "е я ю е ем е|и"),
        ("ие", 1, "е я ю е ем и"),
        ("[оре]ре|ле", 1, "е я ю е ем е"),
        ("ое|ее", 2, ""),
        ("ец", 2, "ец ца|йца цу|йцу ец цем|цом|йцем це|йце"),
        ("ок", 2, "ок ка|ока ку|оку ок ком|оком ке|оке"),
        ("ь", 1, "ь я|и ю|и ь ем|ью е|и"),
        ("йи", 1, "и ев ям и ями ях"),
        ("[гкхжшщч]и", 1, "и -|ов|ей ам и ами ах"),
        ("ы", 1, "ы -|ов ам ы ами ах"),
        ("[жшщчц]", 0, "- а у - ем|ом е"),
        ("[бвгдзклмнпрстфх]", 0, "- а у - ом е|у"),
    ),
    "uk": (
        ("'я", 1, "я я ю я ям ї|ю"),
        (r"([бвгґджзклмнпрстфхцчшщ])\1я", 1, "я я ю я ям і|ю"),
        ("[аеєиіїоую]я", 1, "я ї ї ю єю ї"),
        ("я", 1, "я і і ю ею|єю і"),
        ("[оа]ва", 1, "а и|ої і|ій у ою і|ій"),
        ("[гґ]а", 2, "га ги зі гу гою зі"),
        ("ка", 2, "ка ки ці ку кою ці"),
        ("ха", 2, "ха хи сі ху хою сі"),
        ("[жшщч]а", 1, "а і і у ею і"),
        ("а", 1, "а и і у ою і"),
        ("[иі]й", 2, ""),
        ("й", 1, "й я|ю ю|єві й єм ї|ю"),
        ("їв", 2, "їв єва|їва єву|їву їв євом|ївом єві|їві"),
        ("ів", 2, "ів ова|ева|іва ову|еву|іву ів овом|евом|івом ові|еві|іві"),
        ("іль", 3, "іль оля|іля олю|ілю іль олем|ілем олі|ілі"),
        ("хід", 2, "ід оду оду|одові ід одом оді"),
        ("дім", 2, "ім ому ому|омові ім омом омі"),
        ("іг", 2, "іг огу|ога огу іг огом озі|огу"),
        ("ець", 3, "ець ця цю ець цем ці"),
        ("ень", 3, "ень ня|ені ню|ені ень нем|енню ні|ені"),
        ("русь", 1, "ь і і ь сю і"),
        ("ь", 1, "ь я|і ю|і ь ем|ю і"),
        ("іпро", 1, "о а у о ом і"),
        ("[ое]в[оє]|[еєо]во|ино", 1, "о о|а о|у о о|ом о|і"),
        ("оре|ле", 1, "е я ю е ем і|ю"),
        ("ці", 1, "і ів ям і ями ях"),
        ("и", 1, "и -|ів ам и ами ах"),
        ("[жшщчц]", 0, "- а|у у|еві - ем|ом і|у"),
        ("х", 1, "х ху|ха ху|хові х хом сі|ху|хові"),
        ("к", 1, "к ку|ка ку|кові к ком ку|ці|кові"),
        ("[гґ]", 1, "г гу|га гу|гові г гом зі|гу"),
        ("[бвгґдзклмнпрстфх]", 0, "- а|у у|ові - ом і|у"),
    ),
}
_ADJECTIVES = {
    "ru": (
        ("[кгх]ий", 2, "ий ого ому ий|ого им ом"),
        ("[жшчщн]ий", 2, "ий его ему ий|его им ем"),
        ("ый", 2, "ый ого ому ый|ого ым ом"),
        ("ой", 2, "ой ого ому ой|ого ым|им ом"),
        ("[жшчщ]ая", 2, "ая ей ей ую ей ей"),
        ("ая", 2, "ая ой ой ую ой|ою ой"),
        ("яя", 2, "яя ей ей юю ей ей"),
        ("[кгх]ое", 2, "ое ого ому ое им ом"),
        ("ое", 2, "ое ого ому ое ым ом"),
        ("ее", 2, "ее его ему ее им ем"),
        ("ые", 2, "ые ых ым ые|ых ыми ых"),
        ("ие", 2, "ие их им ие|их ими их"),
        ("[ое]вы", 1, "ы ых ым ы ыми ых"),  # Соломоновы Острова
        ("[ое]в", 0, "- а у - ым ом"),  # Берингов пролив
        ("[ое]во", 1, "о а у о ым ом"),  # Баренцево море
    ),
    "uk": (
        ("ий", 2, "ий ого ому ий|ого им ому|ім"),
        ("ій", 2, "ій ього|ого ьому|ому ій ім ьому|ому"),
        ("ня", 1, "я ьої ій ю ьою ій"),
        ("[аоу]ва|[кнрлвтжшч]а", 1, "а ої ій у ою ій"),
        ("[кнрлвтжш]е", 1, "е ого ому е им ому"),
        ("ні", 1, "і их|іх им|ім і|их ими|іми их|іх"),
        ("і", 1, "і их им і|их ими их"),
    ),
}
_EVERY_ADJECTIVE = {
    "ru": "ий ый ой его ого ему ому им ым ем ом ая ей ой ую ою ое ее ие ые их ых ими ыми о е",
    "uk": "ий ого ому им ім а ої ій у ою е і их ими о",
}
# Ending of a noun for one of a people → letters that are cut off, endings of all cases.
_PEOPLE = {
    "ru": (
        ("лец", 3, "лец льца льцу льцем льце льцы льцев льцам льцами льцах"),
        ("[аеиоуыэюя]ец", 2, "ец йца йцу йцем йце йцы йцев йцам йцами йцах"),
        ("ец", 2, "ец ца цу цем цом це цы цев цам цами цах"),
        ("[ая]нин", 2, "ин ина ину ином ине е - ам ами ах"),
        ("арин", 2, "ин ина ину ином ине ы - ам ами ах"),
        ("ин", 0, "- а у ом е ы ам ами ах"),
        ("йка", 3, "йка йки йке йку йкой ек йкам йками йках"),
        ("ка", 2, "ка ки ке ку кой ок ек кам ками ках"),
        ("ок", 2, "ок ка ку ком ке ки кам ками ках"),
        ("[гкхшжч]", 0, "- а у ом е и ов ей ам ами ах"),
        ("", 0, "- а у ом е ы ов ам ами ах"),
    ),
    "uk": (
        ("лець", 4, "лець льця льцю льцеві льцем льці льців льцям льцями льцях"),
        ("[єї]ць", 3, "єць їць йця йцю йцеві йцем йці йців йцям йцями йцях"),
        ("ець", 3, "ець ця цю цеві цем ці ців цям цями цях"),
        ("нин", 2, "ин ина ину инові ином ині и - ам ами ах"),
        ("ка", 2, "ка ки ці ку кою ок кам ками ках"),
        ("я", 1, "я і ю ею ь ям ями ях"),
        ("ок", 2, "ок ка ку кові ком ку ки ків кам ками ках"),
        ("", 0, "- а у ові ом і и ів ам ами ах"),
    ),
}
_PART = re.compile(r"[^ \-—]+|[ \-—]+")
_AND = {"ru": " и ", "uk": " і "}
_INDECLINABLE = re.compile(r"[А-ЯЁІЇЄҐ+0-9]{2,}")


def case_forms(name: str, language: str) -> frozenset[str]:
    """Return a name in all its cases, in lower case if it is no abbreviation.

    Examples
    --------
    >>> "саудовской аравии" in case_forms("Саудовская Аравия", "ru")
    True
    >>> "києві" in case_forms("Київ", "uk")
    True
    """
    if _INDECLINABLE.fullmatch(name.replace(" ", "")):
        return frozenset((name,))
    joint = _AND[language]
    if joint in name:
        halves = [_by_case(half, language) for half in name.lower().split(joint, 1)]
        forms = {
            joint.join(pair)
            for case in range(_CASES)
            for pair in product(*(half[case] for half in halves))
        }
        return frozenset(forms | {name.lower()})
    return frozenset().union({name.lower()}, *_by_case(name.lower(), language))


def adjective_forms(adjective: str, language: str) -> frozenset[str]:
    """Return all forms of an adjective, of any gender and number, and the one in compounds."""
    stem = re.sub("(?:[иыо]й)$", "", adjective)
    return frozenset(stem + ending for ending in _EVERY_ADJECTIVE[language].split())


def adjective_of(town: str, language: str) -> str:
    """Derive the adjective of a town, as most towns form it.

    Examples
    --------
    >>> adjective_of("бахмут", "ru"), adjective_of("донецьк", "uk")
    ('бахмутский', 'донецький')
    """
    if language == "ru":
        return (
            town + "ий" if town.endswith(("ск", "цк")) else re.sub("[аоыьйя]$", "", town) + "ский"
        )
    if town.endswith(("ськ", "цьк")):
        return town + "ий"
    return re.sub("[аоиьйя]$", "", town) + "ський"


def people_forms(noun: str, language: str) -> frozenset[str]:
    """Return all forms, singular and plural, of a noun for one of a people."""
    if re.search("[иы]й$", noun):
        return adjective_forms(noun, language)
    for pattern, cut, endings in _PEOPLE[language]:
        if re.search(f"(?:{pattern})$", noun):
            stem = noun[: len(noun) - cut]
            return frozenset(stem + ending.strip("-") for ending in endings.split())
    return frozenset((noun,))


def _by_case(name: str, language: str) -> list[set[str]]:
    paradigms = list(_phrase(name, language))
    return [{form for paradigm in paradigms for form in paradigm[case]} for case in range(_CASES)]


def _phrase(name: str, language: str) -> Iterator[Paradigm]:
    """Give the paradigms that a name may follow: which of its words are declined.

    Adjectives before the head agree with it; what follows the head stays as it is ("Соединённые
    Штаты Америки"). In a name with a hyphen the first or the last part may be the head.
    """
    parts = _PART.findall(name)
    words = range(0, len(parts), 2)
    adjectives: dict[int, Paradigm] = {}
    for index in words[:-1]:
        adjective = _decline(parts[index], _ADJECTIVES[language])
        if adjective is None:
            break
        adjectives[index] = adjective
    # A Ukrainian noun in -a looks like an adjective: "Республіка Молдова".
    fewest = len(adjectives) if language == "ru" else 0
    for count in range(fewest, len(adjectives) + 1):
        chosen = dict(list(adjectives.items())[:count])
        head = 2 * count
        yield _joined(parts, chosen | {head: _noun(parts[head], language)})
        if head != words[-1] and "-" in parts[-2]:
            yield _joined(parts, chosen | {words[-1]: _noun(parts[-1], language)})
    if len(words) == 2 and not adjectives:
        yield _joined(parts, {words[-1]: _noun(parts[-1], language)})


def _joined(parts: list[str], declined: dict[int, Paradigm]) -> Paradigm:
    return tuple(
        tuple(
            "".join(choice)
            for choice in product(
                *(
                    declined[index][case] if index in declined else (part,)
                    for index, part in enumerate(parts)
                )
            )
        )
        for case in range(_CASES)
    )


def _noun(word: str, language: str) -> Paradigm:
    found = _decline(word, _NOUNS[language]) or _decline(word, _ADJECTIVES[language])
    return found or tuple((word,) for _ in range(_CASES))


def _decline(word: str, table: tuple[tuple[str, int, str], ...]) -> Paradigm | None:
    for pattern, cut, endings in table:
        if re.search(f"(?:{pattern})$", word):
            if not endings:
                return None
            stem = word[: len(word) - cut]
            return tuple(
                tuple(stem + ending.strip("-") for ending in case.split("|"))
                for case in endings.split()
            )
    return None


def inflection(language: str) -> Inflection:
    """Return the inflection of Russian or Ukrainian."""
    return Inflection(
        names=partial(case_forms, language=language),
        adjectives=partial(adjective_forms, language=language),
        people=partial(people_forms, language=language),
        given=lambda name: case_forms(name.lower(), language),
        town_adjective=partial(adjective_of, language=language),
    )
