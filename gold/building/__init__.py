"""What ``gold build`` rests on: the policy, what it decides, what is left out, and the counts."""
