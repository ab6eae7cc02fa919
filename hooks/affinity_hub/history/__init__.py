"""The published state that the next build must continue: UIDs, SEQUENCE, LAST-MODIFIED, cancellations.

Takes the ledger of the published site and the entries of this build. Returns the next ledger. No module here reads the
data files.
"""
