"""Checks of the texts in data files: names without consent, and words that must not be published.

Takes a folder that was read, even if some of its records have errors. Returns problems with the place of each text. The
package `privacy` judges single words; these modules say where they are, and what to type instead.
"""
