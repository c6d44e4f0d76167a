"""``qhil serve``: a mocked service on a port."""
