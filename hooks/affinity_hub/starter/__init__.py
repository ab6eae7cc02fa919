"""Makes the data of a new hub: small, commented files in the words of the organization.

Takes the answers to five questions, as someone typed them. Returns the texts of the files, or a sentence for each
answer that can't be used. No module here makes up a group, an event, or a person: every list starts empty.

`files/` has the texts. `$organization` and other words that begin with a dollar sign stand for the answers.
"""
