"""Credentials: keys, canonical forms, proofs, and the documents that are signed."""
