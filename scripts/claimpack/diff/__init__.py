"""What tells two packages apart: tables, columns, codes, words, and the version due."""
