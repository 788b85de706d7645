"""Private to `briefing.cli`: its commands, and how they answer and complain."""
