"""Prints condensed Fukui functions f+ and f- of formaldehyde from the charges of tblite, for packages/qm-xtb/test/fukui.test.ts.

    python xtb_fukui.py

Needs tblite 0.4.0 (pip).
"""

from importlib.metadata import version

import numpy as np
from tblite.interface import Calculator

KT = 300 * 3.1668115634556e-6
ELEMENTS = np.array([6, 8, 1, 1])
POSITIONS = np.array([[0, 0, -1], [0, 0, 1.28], [1.77, 0, -2.11], [-1.77, 0, -2.11]])  # a0


def charges(method, charge, unpaired):
    calculator = Calculator(method, ELEMENTS, POSITIONS, charge, unpaired)
    for key, value in {"verbosity": 0, "accuracy": 1e-4, "temperature": KT, "max-iter": 500}.items():
        calculator.set(key, value)
    return calculator.singlepoint().get("charges")


for method in "GFN1-xTB", "GFN2-xTB":
    cation, neutral, anion = (charges(method, *state) for state in ((1, 1), (0, 0), (-1, 1)))
    print("tblite", version("tblite"), method)
    print("  f+", (neutral - anion).round(8).tolist())
    print("  f-", (cation - neutral).round(8).tolist())
