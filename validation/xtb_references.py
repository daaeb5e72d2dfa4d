"""Writes packages/qm-xtb/test/fixtures/references.json: energies, charges, dipoles and gradients of GFN1-xTB and GFN2-xTB by
tblite, and the terms of the energy by xtb.

    python xtb_references.py                             the fixture of the tests
    python xtb_references.py --structures FOLDER OUT     the same for many structures, for validation/xtb_compare.mjs

Needs tblite 0.4.0 (pip), ase and, for the terms, xtb 6.5.1 (Debian). FOLDER holds JSON files with `systems` of
`{charge, unpaired, atoms: [[symbol, x, y, z], …]}` in Å. tblite 0.8 and xtb expand 4s and 4p (tblite 0.8: also 5s and 5p) of
GFN1-xTB in other Gaussians than the published table of Stewart; tblite 0.4 and this project follow the table.
"""

import argparse
import glob
import json
import os
import re
import subprocess
import tempfile
from importlib.metadata import version
from pathlib import Path

import numpy as np
from ase.build import molecule
from ase.data import chemical_symbols, covalent_radii
from tblite.interface import Calculator

BOHR = 0.529177210544
KT = 300 * 3.1668115634556e-6
METHODS = {"gfn1": "GFN1-xTB", "gfn2": "GFN2-xTB"}
OUT = Path(__file__).parent.parent / "packages/qm-xtb/test/fixtures/references.json"
# Molecules of the G2 set (Curtiss et al. 1997, doi:10.1063/1.473182), with unpaired electrons.
MOLECULES = {"H2O": 0, "H2CCO": 0, "CH3Cl": 0, "SiH4": 0, "SO2": 0, "PH3": 0, "LiF": 0, "CH3": 1, "O2": 2, "C4H4S": 0, "AlF3": 0, "HCOOCH3": 0}


def parity(method, numbers, positions, charge):
    """0 or 1 unpaired electrons, as the number of valence electrons wants it."""
    calculator = Calculator(method, numbers, positions, charge, 0)
    calculator.set("verbosity", 0)
    calculator.set("temperature", 0.05)
    return int(round(calculator.singlepoint().get("orbital-occupations").sum())) % 2


def reference(model, numbers, positions, charge, unpaired, full):
    method = METHODS[model]
    numbers, positions = np.array(numbers), np.array(positions).reshape(-1, 3)
    if unpaired is None:
        unpaired = parity(method, numbers, positions, charge)
    calculator = Calculator(method, numbers, positions, charge, unpaired)
    for key, value in {"verbosity": 0, "accuracy": 1e-4, "temperature": KT, "max-iter": 500}.items():
        calculator.set(key, value)
    result = calculator.singlepoint()
    out = {"unpaired": unpaired, "energy": float(result.get("energy")), "charges": result.get("charges").tolist()}
    if full:
        out["gradient"] = result.get("gradient").ravel().tolist()
        out["dipole"] = result.get("dipole").tolist()
    return out


def terms(model, numbers, positions, charge, unpaired):
    """Terms of the energy as xtb prints them, Eh."""
    with tempfile.TemporaryDirectory() as folder:
        rows = "".join(
            f"{x:.14f} {y:.14f} {z:.14f} {chemical_symbols[n].lower()}\n" for n, (x, y, z) in zip(numbers, np.reshape(positions, (-1, 3)))
        )
        Path(folder, "coord").write_text(f"$coord\n{rows}$end\n")
        command = ["xtb", "coord", "--gfn", model[-1], "--acc", "0.0001", "--chrg", str(charge), "--uhf", str(unpaired)]
        text = subprocess.run(command, cwd=folder, capture_output=True, text=True, env={**os.environ, "OMP_NUM_THREADS": "1"}).stdout
    found = re.findall(r"::\s+(?:-> )?([a-zA-Z][a-zA-Z .]*?)\s+(-?\d\S+) Eh\s", text)
    wanted = {"electrostatic", "isotropic ES", "anisotropic ES", "anisotropic XC", "dispersion", "dispersion energy", "repulsion energy", "halogen bond corr."}
    return {name: float(value) for name, value in found if name in wanted}


def rounded(values, digits):
    return [round(float(v), digits) for v in values]


def fixture():
    cases = []
    for name, unpaired in MOLECULES.items():
        atoms = molecule(name)
        # Turned out of the symmetry axes, which hide errors.
        atoms.rotate(37, (1, 2, 3))
        cases.append((name, atoms.numbers.tolist(), rounded(atoms.positions.ravel() / BOHR, 8), 0, unpaired))
    cases.append(("H3+", [1, 1, 1], [0, 0, 0, 1.7, 0.1, 0, 0.8, 1.4, 0.2], 1, 0))
    cases.append(("acetate", [6, 6, 8, 8, 1, 1, 1], rounded(np.array([-1.32, .03, 0, .19, .01, .02, .76, 1.1, .05, .85, -1.06, -.03, -1.7, 1.05, .02, -1.69, -.5, .88, -1.68, -.48, -.9]) / BOHR, 8), -1, 0))
    cases.append(("bromomethane and water", [6, 1, 1, 1, 35, 8, 1, 1], rounded(np.array([0, .02, -1.95, 1.03, .01, -2.3, -.5, .9, -2.3, -.52, -.88, -2.31, .03, 0, .01, .1, -.05, 3.0, .7, .5, 3.4, -.75, .4, 3.35]) / BOHR, 8), 0, 0))
    out = []
    for name, numbers, positions, charge, unpaired in cases:
        entry = {"name": name, "elements": numbers, "positions": positions, "charge": charge}
        for model in METHODS:
            entry[model] = reference(model, numbers, positions, charge, unpaired, True)
            entry[model]["terms"] = terms(model, numbers, positions, charge, unpaired)
        out.append(entry)
    for z in range(1, 87):
        r = (covalent_radii[z] + 0.66) / BOHR
        positions = rounded([0, 0.1, 0.2, r, 0.1, 0.2, r + 0.6, 1.9, -0.3], 6)
        entry = {"name": f"{chemical_symbols[z]}OH", "elements": [z, 8, 1], "positions": positions, "charge": 0}
        for model in METHODS:
            entry[model] = reference(model, entry["elements"], positions, 0, None, False)
        out.append(entry)
    return out


def structures(folder):
    out = []
    for path in sorted(glob.glob(f"{folder}/*.json")):
        data = json.loads(Path(path).read_text())
        for name, system in data["systems"].items():
            numbers = [chemical_symbols.index(atom[0].capitalize()) for atom in system["atoms"]]
            positions = [x / BOHR for atom in system["atoms"] for x in atom[1:4]]
            if len(numbers) > 40:
                continue
            entry = {"name": f"{data['set']}/{name}", "elements": numbers, "positions": positions, "charge": system["charge"]}
            for model in METHODS:
                entry[model] = reference(model, numbers, positions, system["charge"], system["unpaired"], True)
            out.append(entry)
    return out


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--structures", nargs=2, metavar=("FOLDER", "OUT"))
    arguments = parser.parse_args()
    programs = {"tblite": version("tblite"), "xtb": "6.5.1"}
    made = structures(arguments.structures[0]) if arguments.structures else fixture()
    target = Path(arguments.structures[1]) if arguments.structures else OUT
    target.parent.mkdir(parents=True, exist_ok=True)
    lines = ",\n".join(json.dumps(entry) for entry in made)
    target.write_text(f'{{"programs": {json.dumps(programs)}, "cases": [\n{lines}\n]}}\n')


main()
