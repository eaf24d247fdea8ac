"""Open Badges documents and the catalogue as data: model in, JSON out."""
