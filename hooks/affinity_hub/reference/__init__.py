"""The key reference for people, and the JSON Schemas for editors, both made from the classes of the records.

In come the classes of `schema`. Out come tables and schemas. No module here reads the data of a hub.
"""
