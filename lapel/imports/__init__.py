"""Badges that somebody has elsewhere: read, turned into records, and said what could not come along."""
