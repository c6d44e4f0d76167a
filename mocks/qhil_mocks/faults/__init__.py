"""What a mocked service does when a fault happens: answers, websockets and jobs that are not as they should be."""
