"""What ``gold split`` rests on: near duplicates, the assignment, the split folder, its report."""
