"""Programs that a service has for everybody: files beside this one, with their metadata as for an upload.

They run as any uploaded program does. Names, inputs and results are those of the public programs of the same names,
as far as these were documented; the code is our own. What several share they import from here, so that
importing this package costs next to nothing.
"""
