"""The mock remote API: one state model behind every door."""
