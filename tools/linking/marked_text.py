"""Marked articles as records: `briefing.linking.marked` says what marked text is.

python -m tools.linking.marked_text FILE.txt... [-o FILE.jsonl]
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from briefing.errors import ArticleError
from briefing.linking.marked import read_marked


def main() -> None:
    """Write the records of some files."""
    parser = argparse.ArgumentParser(description="Turn marked texts into records.")
    parser.add_argument("files", nargs="+", type=Path, help="marked texts")
    parser.add_argument("-o", "--output", type=Path, help="where to, instead of the terminal")
    options = parser.parse_args()
    try:
        records = [marked.to_record() for path in options.files for marked in read_marked(path)]
    except ArticleError as error:
        sys.exit(str(error))
    lines = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    if options.output:
        options.output.write_text(lines, encoding="utf-8")
    else:
        sys.stdout.write(lines)


if __name__ == "__main__":
    main()
