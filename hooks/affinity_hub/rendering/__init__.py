"""Templates and page parts that know nothing about records: the Jinja environment, and the security policy of pages.

Takes a template and its values. Returns HTML. No module here decides what is on a page.
"""
