"""What ``gold check`` looks for: in spans, in strings, in whole sets; and how a finding is said."""
