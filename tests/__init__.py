"""The tests. Without this file, a package of this name in a library would take precedence."""
