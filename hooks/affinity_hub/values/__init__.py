"""The types of values that volunteers type: text in, a typed value out, or what to type instead.

In comes what `source` read: a text, a list, or a mapping. Each type here is an annotation for a field of a record. Its
parser returns the value, or raises `PydanticCustomError` with the problem's code as type and the hint as context. No
module here knows a record.
"""
