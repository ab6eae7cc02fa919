"""The parts that every stage needs and that know nothing of records: problems, artifacts, days and zones, text and its
width.

In come plain values. Out go plain values. No module here reads a data file, knows a record, or imports another package.
"""
