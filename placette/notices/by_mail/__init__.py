"""What a person does by the links of an e-mail, without signing in: one act a link (docs/decisions/0015)."""
