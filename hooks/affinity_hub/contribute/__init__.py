"""For people who propose and approve changes: the effects of a change, forms on GitHub, code owners, and dead links.

Takes two states of the data, the answers to a form (in an issue, an email, or JSON), or a report about links. Returns
Markdown comments and changed data files. Nothing here runs when the site is built.
"""
