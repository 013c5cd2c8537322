"""Everything Qt: the action table, the main window, models, views and the theme."""
