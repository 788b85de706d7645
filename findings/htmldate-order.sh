#!/usr/bin/env bash
# htmldate, asked for the original date, takes the first datePublished in the text of the JSON-LD,
# whatever it is the date of. So the order of the keys decides, which JSON leaves open: the same
# article is dated by itself, or by the film that it embeds.
set -euo pipefail
# shellcheck source=findings/lib.sh
source "$(dirname "$0")/lib.sh"

in_venv htmldate==1.11.0 <<'PY'
import json

from htmldate import find_date
from report import report

own = {"@context": "https://schema.org", "@type": "NewsArticle", "datePublished": "2021-03-04"}
film = {"video": {"@type": "VideoObject", "name": "Archive", "datePublished": "2015-05-06"}}
PAGE = (
    '<html><head><script type="application/ld+json">{}</script></head>'
    "<body><article><p>The envoys met in the capital.</p></article></body></html>"
)


def dated(record):
    return find_date(PAGE.format(json.dumps(record)), original_date=True)


assert own | film == film | own
report(
    "htmldate",
    what="the date of one article, with its own date before and after that of its film",
    expected=["2021-03-04", "2021-03-04"],
    seen=[dated(own | film), dated(film | own)],
    described=["2021-03-04", "2015-05-06"],
)
PY
