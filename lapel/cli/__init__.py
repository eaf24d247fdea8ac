"""The command ``lapel``: arguments in, a call of the engine, text out. No rule lives here."""
