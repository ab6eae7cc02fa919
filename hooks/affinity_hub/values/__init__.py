"""The types of values that volunteers type: each type turns text into a typed value, or says what to type instead.

Takes a value that `source` read: text, a list, or a mapping. Each type here is an annotation for a field of a record.
Its parser returns the value, or raises `PydanticCustomError` with the problem's code as type and the hint as context.
No module here knows a record.
"""
