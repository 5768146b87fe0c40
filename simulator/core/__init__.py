"""What all simulated services share: what was taken, what goes wrong, and how they call back."""
