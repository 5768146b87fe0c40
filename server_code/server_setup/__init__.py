"""Preparing an instance: its settings, its first owner, and the demo business."""
