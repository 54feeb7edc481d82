"""Catalogues: what a descriptor says of a package, in the forms of those who list it.

`descriptor` reads it into a `publication.Publication`; each form is a function of that,
in a module of its own, and `targets` lists them all. docs/interoperability.md says who
reads them. Nothing is invented: what a form must have and the package does not say is
refused (`needs`), the rest is left out.
"""
