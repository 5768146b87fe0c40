"""What every domain of the app leans on: guarded callables, coded errors, permissions, settings, money, audit."""
