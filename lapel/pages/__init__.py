"""Pages: model in, data for templates out. What a page says is decided here; how it looks, in ``overrides/``."""
