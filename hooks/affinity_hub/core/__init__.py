"""The parts that every stage needs and that know nothing about records: problems, artifacts, days and zones, text and
its width.

Takes plain values and returns plain values. No module here reads a data file, knows a record, or imports another
package.
"""
