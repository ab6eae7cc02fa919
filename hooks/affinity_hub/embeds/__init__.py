"""The pages that other sites show in frames, one request each.

In come the widgets of `views.embed_catalog`. Out come artifacts. No frame has a script, except `embed/auto/`.
"""
