"""Frameworks that badges are aligned with: read in the forms in which they are published, searched, picked."""
