"""How far two annotations of the same texts agree (docs/agreement.md)."""
