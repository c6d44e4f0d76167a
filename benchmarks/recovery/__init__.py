"""Whether a calibration finds what is hidden, and is as sure of it as it says."""
