"""Rules across records, and rules against publishing private data. `registry` lists all checks.

Takes a hub and returns problems. No module here changes a record. `checked_hub` reads a folder and runs all checks.
"""
