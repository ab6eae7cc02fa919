"""What must hold across records, and what must not be published. `registry.RULES` lists the checks.

In comes a hub. Out come problems. No module here changes a record. `checked.load` reads a folder and runs all checks.
"""
