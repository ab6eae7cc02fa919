"""What an audience may see of the records, in words, and where on the site it is.

In comes a hub. Out come views. Private fields end here: no template, calendar, or API sees a record.
"""
