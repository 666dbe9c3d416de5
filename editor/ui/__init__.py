"""Widgets: they show values and call actions."""
