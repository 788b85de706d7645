"""What regions are called besides their names: "Province", "oblast"."""

# ruff: noqa: RUF001 - letters of many scripts

from __future__ import annotations

import re

_REGION_WORDS = {
    "uk": re.compile(r"^(?:Провінція|Район|Регіон|Префектура|Парафія|Муніципалітет|Округ) "),
    "ru": re.compile(
        r"^(?:Провинция|Префектура|Приход|уезд) | (?:провинция|район|уезд|департамент)$"
    ),
    "ar": re.compile(
        r"^(?:مقاطعة|محافظة|بلدية|ولاية|إقليم|إدارة|منطقة|أبرشية|مديرية|ضاحية|كانتون|أوبلاست|جهة|شعبية|"
        r"أوبليس) | (?:أوبلاست|كراي)$"
    ),
    "fa": re.compile(r"^(?:استان|ناحیه|شهرستان|شهرداری|منطقه|بخش|ایالت|ولایت|پریش|کلانشهر) "),
    "tr": re.compile(
        r" (?:ili|İli|Belediyesi|Bölgesi|bölgesi|Eyaleti|eyaleti|Vilayeti|Departmanı|Oblastı|"
        r"Rayonu|"
        r"Voyvodalığı|Kantonu|Valiliği|Krayı|Voblastı|İlçesi)$"
    ),
    "fr": re.compile(
        r"^(?:canton|voïvodie|Province|Région|région|oblast|gouvernorat|préfecture|district)"
        r" (?:de la |de l['’]|des |du |de |d['’])"
    ),
    "de": re.compile(
        r"^(?:Bezirk|Département|Opština|Gouvernement|Präfektur|Kanton|Rajon|Provinz|Oblast|"
        r"Woiwodschaft|Gespanschaft|Komitat|Region|Bundesstaat) "
    ),
    "es": re.compile(
        r"^(?:Provincia|Estado|Voivodato|Departamento|Región|Gobernación|Óblast|Cantón|Prefectura)"
        r" (?:de la |del |de los |de )"
    ),
}


def without_kind(name: str, language: str) -> str:
    """Return the name of a region without the word for what it is."""
    return _REGION_WORDS[language].sub("", name)
