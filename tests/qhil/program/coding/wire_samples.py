"""Texts that clients wrote, kept as they were."""

# By qiskit-ibmq-provider 0.20.2 with qiskit-terra 0.25.3: 2 * Parameter("a") + 1, and the elements
# of ParameterVector("v", 2).
EXPRESSION = (
    '{"__type__": "ParameterExpression", "__value__": "AAAAAAAAAAEAAAAAAAAALUFkZChNdWwoSW50ZWdlcigy'
    'KSwgU3ltYm9sKCdhJykpLCBJbnRlZ2VyKDEpKXBwAAAAAAAAAAAAAVQQVNhK1EsxhvEES4LEwURh"}'
)
VECTOR = (
    '[{"__type__": "ParameterExpression", "__value__": "AAAAAAAAAAEAAAAAAAAADlN5bWJvbCgndlswXScpdnYA'
    'AAAAAAAAAAABAAAAAAAAAALtLE3r1pZBGJR1F/hHcbz/AAAAAAAAAAB2"}, {"__type__": "ParameterExpression"'
    ', "__value__": "AAAAAAAAAAEAAAAAAAAADlN5bWJvbCgndlsxXScpdnYAAAAAAAAAAAABAAAAAAAAAALtLE3r1pZBGJ'
    'R1F/hHcb0AAAAAAAAAAAF2"}]'
)
# By qiskit-terra 0.22.4, in QPY 5, which all later ones read: a circuit "coin", of a Hadamard and a
# measurement, and RXGate(0.25).
CIRCUIT = (
    '{"__type__": "QuantumCircuit", "__value__": "eJwL9Az29gxhZRBjYYAAxkIGlkwGDhALikEAJMsEZTMl52fmQ'
    'dkMeaU5OYUQlYxArVCQDBNJZkAHrDB7MGQgwMM9sSQVYhA7klJsyn1TE4tLiyCKoRYBAMRXDek="}'
)
INSTRUCTION = (
    '{"__type__": "Instruction", "__value__": "eJwL9Az29gxhZRBjYYAAxkIG7kwGDhCLAQFYkPiMmXnFJUWlySWZ+'
    'Xkw+bzSnJxCRrAiRqAJ6IANqp0RQwYCgiLcE0tSwfrSoEIcEOqCPQMDAABnDm4="}'
)
# Likewise: a circuit "turn", of a rotation about x by 2 * Parameter("a") + 1.
PARAMETRISED = (
    '{"__type__": "QuantumCircuit", "__value__": "eJwL9Az29gxhZRBjYYAAxkIGlkwGDhCLAQFYkPiMJaVFeTC'
    "JvNKcnEJGsCwjUCs6YIPqY8SQgYCgCPfEklSwvlSoUBTMGiit65iSouFbmqPhmVeSmp5apGGkqaMQXJmblJ+joZ6orgn"
    'kwWQMNTULCuBmM1bY33v0ZqVj2vqXs1TfXtRkT2RgAACOwSKg"}'
)
# By qiskit-ibm-runtime 0.39.0 with Qiskit 1.4.6: Parameter("a").
PARAMETER = '{"__type__": "Parameter", "__value__": "AAF52nHXWjtIZr6uaJ9OnwjAYQ=="}'
