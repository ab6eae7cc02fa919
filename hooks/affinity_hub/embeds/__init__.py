"""The pages that other sites show in frames, one request each.

Takes the widgets of `views.embed_catalog` and returns artifacts. No frame has a script, except `embed/auto/`.
"""
