"""A network that stands on its own: its questions, its files, and one more record in any network."""
