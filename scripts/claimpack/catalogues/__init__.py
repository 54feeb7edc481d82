"""Catalogues: what a descriptor says of a package, in the forms of those who list it.

Each module has one form, a function of a `publication.Publication`; `targets` lists
them all, and docs/interoperability.md says who reads them. Nothing is invented: what a
form must have and the package does not say is refused (`needs`), the rest is left out.
"""
