"""Makes the views of a hub's records, for one audience and one day.

Takes a hub. Returns the views of its records, connected with one another. No module here makes lists: `views.site` has
them.
"""
