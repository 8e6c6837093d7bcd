"""What ``gold diff`` rests on: two versions side by side, spans that changed, and the level."""
