"""Templates and page parts that know nothing about records: the Jinja environment, and the security policy of pages.

In come a template and its values. Out comes HTML. No module here decides what is on a page.
"""
