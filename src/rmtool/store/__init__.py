"""The book on disk: one SQLite file, and the only place that runs SQL. Not: what the facts in it mean (core)."""
