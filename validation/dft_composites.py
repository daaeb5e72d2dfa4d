#!/usr/bin/env python3
"""Reference values of r2SCAN-3c for the tests of packages/qm-dft: r2SCAN in def2-mTZVPP by PySCF, D4 with the charge scaling of the method
(ga = 2, gc = 1) by dftd4, the geometrical counterpoise correction by s-dftd3.

Writes packages/qm-dft/test/fixtures/dft-composites.json. Beyond Ca s-dftd3 has other Slater
exponents than the original gcp program, which is followed here: no such elements. Atomic units; molecules as in hf_references.py and at twice and three times
the distances.

Needs: pip install pyscf==2.14.0 basis_set_exchange==0.12 dftd3 dftd4
"""

import importlib.metadata
import json

import numpy as np
from dftd3.interface import GeometricCounterpoise
from dftd4.interface import DampingParam, DispersionModel

from dft_references import FIXTURES, method
from hf_references import MOLECULES, build, converge, geometry, molecule, rounded

METHOD = "r2SCAN-3c"
BASIS = "def2-mTZVPP"
LEVEL = 1
ENERGIES = ["H2O", "NH2"]
CORRECTIONS = [(name, scale) for name in ["H2O", "H2CO", "NH3", "HCl", "H2S", "OH-", "CO"] for scale in (1, 2, 3)]


def counterpoise(numbers, positions):
    out = GeometricCounterpoise(numbers, positions, method="r2scan3c").get_counterpoise(grad=True)
    return out["energy"], out["gradient"]


def dispersion(numbers, positions, charge):
    model = DispersionModel(numbers, positions, charge=charge, ga=2.0, gc=1.0)
    return model.get_dispersion(DampingParam(s6=1, s8=0, s9=2, a1=0.42, a2=5.65), grad=False)["energy"]


def corrections(name, scale):
    mol = molecule(name, "sto-3g")
    numbers, positions = mol.atom_charges(), mol.atom_coords() * scale
    energy, gradient = counterpoise(numbers, positions)
    return {"molecule": name, **geometry(mol), "nuclei": rounded(positions, 6), "counterpoise": round(float(energy), 12),
            "counterpoiseGradient": rounded(gradient, 11), "dispersion": round(float(dispersion(numbers, positions, mol.charge)), 12)}


def energy_case(name):
    mol = molecule(name, BASIS)
    mf = converge(method(mol, "r2SCAN", LEVEL))
    return {"molecule": name, "functional": METHOD, "level": LEVEL, **geometry(mol), "energy": round(mf.e_tot, 10)}


def main():
    new = {"source": ", ".join(f"{one} {importlib.metadata.version(one)}" for one in ("pyscf", "dftd3", "dftd4")),
           "energies": [energy_case(name) for name in ENERGIES],
           "corrections": [corrections(*case) for case in CORRECTIONS]}
    lines = [f' "{key}": {json.dumps(value)}' if not isinstance(value, list) else
             f' "{key}": [\n' + ",\n".join("  " + json.dumps(case) for case in value) + "\n ]" for key, value in new.items()]
    (FIXTURES / "dft-composites.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    main()
