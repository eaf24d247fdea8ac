"""Where the engine meets programs of others: one module each, and nobody else imports that program."""
