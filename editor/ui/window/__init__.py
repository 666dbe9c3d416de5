"""The main window: its regions, its commands and menus, and where errors are shown."""
