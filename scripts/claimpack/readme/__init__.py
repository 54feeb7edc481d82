"""The README of a package: what claimpack writes of it, between two lines of the file.

`background` is what it needs beside a `catalogues.publication.Publication`, `datasheet`
writes the part, and `markers` puts it into its place. docs/readme.md is for readers.
"""
