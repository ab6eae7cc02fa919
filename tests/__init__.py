"""The tests. A package of this name that a library brings along would come before one without this file."""
