"""Rules across records, and rules against publishing private data. `registry` lists the checks that
always run; `publishing` has the check before publication, and `notices` finds facts worth knowing.

Takes a hub, or the texts of a folder, and returns problems. No module here changes a record. `checked_hub` reads a
folder and runs all checks.
"""
