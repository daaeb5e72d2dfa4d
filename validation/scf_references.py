"""Reference energies of the self-consistent field of packages/gto from PySCF (pip install pyscf==2.14.0).

Writes packages/gto/test/scf/fixtures/scf-references.json. Atomic units. Usage: python scf_references.py
"""

import json
import pathlib

import pyscf
from pyscf import dft, gto

OUT = pathlib.Path(__file__).resolve().parent.parent / "packages" / "gto" / "test" / "scf" / "fixtures"

# Geometry, basis, Cartesian functions, charge, unpaired electrons.
MOLECULES = {
    "water": ("O 0 0.1 0; H 0 1.43 1.11; H 0 -1.47 1.08", "cc-pvdz", False, 0, 0),
    "water cation": ("O 0 0.1 0; H 0 1.43 1.11; H 0 -1.47 1.08", "def2-svp", False, 1, 1),
}
# Full share, long-range share, omega: those of CAM-B3LYP without its density functional.
RANGE_SEPARATED = (0.19, 0.46, 0.33)


def build(geometry, basis, cart, charge, spin):
    return gto.M(atom=geometry, basis=basis, unit="Bohr", cart=cart, charge=charge, spin=spin, verbose=0)


def molecule(mol):
    return {
        "elements": mol.atom_charges().tolist(),
        "nuclei": mol.atom_coords().ravel().tolist(),
        "charge": mol.charge,
        "multiplicity": mol.spin + 1,
    }


def range_separated(name):
    mol = build(*MOLECULES[name])
    full, long_range, omega = RANGE_SEPARATED
    field = (dft.RKS if mol.spin == 0 else dft.UKS)(mol)
    # RSH(omega, share at long range, share at short range less that at long range).
    field.xc = f"RSH({omega},{full + long_range},{-long_range})"
    field.conv_tol = 1e-12
    field.grids.level = 0
    energy = field.kernel()
    gradient = field.nuc_grad_method().kernel()
    return {
        **molecule(mol),
        "basis": MOLECULES[name][1],
        "full": full,
        "longRange": long_range,
        "omega": omega,
        "energy": energy,
        "gradient": gradient.ravel().tolist(),
    }


if __name__ == "__main__":
    OUT.mkdir(parents=True, exist_ok=True)
    references = {
        "source": f"PySCF {pyscf.__version__}",
        "rangeSeparated": [range_separated(name) for name in MOLECULES],
    }
    (OUT / "scf-references.json").write_text(json.dumps(references, indent=1) + "\n", encoding="utf-8")
