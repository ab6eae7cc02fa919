"""What people may write: the key reference, the JSON Schemas for editors, and the questions of the forms.

Takes the classes of `schema` and returns tables, schemas, and questions. No module here reads the data of a hub.
"""
