"""What people agreed to, what is held of them, and its end: consent, export, erasure, retention."""
