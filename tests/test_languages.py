"""Places in other languages than English: told apart, found in all their forms, resolved."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import briefing
from briefing.linking.core.telling import language_of
from briefing.linking.core.traits import ENGLISH, listed_languages
from briefing.linking.mentions import Mention, MentionKind, find_mentions
from briefing.linking.resolution import resolve
from briefing.reading.article import Article

# Text → what it names, in order: the words as they stand there, and the id of the place.
FORMS = {
    "ru": [
        ("Президент России прилетел в Пекин", "России country:RU Пекин city:1816670"),
        ("Переговоры идут в Саудовской Аравии", "Саудовской_Аравии country:SA"),
        ("Она живёт в Нижнем Новгороде", "Нижнем_Новгороде city:520555"),
        ("Учения прошли в Северной Осетии", "Северной_Осетии region:RU-SE"),
        (
            "Посол Объединённых Арабских Эмиратов уехал",
            "Объединённых_Арабских_Эмиратов country:AE",
        ),
        (
            "Корабли вошли в Чёрное море через Босфор",
            "Чёрное_море sea:black-sea Босфор sea:bosphorus",
        ),
        (
            "Московский суд и украинские военные",
            "Московский city:524901 украинские country:UA",
        ),
        (
            "Бои идут в Луганской области и под Бахмутом",
            "Луганской_области region:UA-09 Бахмутом city:713174",
        ),
        ("США и ЕС ввели санкции", "США country:US ЕС bloc:EU"),
        ("В Белом доме ответили Кремлю", "Белом_доме facility:white-house Кремлю facility:kremlin"),
        ("Россиянка вышла замуж за китайца", "Россиянка country:RU китайца country:CN"),
    ],
    "uk": [
        ("Зустріч відбулася у Києві та Львові", "Києві city:703448 Львові city:702550"),
        ("Конференція у Празі та Відні", "Празі city:3067696 Відні city:2761369"),
        ("Посол Великої Британії в Україні", "Великої_Британії country:GB Україні country:UA"),
        ("Росію звинуватили в ударі по Запоріжжю", "Росію country:RU Запоріжжю city:687700"),
        ("Кораблі у Чорному морі", "Чорному_морі sea:black-sea"),
        ("Санкції проти Північної Кореї", "Північної_Кореї country:KP"),
        ("Напруга на Близькому Сході", "Близькому_Сході area:middle-east"),
        ("Польські фермери на кордоні", "Польські country:PL"),
    ],
    "ar": [
        (
            "اجتمع وزراء مصر والعراق بالقاهرة",
            "مصر country:EG العراق country:IQ القاهرة city:360630",
        ),
        ("قدمت باكستان مساعدات للصين", "باكستان country:PK لصين country:CN"),
        (
            "قال الرئيس الروسي إن القوات الأوكرانية انسحبت",
            "الروسي country:RU الأوكرانية country:UA",
        ),
        ("عبرت السفينة مضيق هرمز", "مضيق_هرمز sea:strait-of-hormuz"),
        (
            "رفض الكرملين بيان البيت الأبيض",
            "الكرملين facility:kremlin البيت_الأبيض facility:white-house",
        ),
        ("انضمت السويد إلى الناتو", "السويد country:SE الناتو bloc:NATO"),
        ("قُتل شخصان في سُورِيا", "سُورِيا country:SY"),
    ],
    "fa": [
        ("رئیس‌جمهور روسیه وارد تهران شد", "روسیه country:RU تهران city:112931"),
        ("نیروهای آمریکایی از عراق رفتند", "آمریکایی country:US عراق country:IQ"),
        ("اوکراینی‌ها در کی‌یف ماندند", "اوکراینی‌ها country:UA کی‌یف city:703448"),
        ("اعتراض در آمریکای لاتین و اروپا", "آمریکای_لاتین area:latin-america اروپا area:europe"),
        ("بيانيه ناتو را در ايران خواندند", "ناتو bloc:NATO ايران country:IR"),
        ("کاخ سفید به کرملین پاسخ داد", "کاخ_سفید facility:white-house کرملین facility:kremlin"),
    ],
    "tr": [
        ("Erdoğan Ankara'da konuştu", "Ankara city:323786"),
        ("Türkiye'nin güneyinde deprem oldu", "Türkiye country:TR"),
        ("Gemiler İstanbul'daki limana girdi ve durdu", "İstanbul city:745044"),
        (
            "Rusların ve Ukraynalıların görüşmesi için",
            "Rusların country:RU Ukraynalıların country:UA",
        ),
        (
            "ABD ve Birleşik Krallık, İran'a karşı",
            "ABD country:US Birleşik_Krallık country:GB İran country:IR",
        ),
        (
            "Beyaz Saray ile Kremlin bir açıklama yaptı",
            "Beyaz_Saray facility:white-house Kremlin facility:kremlin",
        ),
        ("Şam yönetimi ve Kahire için bir adım", "Şam city:170654 Kahire city:360630"),
    ],
    "fr": [
        ("L'Iran et les États-Unis se parlent", "Iran country:IR États-Unis country:US"),
        ("Il revient d'Ankara et du Mali", "Ankara city:323786 Mali country:ML"),
        ("Les forces russes sont entrées dans la ville", "russes country:RU"),
        (
            "La Maison-Blanche et le Pentagone confirment",
            "Maison-Blanche facility:white-house Pentagone facility:pentagon",
        ),
        ("Un navire est dans la mer Noire", "mer_Noire sea:black-sea"),
        (
            "L'OTAN est à Londres et à Varsovie",
            "OTAN bloc:NATO Londres city:2643743 Varsovie city:756135",
        ),
    ],
    "de": [
        ("Die ukrainischen Truppen in der Region", "ukrainischen country:UA"),
        (
            "Der Botschafter Deutschlands ist in Mailand",
            "Deutschlands country:DE Mailand city:3173435",
        ),
        (
            "Das Schwarze Meer und der Nahe Osten",
            "Schwarze_Meer sea:black-sea Nahe_Osten area:middle-east",
        ),
        ("Der Kölner Dom und die Berliner Polizei", "Kölner city:2886242 Berliner city:2950159"),
        (
            "Im Weißen Haus und in den Vereinigten Staaten",
            "Weißen_Haus facility:white-house Vereinigten_Staaten country:US",
        ),
        (
            "Die Russen und die Ukrainerinnen sind nicht da",
            "Russen country:RU Ukrainerinnen country:UA",
        ),
    ],
    "es": [
        ("Los soldados ucranianos de la región", "ucranianos country:UA"),
        (
            "La Casa Blanca y el Kremlin se acusan",
            "Casa_Blanca facility:white-house Kremlin facility:kremlin",
        ),
        ("El presidente de la Argentina está en Moscú", "Argentina country:AR Moscú city:524901"),
        ("Las mujeres francesas y los alemanes", "francesas country:FR alemanes country:DE"),
        (
            "La OTAN y la Unión Europea en el mar Negro",
            "OTAN bloc:NATO Unión_Europea bloc:EU mar_Negro sea:black-sea",
        ),
        ("El embajador de EE. UU. está en La Habana", "EE._UU. country:US La_Habana city:3553478"),
    ],
}
CASES = [
    pytest.param(language, *case, id=f"{language}-{number}")
    for language, cases in FORMS.items()
    for number, case in enumerate(cases)
]
PERSONS = {
    "ru": "Владимир Путин и Борис Джонсон поговорили по телефону",
    "uk": "Роман Умань і Марія Лондон прийшли до нього",
    "de": "Thomas Essen und seine Frau sind nicht gekommen",
    "es": "Santiago Abascal no está con él en la foto",
    "fr": "Paris Hilton est dans la salle avec sa sœur",
}
ALPHABETS = "абвгіїєґыэё АБВІЇМРابتثجکگپینوللء\u200c\u064eçğışöüİI'’ßäéñCMR.,-«»\n"


def _linked(text: str, language: str = "") -> list[tuple[str, str | None]]:
    article = Article.from_text(text, language=language)
    return [
        (link.mention.text, link.place.id if link.place else None)
        for link in briefing.link(article)
    ]


@pytest.mark.parametrize(("language", "text", "expected"), CASES)
def test_names_are_found_in_their_forms(language: str, text: str, expected: str) -> None:
    """Every form is found as written, without what is written before or after it, and resolved."""
    parts = expected.split()
    pairs = [
        (surface.replace("_", " "), place)
        for surface, place in zip(parts[::2], parts[1::2], strict=True)
    ]
    assert _linked(text, language) == pairs


@pytest.mark.parametrize(("language", "text", "expected"), CASES)
def test_languages_are_told_apart(language: str, text: str, expected: str) -> None:
    """A sentence suffices to tell the language, and normal form D does not change it."""
    assert expected
    assert language_of(text + ".") == language
    assert language_of(unicodedata.normalize("NFD", text) + ".") in {language, ENGLISH}


@pytest.mark.parametrize(("language", "text"), PERSONS.items())
def test_persons_are_no_places(language: str, text: str) -> None:
    """A given name before a name, or after it a surname, makes it a person's."""
    assert _linked(text, language) == []


@pytest.mark.parametrize(
    ("text", "given", "expected"),
    [
        ("The president of Ukraine flew to Warsaw and met Polish officials.", "", "en"),
        ("Erdoğan visits Kyiv", "", "en"),
        ("Putin in Kyiv", "", "en"),
        ("Il presidente della Repubblica è a Roma per il vertice", "", "en"),
        ("Kyiv", "uk-UA", "en"),
        ("Президент Украины", "en", "ru"),
        ("Kiev", "fr-FR", "fr"),
        ("", "", "en"),
        ("12 34", "", "en"),
    ],
)
def test_what_is_said_of_the_language_must_fit_the_script(
    text: str, given: str, expected: str
) -> None:
    """English is taken where no other language with names of its own is told."""
    assert language_of(text, given) == expected


def test_names_of_one_language_are_not_found_in_another() -> None:
    """French "Inde" and Turkish "Fas" are no names in English text, nor "Şam" in German."""
    english = "Inde and Fas are words here, and so is Pays, in the text that we have read."
    assert _linked(english) == []
    assert "Londres" not in [text for text, _ in _linked("Das Hotel Londres ist nicht da.", "de")]


def test_adjectives_and_governments_are_told_from_names() -> None:
    """A mention says how the place is named."""
    article = Article.from_text("Кремль ответил украинским дипломатам в Вене", language="ru")
    kinds = [mention.kind for mention in find_mentions(article)]
    assert kinds == [MentionKind.METONYM, MentionKind.DEMONYM, MentionKind.TOPONYM]


def test_mentions_that_are_given_are_resolved_in_the_language_of_the_text() -> None:
    """Inflected forms, and an Arabic name without the first letter of its article."""
    article = Article.from_text("قدمت باكستان مساعدات للصين", language="ar")
    start = article.text.index("لصين")
    mention = Mention(start=start, end=start + 4, text="لصين")
    (link,) = resolve(article, [mention])
    assert link.place is not None
    assert link.place.id == "country:CN"


@pytest.mark.parametrize("language", listed_languages())
def test_every_language_has_its_words(language: str) -> None:
    """Countries are found in each language that there are files for."""
    assert language in FORMS


@settings(max_examples=60, deadline=None)
@given(text=st.text(alphabet=ALPHABETS, min_size=1), language=st.sampled_from(listed_languages()))
def test_spans_slice_the_text(text: str, language: str) -> None:
    """Spans stand in order, never overlap and slice the text; twice gives the same."""
    article = Article.from_text("x " + text, language=language)
    links = briefing.link(article)
    end = 0
    for link in links:
        assert link.mention.start >= end
        end = link.mention.end
        assert article.text[link.mention.start : end] == link.mention.text
    assert briefing.link(article) == links


@pytest.mark.parametrize(("language", "text", "expected"), CASES)
def test_normal_forms_make_no_difference(language: str, text: str, expected: str) -> None:
    """Letters and marks apart or as one: the same places."""
    assert expected
    composed = _linked(unicodedata.normalize("NFC", text), language)
    apart = _linked(unicodedata.normalize("NFD", text), language)
    assert [place for _, place in apart] == [place for _, place in composed]
    assert [unicodedata.normalize("NFC", surface) for surface, _ in apart] == [
        surface for surface, _ in composed
    ]
