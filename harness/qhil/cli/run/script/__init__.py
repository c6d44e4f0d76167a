"""``qhil run SCRIPT.py --mock-ibmq``: a script of somebody else's, within a mocked service."""
