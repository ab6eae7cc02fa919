"""Checks of the texts in data files: names without consent, and words that must not be published.

In comes a folder that was read, also if some of its records have errors. Out come problems with the place of each text.
The package `privacy` judges single words; these modules say where they are, and what to type instead.
"""
