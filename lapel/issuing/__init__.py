"""Issuing: who is to get a badge, what is signed, where it is kept, what is handed over. The build never comes here."""
