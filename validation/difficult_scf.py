"""Difficult self-consistent fields and how PySCF's defaults fare (pip install pyscf==2.14.0 basis_set_exchange==0.12).

Writes packages/gto/test/scf/fixtures/difficult-cases.json by Hartree-Fock and, with the name of a functional,
packages/qm-dft/test/fixtures/difficult-cases.json on the grid of LEVEL. Basis sets of the Basis Set Exchange, Å and e as given here,
atomic units in the file. Usage: python difficult_scf.py [PBE]
"""

import json
import pathlib
import sys

import basis_set_exchange
import numpy as np
import pyscf
from pyscf import dft, gto, qmmm, scf

PACKAGES = pathlib.Path(__file__).resolve().parent.parent / "packages"
# Level of the grid as PySCF counts them.
LEVEL = 3

WATER = "O 0 0 0; H 0 0.757 0.587; H 0 -0.757 0.587"
GLYCINE = (
    "N -1.9 0.05 0; C -0.5 0.55 0; C 0.5 -0.65 0; O 0.05 -1.82 0; O 1.7 -0.3 0; H -2.4 0.4 0.83; H -2.4 0.4 -0.83; "
    "H -1.9 -0.98 0; H -0.35 1.17 0.88; H -0.35 1.17 -0.88"
)
# Around the zwitterion: positive by the carboxylate, negative by the ammonium.
AROUND = [(0.4, 2.2, -2.6, 0.3), (0.4, 3.2, 0.6, -0.4), (0.4, 0.3, -3.2, 1.6), (-0.8, -3.6, 0.2, 1.6), (-0.8, -3.7, 0.8, -1.4), (0.4, 1.5, -3.3, -1.7)]

# Name: geometry (angstrom), basis, charge, unpaired electrons, unrestricted, charges (e, x, y, z in angstrom).
CASES = {
    "N2 at 2 A": ("N 0 0 0; N 0 0 2.0", "def2-svp", 0, 0, False, []),
    "N2 at 3 A, triplet": ("N 0 0 0; N 0 0 3.0", "6-31g*", 0, 2, True, []),
    "F2 at 2.5 A": ("F 0 0 0; F 0 0 2.5", "6-31g", 0, 0, False, []),
    "water, bonds of 2.4 A": ("O 0 0 0; H 0 1.9 1.47; H 0 -1.9 1.47", "6-31g*", 0, 0, False, []),
    "H2 at 6 A": ("H 0 0 0; H 0 0 6", "def2-svp", 0, 0, False, []),
    "LiF at 6 A": ("Li 0 0 0; F 0 0 6", "6-31g*", 0, 0, False, []),
    "O2 singlet": ("O 0 0 0; O 0 0 1.2", "def2-svp", 0, 0, False, []),
    "O2 triplet at 2.2 A": ("O 0 0 0; O 0 0 2.2", "6-31g*", 0, 2, True, []),
    "C2": ("C 0 0 0; C 0 0 1.24", "def2-svp", 0, 0, False, []),
    "C2 at 2 A": ("C 0 0 0; C 0 0 2.0", "6-31g*", 0, 0, False, []),
    "BN singlet": ("B 0 0 0; N 0 0 1.28", "def2-svp", 0, 0, False, []),
    "ozone": ("O 0 0 0; O 0 1.08 0.67; O 0 -1.08 0.67", "def2-svp", 0, 0, False, []),
    "ozone anion": ("O 0 0 0; O 0 1.12 0.74; O 0 -1.12 0.74", "6-31+g*", -1, 1, True, []),
    "NO": ("N 0 0 0; O 0 0 1.15", "sto-3g", 0, 1, True, []),
    "CN": ("C 0 0 0; N 0 0 1.17", "6-31g*", 0, 1, True, []),
    "NO2": ("N 0 0 0; O 0 1.1 0.47; O 0 -1.1 0.47", "6-31g*", 0, 1, True, []),
    "allyl": (
        "C 0 0 0.44; C 0 1.22 -0.2; C 0 -1.22 -0.2; H 0 0 1.53; H 0 1.3 -1.28; H 0 -1.3 -1.28; H 0 2.15 0.35; H 0 -2.15 0.35",
        "6-31g", 0, 1, True, [],
    ),
    "ethylene twisted by 90 degrees": (
        "C 0 0 0.7; C 0 0 -0.7; H 0 0.92 1.27; H 0 -0.92 1.27; H 0.92 0 -1.27; H -0.92 0 -1.27", "6-31g*", 0, 0, False, [],
    ),
    "CrH sextet": ("Cr 0 0 0; H 0 0 1.66", "def2-svp", 0, 5, True, []),
    "TiO triplet": ("Ti 0 0 0; O 0 0 1.62", "def2-svp", 0, 2, True, []),
    "MnO sextet": ("Mn 0 0 0; O 0 0 1.65", "def2-svp", 0, 5, True, []),
    "FeO quintet": ("Fe 0 0 0; O 0 0 1.62", "def2-svp", 0, 4, True, []),
    "NiO triplet": ("Ni 0 0 0; O 0 0 1.63", "def2-svp", 0, 2, True, []),
    "glycine zwitterion": (GLYCINE, "6-31g*", 0, 0, False, []),
    "glycine zwitterion in charges": (GLYCINE, "6-31g*", 0, 0, False, AROUND),
    "water, +1 at 1 A": (WATER, "6-31+g*", 0, 0, False, [(1, 0, 0, -1.0)]),
    "water, -1 at 1 A": (WATER, "6-31+g*", 0, 0, False, [(-1, 0, 0.757, 1.587)]),
    "water, +2 at 0.6 A": (WATER, "6-31+g*", 0, 0, False, [(2, 0, 0, -0.6)]),
    "peroxide dianion": ("O 0 0 0; O 0 0 1.5", "6-31+g*", -2, 0, False, []),
    "carbon dioxide anion": ("C 0 0 0; O 0 1.12 0.45; O 0 -1.12 0.45", "6-31+g*", -1, 1, True, []),
    "cyanide among four helium atoms": (
        "C 0 0 0; N 0 0 1.17; He 0 0 0.35; He 0 0 0.6; He 0 0 0.85; He 0 0.2 0.5", "6-31g*", -1, 0, False, [],
    ),
    "six atoms within 1 A of each other": (
        "H 0 0 0; H 0 0 0.5; H 0 0.5 0; H 0.5 0 0; H 0.5 0.5 0; H 0 0.5 0.5", "6-311g**", 0, 0, False, [],
    ),
}


def run(functional, name, geometry, basis, charge, spin, unrestricted, charges):
    elements = sorted({row.split()[0] for row in geometry.split(";")})
    text = basis_set_exchange.get_basis(basis, elements=elements, fmt="nwchem")
    shells = {element: gto.basis.parse(text, element) for element in elements}
    mol = gto.M(atom=geometry, basis=shells, charge=charge, spin=spin, cart=basis.startswith("6-31") and "11" not in basis, verbose=0)
    if functional is None:
        field = (scf.UHF if unrestricted else scf.RHF)(mol)
    else:
        field = (dft.UKS if unrestricted else dft.RKS)(mol, xc=functional)
        field.grids.level = LEVEL
    sites = np.array(charges).reshape(-1, 4)
    if charges:
        field = qmmm.mm_charge(field, sites[:, 1:], sites[:, 0])
    energy = field.kernel()
    print(f"{name:40s} {'converged' if field.converged else 'failed':10s} {energy:.8f}", flush=True)
    return {
        "name": name,
        "elements": mol.atom_charges().tolist(),
        "nuclei": mol.atom_coords().ravel().tolist(),
        "charge": charge,
        "multiplicity": spin + 1,
        "basis": basis,
        "reference": "uhf" if unrestricted else "rhf",
        "sites": (sites[:, 1:] / 0.52917721092).ravel().tolist(),
        "charges": sites[:, 0].tolist(),
        "pyscf": {"converged": bool(field.converged), "energy": float(energy)},
    }


if __name__ == "__main__":
    functional = sys.argv[1] if len(sys.argv) > 1 else None
    cases = [run(functional, name, *case) for name, case in CASES.items()]
    done = sum(case["pyscf"]["converged"] for case in cases)
    print(f"PySCF's defaults converge {done} of {len(cases)}")
    out = PACKAGES / ("gto/test/scf/fixtures" if functional is None else "qm-dft/test/fixtures")
    out.mkdir(parents=True, exist_ok=True)
    level = {} if functional is None else {"functional": functional, "grid": LEVEL}
    text = {"source": f"PySCF {pyscf.__version__}", **level, "cases": cases}
    (out / "difficult-cases.json").write_text(json.dumps(text, separators=(",", ":")) + "\n", encoding="utf-8")
