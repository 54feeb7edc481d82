"""Exporters: annotations become the bytes of files in the formats of others.

An exporter is a function of annotated texts. It gives the files, and tells what they
could not carry to a `losses.Losses`. `targets` lists them all; docs/readers.md says
what each one carries.
"""
