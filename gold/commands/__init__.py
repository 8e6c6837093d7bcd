"""The shells of ``goldspan gold``: options, messages and exit codes, nothing else."""
