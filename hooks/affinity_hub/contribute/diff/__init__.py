"""What a change to the data changes for people: two folders of data, expanded, compared, and described in plain words.
In come two states of the data. Out comes a comment for GitHub. No module here reveals private data.
"""
