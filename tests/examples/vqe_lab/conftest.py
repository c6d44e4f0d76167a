pytest_plugins = ["fixtures.chains", "mocks.notebook"]
