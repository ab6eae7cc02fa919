"""An expression is compiled when it is first used."""

from __future__ import annotations

import re
from unittest.mock import patch

from affinity_hub.privacy.patterns import lazy


def test_an_expression_is_compiled_once_and_only_when_it_is_used() -> None:
    with patch.object(re, "compile", wraps=re.compile) as compile_:
        pattern = lazy(r"a(b)", re.IGNORECASE)
        assert compile_.call_count == 0
        assert pattern.sub("x", "AB ab") == "x x"
        assert pattern.search("cab")
        assert pattern.pattern == r"a(b)"
        assert not pattern.match("b")
        assert compile_.call_count <= 2
