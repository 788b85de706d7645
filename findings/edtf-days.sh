#!/usr/bin/env bash
# edtf (Library of Congress dates) reads "May 8-9, 1945" as a day of 2009: in a range of days within
# a month the last day is taken for the year, and the year is dropped. "AD 79" is a year of the
# twentieth century, and a quarter is the month of its number. All are well-formed dates.
set -euo pipefail
# shellcheck source=findings/lib.sh
source "$(dirname "$0")/lib.sh"

in_venv edtf==5.0.2 <<'PY'
from edtf import text_to_edtf
from report import report

expected = {
    "February 4-11, 1945": "1945-02-04/1945-02-11",
    "May 8-9, 1945": "1945-05-08/1945-05-09",
    "19-21 July 2022": "2022-07-19/2022-07-21",
    "AD 79": "0079",
    "Q3 2022": "2022-35",
}
report(
    "edtf",
    what="dates in words, as EDTF (or None, if a text is not understood)",
    expected=expected,
    seen={text: text_to_edtf(text) for text in expected},
    described={
        "February 4-11, 1945": "2011-02-04",
        "May 8-9, 1945": "2009-05-08",
        "19-21 July 2022": "2019-07-21",
        "AD 79": "1979",
        "Q3 2022": "2022-03",
    },
)
PY
