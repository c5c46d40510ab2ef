"""Every action as data: menus, toolbar, shortcuts, command palette and the help sheet are all made from it."""
