"""Private to `briefing.article`: from the bytes of a file to its text, title, date and spans."""
