#!/usr/bin/env bash
# trafilatura leaves out the text of <time>, in the middle of a sentence and in every mode: the
# dates of an article are gone from its text, while the sentence reads on. Its own html2txt keeps
# them.
set -euo pipefail
# shellcheck source=findings/lib.sh
source "$(dirname "$0")/lib.sh"

in_venv trafilatura==2.3.1 lxml_html_clean==0.4.6 <<'PY'
import trafilatura
from report import report

REST = "<p>The envoys of both sides met in the capital and spoke at length about {} and grain.</p>"
page = (
    "<html><body><article><h1>Talks</h1>"
    + REST.format("water")
    + '<p>The truce began on <time datetime="2022-07-19">19 July</time>, ends on'
    " <time>25 July</time>, and can be renewed.</p>"
    + REST.format("roads")
    + REST.format("ports")
    + "</article></body></html>"
)
modes = ({}, {"favor_recall": True}, {"favor_precision": True}, {"fast": True})
texts = [trafilatura.extract(page, **mode) for mode in modes]
seen = sorted({line for text in texts for line in text.splitlines() if "truce" in line})
assert "19 July" in trafilatura.html2txt(page)
report(
    "trafilatura",
    what="the text of a sentence with two <time> elements, in four modes",
    expected=["The truce began on 19 July, ends on 25 July, and can be renewed."],
    seen=seen,
    described=["The truce began on , ends on , and can be renewed."],
)
PY
