"""Describes the effects of a data change on people: expands two folders of data, compares them, and describes the
difference in plain words. Takes two states of the data and returns a comment for GitHub. No module here reveals private
data.
"""
