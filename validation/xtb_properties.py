"""Writes packages/qm-xtb/test/fixtures/properties.json: energies with hot electrons, forces, quadrupole moments, bond orders,
orbital energies and occupations of GFN1-xTB and GFN2-xTB by tblite.

    python xtb_properties.py

Needs tblite 0.4.0 (pip) and numpy.
"""

import json
from importlib.metadata import version
from pathlib import Path

import numpy as np
from tblite.interface import Calculator

BOLTZMANN = 3.166811563455546e-6  # Eh/K
METHODS = {"gfn1": "GFN1-xTB", "gfn2": "GFN2-xTB"}
OUT = Path(__file__).parent.parent / "packages/qm-xtb/test/fixtures/properties.json"
# Atomic numbers, positions (a0), charge, unpaired electrons, electronic temperature (K).
CASES = {
    "ketene": ([6, 6, 8, 1, 1], [0.1, 0, 0.02, 2.55, 0.1, 0, 4.75, 0.22, -0.05, -0.9, 1.8, 0.1, -0.95, -1.75, -0.05], 0, 0, 300),
    "chloroborane and phosphine": ([5, 17, 1, 1, 15, 1, 1, 1], [0, 0.1, 0, 3.3, 0.05, 0.02, -1.2, 1.9, 0.3, -1.25, -1.8, 0.35, -0.6, 0.2, -4.2, 1.9, 0.6, -5.0, -1.6, 2.3, -5.1, -1.8, -1.8, -4.9], 0, 0, 300),
    "amino radical": ([7, 1, 1], [0.02, 0.04, 0, 0.04, 1.6, 1.2, 0.1, -1.5, 1.1], 0, 1, 300),
    "hot amino radical": ([7, 1, 1], [0.02, 0.04, 0, 0.04, 1.6, 1.2, 0.1, -1.5, 1.1], 0, 1, 10000),
    "hot stretched hydroxide and sodium": ([8, 1, 11], [0, 0, 0, 2.4, 0.1, 0.2, -4.1, 0.7, 0.3], 0, 0, 5000),
    "oxygen, triplet": ([8, 8], [0.1, 0, 0.05, 1.0, 1.9, 0.7], 0, 2, 300),
}


def single_point(model, numbers, positions, charge, unpaired, kelvin):
    calculator = Calculator(METHODS[model], np.array(numbers), positions, charge, unpaired)
    for key, value in {"verbosity": 0, "accuracy": 1e-4, "temperature": kelvin * BOLTZMANN, "max-iter": 500}.items():
        calculator.set(key, value)
    return calculator.singlepoint()


def quadrupole(model, numbers, positions, *rest):
    """Traceless quadrupole moments xx, xy, xz, yy, yz, zz, the mixed ones from molecules turned by 45°: tblite 0.4.0 counts the
    contributions of the atoms' places to its own xy, xz and yz twice."""
    diagonal = lambda turned: np.array(single_point(model, numbers, turned, *rest).get("quadrupole"))[[0, 2, 5]]
    moments = np.diag(diagonal(positions))
    for i, j in ((0, 1), (0, 2), (1, 2)):
        turn = np.eye(3)
        turn[i, i] = turn[i, j] = turn[j, j] = np.sqrt(0.5)
        turn[j, i] = -np.sqrt(0.5)
        moments[i, j] = diagonal(positions @ turn.T)[i] - (moments[i, i] + moments[j, j]) / 2
    return moments[np.triu_indices(3)]


def reference(model, numbers, positions, charge, unpaired, kelvin):
    at = np.array(positions, dtype=float).reshape(-1, 3)
    result = single_point(model, numbers, at, charge, unpaired, kelvin)
    out = {"energy": float(result.get("energy"))}
    out["quadrupole"] = np.round(quadrupole(model, numbers, at, charge, unpaired, kelvin), 11).tolist()
    for name in ("charges", "gradient", "bond-orders", "orbital-energies", "orbital-occupations"):
        out[name] = np.round(np.array(result.get(name)).ravel(), 11).tolist()
    return out


def main():
    cases = []
    for name, (numbers, positions, charge, unpaired, kelvin) in CASES.items():
        case = {"name": name, "elements": numbers, "positions": positions, "charge": charge, "unpaired": unpaired, "temperature": kelvin}
        cases.append({**case, **{model: reference(model, numbers, positions, charge, unpaired, kelvin) for model in METHODS}})
    lines = ",\n".join(json.dumps(case) for case in cases)
    OUT.write_text(f'{{"tblite": "{version("tblite")}", "cases": [\n{lines}\n]}}\n')


main()
