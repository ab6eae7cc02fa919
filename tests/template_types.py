"""Follows the types of values through templates, and finds attributes that no value has.

StrictUndefined finds a misspelled field when a page renders that line. This module finds it in every branch: it walks
through the syntax tree of a template with the types of the values that a page passes to it, into loops and macros.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import importlib
import inspect
import pkgutil
import types
import typing
from collections import abc
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple, Union, get_args, get_origin

from affinity_hub import api, hub, pages, recurrence, rendering, schema, views, wording
from affinity_hub.core.i18n import Language
from affinity_hub.record_views.pagination import ListPage
from affinity_hub.wording.organization import OrganizationWords
from jinja2 import Environment, nodes
from jinja2.runtime import LoopContext

ANY: Any = Any
GLOBALS: dict[str, Any] = {"language": Language}
PLAIN = (str, int, float, bool, bytes, type(None), dt.date, dt.time, dt.timedelta)


class Values(NamedTuple):
    """A dict or a module that a page passes to a template: its contents by name."""

    of: dict[str, Any]
    is_dict: bool = False


class Macro(NamedTuple):
    """A macro with its template."""

    node: nodes.Macro
    env: dict[str, Any]


def _names() -> dict[str, Any]:
    """All names of the packages, because annotations may use names that a module imports for type checkers only."""
    found: dict[str, Any] = {}
    for package in (wording, schema, recurrence, hub, rendering, api, pages, views):
        for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            found |= vars(importlib.import_module(info.name))
    return found


NAMES = _names()


@functools.cache
def _hints(holder: Any) -> dict[str, Any]:
    module = vars(importlib.import_module(holder.__module__))
    return typing.get_type_hints(holder, {**NAMES, **module})


def of_value(value: object) -> Any:
    """The type of a value that a page passes."""
    if isinstance(value, dict):
        if value and all(isinstance(key, str) for key in value):
            return Values({key: of_value(item) for key, item in value.items()}, is_dict=True)
        return dict[Any, either(map(of_value, value.values()))]  # type: ignore[misc]
    if isinstance(value, tuple) and not hasattr(value, "_fields") and value and not isinstance(value[0], tuple):
        kinds = [of_value(item) for item in value]
        return list[kinds[0]] if len(set(map(repr, kinds))) == 1 else tuple[tuple(kinds)]  # type: ignore[misc, valid-type]
    if isinstance(value, list | tuple | set | frozenset) and not hasattr(value, "_fields"):
        return list[either(map(of_value, list(value)[:50]))]  # type: ignore[misc]
    if isinstance(value, str):
        return typing.Literal[value]
    if isinstance(value, types.ModuleType) or callable(value):
        return ANY
    if isinstance(value, ListPage):
        known = {field.name: of_value(getattr(value, field.name)) for field in dataclasses.fields(value)}
        return Values({"urls": ANY, "url": str, **known})
    return type(value)


def either(kinds: Iterable[Any]) -> Any:
    """One of several types."""
    found: list[Any] = []
    for kind in kinds:
        if kind is ANY:
            return ANY
        if kind not in found:
            found.append(kind)
    if any(isinstance(kind, Values | Macro) for kind in found):
        return found[0] if len(found) == 1 else ANY
    return Union[tuple(found)] if found else ANY  # noqa: UP007 - made at run time


def options(kind: Any) -> list[Any]:
    """The members of a union type, without None."""
    origin = get_origin(kind)
    if origin is typing.Annotated:
        return options(get_args(kind)[0])
    if origin in (Union, types.UnionType):
        return [option for part in get_args(kind) for option in options(part)]
    if isinstance(kind, typing.TypeVar):
        return options(kind.__bound__) if kind.__bound__ else [ANY]
    if origin is typing.Literal:
        return [type(value) for value in get_args(kind) if value is not None]
    return [] if kind in (None, type(None)) else [kind]


def items_of(kind: Any) -> Any:
    """The type of the items in a loop over a value of this type."""
    found = []
    for option in options(kind):
        origin, own = get_origin(option), get_args(option)
        if (origin in (list, abc.Sequence, abc.Iterable, abc.Iterator, set, frozenset) and own) or (
            origin is tuple and len(own) == 2 and own[1] is ...
        ):
            found.append(own[0])
        elif origin is tuple:
            found += own
        else:
            found.append(ANY)
    return either(found)


def parts_of(kind: Any, count: int) -> list[Any]:
    """The types of the values that a tuple of this type is unpacked into."""
    for option in options(kind):
        own = get_args(option)
        if get_origin(option) is tuple and len(own) == count and ... not in own:
            return list(own)
        if isinstance(option, type) and len(getattr(option, "_fields", ())) == count:
            return [_hints(option)[name] for name in option._fields]  # type: ignore[attr-defined]
    return [ANY] * count


class Checker:
    """Walks through templates. `missing` lists the attributes that no value has, and `known` counts the checked
    attributes."""

    def __init__(self, env: Environment) -> None:
        self.env = env
        self.missing: set[str] = set()
        self.checked: set[tuple[str, int, str]] = set()
        self.unknown: set[tuple[str, int, str]] = set()
        self._file = ""
        self._seen: set[str] = set()
        self._trees: dict[str, nodes.Template] = {}

    def template(self, name: str, context: dict[str, Any]) -> dict[str, Any]:
        """Checks a template with the types of its values, and returns the names that it defines."""
        before, self._file = self._file, name
        if name not in self._trees:
            assert self.env.loader
            self._trees[name] = self.env.parse(self.env.loader.get_source(self.env, name)[0])
        env = dict(context)
        self._run(self._trees[name].body, env)
        self._file = before
        return env

    # Statements

    def _run(self, body: Iterable[nodes.Node], env: dict[str, Any]) -> None:
        for node in body:
            self._statement(node, env)

    def _statement(self, node: nodes.Node, env: dict[str, Any]) -> None:
        name = "assignment" if isinstance(node, nodes.Assign) else type(node).__name__.lower()
        getattr(self, f"_{name}")(node, env)

    def _output(self, node: nodes.Output, env: dict[str, Any]) -> None:
        for part in node.nodes:
            self.type_of(part, env)

    def _for(self, node: nodes.For, env: dict[str, Any]) -> None:
        own = {**env, "loop": LoopContext}
        self._assign(node.target, items_of(self.type_of(node.iter, env)), own)
        if node.test:
            self.type_of(node.test, own)
        self._run([*node.body, *node.else_], own)

    def _if(self, node: nodes.If, env: dict[str, Any]) -> None:
        self.type_of(node.test, env)
        is_true = known_answer(node.test, env)
        if is_true is not False:
            self._run(node.body, env)
        if is_true is not True:
            self._run([*node.elif_, *node.else_], env)

    def _assignment(self, node: nodes.Assign, env: dict[str, Any]) -> None:
        self._assign(node.target, self.type_of(node.node, env), env)

    def _assignblock(self, node: nodes.AssignBlock, env: dict[str, Any]) -> None:
        self._run(node.body, env)
        self._assign(node.target, ANY, env)

    def _macro(self, node: nodes.Macro, env: dict[str, Any]) -> None:
        env[node.name] = Macro(node, {**env, "": self._file})

    def _import(self, node: nodes.Import, env: dict[str, Any]) -> None:
        env[node.target] = Values(self._imported(node, env))

    def _fromimport(self, node: nodes.FromImport, env: dict[str, Any]) -> None:
        found = self._imported(node, env)
        env.update({name: found[name] for name in node.names if isinstance(name, str)})

    def _imported(self, node: nodes.Import | nodes.FromImport, env: dict[str, Any]) -> dict[str, Any]:
        assert isinstance(node.template, nodes.Const)
        given = env if node.with_context else {name: env[name] for name in self.env.globals if name in env}
        return self.template(node.template.value, given)

    def _callblock(self, node: nodes.CallBlock, env: dict[str, Any]) -> None:
        self._call(node.call, env, is_block=True)
        self._run(node.body, {**env, **{argument.name: ANY for argument in node.args}})

    def _exprstmt(self, node: nodes.ExprStmt, env: dict[str, Any]) -> None:
        self.type_of(node.node, env)

    def _assign(self, target: nodes.Node, kind: Any, env: dict[str, Any]) -> None:
        if isinstance(target, nodes.Name):
            env[target.name] = kind
        elif isinstance(target, nodes.Tuple):
            for part, own in zip(target.items, parts_of(kind, len(target.items)), strict=True):
                self._assign(part, own, env)

    # Expressions

    def type_of(self, node: nodes.Node, env: dict[str, Any]) -> Any:
        """The type of an expression."""
        read = getattr(self, f"_type_of_{type(node).__name__.lower()}", self._type_of_parts)
        return read(node, env)

    def _type_of_parts(self, node: nodes.Node, env: dict[str, Any]) -> Any:
        for child in node.iter_child_nodes():
            self.type_of(child, env)
        return ANY

    def _type_of_name(self, node: nodes.Name, env: dict[str, Any]) -> Any:
        return env.get(node.name, GLOBALS.get(node.name, ANY))

    def _type_of_const(self, node: nodes.Const, _: dict[str, Any]) -> Any:
        return type(node.value)

    def _type_of_getattr(self, node: nodes.Getattr, env: dict[str, Any]) -> Any:
        return self._attribute(self.type_of(node.node, env), node.attr, node.lineno)

    def _type_of_getitem(self, node: nodes.Getitem, env: dict[str, Any]) -> Any:
        return self._item(node, env)

    def _type_of_call(self, node: nodes.Call, env: dict[str, Any]) -> Any:
        return self._call(node, env)

    def _type_of_filter(self, node: nodes.Filter, env: dict[str, Any]) -> Any:
        return self._filter(node, env)

    def _type_of_condexpr(self, node: nodes.CondExpr, env: dict[str, Any]) -> Any:
        self.type_of(node.test, env)
        return either(self.type_of(part, env) for part in (node.expr1, node.expr2) if part)

    def _type_of_or(self, node: nodes.Or | nodes.And, env: dict[str, Any]) -> Any:
        return either([self.type_of(node.left, env), self.type_of(node.right, env)])

    _type_of_and = _type_of_or

    def _type_of_add(self, node: nodes.Add, env: dict[str, Any]) -> Any:
        left, right = self.type_of(node.left, env), self.type_of(node.right, env)
        return list[either([items_of(left), items_of(right)])] if get_origin(left) else ANY  # type: ignore[misc]

    def _type_of_tuple(self, node: nodes.Tuple, env: dict[str, Any]) -> Any:
        kinds = [self.type_of(part, env) for part in node.items]
        return ANY if any(isinstance(kind, Values | Macro) for kind in kinds) else tuple[tuple(kinds)]  # type: ignore[misc]

    def _type_of_list(self, node: nodes.List, env: dict[str, Any]) -> Any:
        return list[either([self.type_of(part, env) for part in node.items])]  # type: ignore[misc]

    def _item(self, node: nodes.Getitem, env: dict[str, Any]) -> Any:
        kind = self.type_of(node.node, env)
        if isinstance(node.arg, nodes.Slice):
            return kind
        self.type_of(node.arg, env)
        if isinstance(kind, Values):
            key = node.arg.value if isinstance(node.arg, nodes.Const) else None
            return kind.of.get(key, either(kind.of.values())) if key is not None else either(kind.of.values())
        for option in options(kind):
            if get_origin(option) in (dict, abc.Mapping):
                return get_args(option)[1]
        if isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, int):
            own = [get_args(option) for option in options(kind) if get_origin(option) is tuple]
            if own and ... not in own[0] and node.arg.value < len(own[0]):
                return own[0][node.arg.value]
        return items_of(kind)

    def _call(self, node: nodes.Call, env: dict[str, Any], *, is_block: bool = False) -> Any:
        given = [self.type_of(argument, env) for argument in node.args]
        named = {argument.key: self.type_of(argument.value, env) for argument in node.kwargs}
        called = node.node
        if isinstance(called, nodes.Name) and called.name == "words":
            return OrganizationWords
        if isinstance(called, nodes.Getattr) and called.attr in ("items", "values", "get"):
            kind = self.type_of(called.node, env)
            inside = either(kind.of.values()) if isinstance(kind, Values) else ANY
            for option in options(kind) if not isinstance(kind, Values) else ():
                inside = get_args(option)[1] if get_origin(option) in (dict, abc.Mapping) else inside
            if isinstance(inside, Values | Macro):
                return ANY
            return {"items": list[tuple[str, inside]], "values": list[inside], "get": inside}[called.attr]  # type: ignore[valid-type]
        kind = self.type_of(called, env)
        if isinstance(kind, Macro):
            self._called(kind, given, named)
            return str
        if isinstance(kind, types.FunctionType):
            self._bound(kind, node, is_block)
            return _hints(kind).get("return", ANY)
        return ANY

    def _bound(self, method: types.FunctionType, node: nodes.Call, is_block: bool) -> None:
        """Whether a method takes these arguments. The block of `{% call %}` is an argument, too."""
        given: dict[str, Any] = {argument.key: None for argument in node.kwargs}
        given |= {"caller": None} if is_block else {}
        try:
            inspect.signature(method).bind(None, *node.args, **given)
        except TypeError as error:
            self.missing.add(f"{self._file}:{node.lineno}: {method.__name__}: {error}")

    def _called(self, macro: Macro, given: list[Any], named: dict[str, Any]) -> None:
        key = f"{macro.env['']}:{macro.node.name}:{given!r}:{sorted(named.items(), key=repr)!r}"
        if key in self._seen:
            return
        self._seen.add(key)
        names = [argument.name for argument in macro.node.args]
        env = {**macro.env, **dict.fromkeys(names, ANY), **dict(zip(names, given, strict=False)), **named}
        before, self._file = self._file, macro.env[""]
        self._run(macro.node.body, env)
        self._file = before

    def _filter(self, node: nodes.Filter, env: dict[str, Any]) -> Any:
        kind = self.type_of(node.node, env) if node.node else ANY
        for argument in [*node.args, *(argument.value for argument in node.kwargs)]:
            self.type_of(argument, env)
        item = items_of(kind)
        own, attribute = item, _attribute_of(node)
        for name in attribute.split(".") if attribute else ():
            own = self._attribute(own, name, node.lineno)
        if isinstance(own, Values | Macro) or isinstance(item, Values | Macro):
            return ANY
        first = node.args[0].value if node.args and isinstance(node.args[0], nodes.Const) else None
        inside = parts_of(item, 2)[1] if first == "last" else items_of(item) if first == "first" else ANY
        results: dict[str, Any] = {
            **dict.fromkeys(("list", "sort", "reverse", "unique", "select", "reject"), list[item]),  # type: ignore[valid-type]
            **dict.fromkeys(("selectattr", "rejectattr"), list[item]),  # type: ignore[valid-type]
            **dict.fromkeys(("first", "last", "min", "max", "sum"), item),
            **dict.fromkeys(("default", "d"), kind),
            "map": list[own if attribute else inside],  # type: ignore[misc]
            "groupby": list[tuple[own, list[item]]],  # type: ignore[valid-type]
        }
        return results.get(node.name, ANY)

    def _attribute(self, kind: Any, name: str, line: int) -> Any:
        where = (self._file, line, name)
        if isinstance(kind, Values):
            self.checked.add(where)
            if kind.is_dict and not hasattr(dict, name):
                self.missing.add(f"{self._file}:{line}: a dictionary has no attribute {name}")
            return kind.of.get(name, ANY)
        found = []
        for option in options(kind) if kind is not ANY else ():
            if option is ANY:
                return ANY
            if get_origin(option) in (dict, abc.Mapping):
                return get_args(option)[1]
            found.append(member(get_origin(option) or option, name))
        if not found:
            self.unknown.add(where)
            return ANY
        self.checked.add(where)
        present = [own for own in found if own is not MISSING]
        if not present:
            self.missing.add(f"{self._file}:{line}: {kind} has no attribute {name}")
            return ANY
        return either(present)


def known_answer(test: nodes.Node, env: dict[str, Any]) -> bool | None:
    """The result of `name == "text"` if the page passes a string, because the other branch expects other values."""
    if isinstance(test, nodes.Compare) and isinstance(test.expr, nodes.Name) and test.ops[0].op == "eq":
        own, other = env.get(test.expr.name), test.ops[0].expr
        if get_origin(own) is typing.Literal and isinstance(other, nodes.Const):
            return bool(other.value == get_args(own)[0])
    return None


def _attribute_of(node: nodes.Filter) -> str | None:
    """The attribute that a filter such as `map(attribute="title")` or `selectattr("key")` reads."""
    named = next((argument.value for argument in node.kwargs if argument.key == "attribute"), None)
    given = node.args[0] if node.args and node.name in ("selectattr", "rejectattr", "groupby") else named
    return given.value if isinstance(given, nodes.Const) and isinstance(given.value, str) else None


MISSING = object()


def member(holder: Any, name: str) -> Any:
    """The type of an attribute of a class, or `MISSING`."""
    if not isinstance(holder, type):
        return ANY
    found = getattr(holder, name, MISSING)
    if isinstance(found, property):
        return _hints(found.fget).get("return", ANY)
    if isinstance(found, functools.cached_property):
        return _hints(found.func).get("return", ANY)
    if isinstance(found, types.FunctionType):
        return found
    names = {field.name for field in dataclasses.fields(holder)} if dataclasses.is_dataclass(holder) else set()
    names |= set(getattr(holder, "model_fields", ())) | set(getattr(holder, "_fields", ()))
    if name in names or name in getattr(holder, "__annotations__", ()):
        return _hints(holder).get(name, ANY)
    if found is not MISSING:
        return ANY
    assigned = _assigned(holder)
    is_open = not names and not issubclass(holder, PLAIN) and name not in assigned
    return ANY if is_open and holder.__module__.split(".")[0] != "affinity_hub" else assigned.get(name, MISSING)


@functools.cache
def _assigned(holder: Any) -> dict[str, Any]:
    """The attributes that the constructor of a plain class sets: their types are not declared."""
    init = vars(holder).get("__init__")
    names = init.__code__.co_names if isinstance(init, types.FunctionType) else ()
    return dict.fromkeys((*names, *getattr(holder, "__slots__", ())), ANY)


def contexts(site: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """The templates of all pages of a site, with the values that each page passes."""
    for spec in pages.page_specs(site):
        yield (
            spec.template,
            {**spec.template_values, **spec.more_template_values(site, spec), "site": site, "view": spec.view},
        )
