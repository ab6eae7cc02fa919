"""What people may write: the key reference, the JSON Schemas for editors, and the questions of the forms.

In come the classes of `schema`. Out come tables, schemas, and questions. No module here reads the data of a hub.
"""
