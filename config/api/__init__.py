"""The REST API under `/api/v1/`: what all its resources share. Each resource stands with its concern, in an `api.py`."""
