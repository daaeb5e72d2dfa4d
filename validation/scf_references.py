"""Reference energies of the self-consistent field of packages/gto from PySCF (pip install pyscf==2.14.0).

Writes packages/gto/test/scf/fixtures/scf-references.json. Atomic units. Usage: python scf_references.py
"""

import json
import pathlib

import basis_set_exchange
import pyscf
from pyscf import dft, gto, scf

OUT = pathlib.Path(__file__).resolve().parent.parent / "packages" / "gto" / "test" / "scf" / "fixtures"

# Geometry, basis, Cartesian functions, charge, unpaired electrons.
MOLECULES = {
    "water": ("O 0 0.1 0; H 0 1.43 1.11; H 0 -1.47 1.08", "cc-pvdz", False, 0, 0),
    "water cation": ("O 0 0.1 0; H 0 1.43 1.11; H 0 -1.47 1.08", "def2-svp", False, 1, 1),
    "formaldehyde": ("C 0 0 -1.0; O 0.1 0 1.28; H 0 1.77 -2.1; H 0 -1.75 -2.15", "def2-svp", False, 0, 0),
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


# Fitted with the sets of the Basis Set Exchange: J alone (exact exchange), and J and K; share of exchange, unpaired electrons.
FITTED = [
    ("water", "rij", (1, 0, 0)),
    ("water cation", "rij", (1, 0, 0)),
    ("water", "rijk", (1, 0, 0)),
    ("water cation", "rijk", (1, 0, 0)),
    ("water", "rij", (0, 0, 0)),
    ("formaldehyde", "rijk", (1, 0, 0)),
]


def exchange_basis(mol, name):
    elements = sorted({mol.atom_pure_symbol(i) for i in range(mol.natm)})
    text = basis_set_exchange.get_basis(name, elements=elements, fmt="nwchem")
    return {element: gto.basis.parse(text, element) for element in elements}


def fitted(name, kind, shares):
    mol = build(*MOLECULES[name])
    mol.basis = exchange_basis(mol, MOLECULES[name][1])
    mol.build()
    full, long_range, omega = shares
    if full == 1:
        field = (scf.RHF if mol.spin == 0 else scf.UHF)(mol)
    else:
        field = (dft.RKS if mol.spin == 0 else dft.UKS)(mol)
        field.xc = f"{full}*HF" if long_range == 0 else f"RSH({omega},{full + long_range},{-long_range})"
        field.grids.level = 0
    auxiliary = exchange_basis(mol, "def2-universal-jfit" if kind == "rij" else "def2-universal-jkfit")
    field = field.density_fit(auxbasis=auxiliary, only_dfj=kind == "rij")
    field.conv_tol = 1e-12
    field.conv_tol_grad = 1e-8
    return {
        **molecule(mol),
        "basis": MOLECULES[name][1],
        "kind": kind,
        "full": full,
        "longRange": long_range,
        "omega": omega,
        "energy": field.kernel(),
    }


if __name__ == "__main__":
    OUT.mkdir(parents=True, exist_ok=True)
    references = {
        "source": f"PySCF {pyscf.__version__}",
        "rangeSeparated": [range_separated(name) for name in ("water", "water cation")],
        "fitted": [fitted(*case) for case in FITTED],
    }
    (OUT / "scf-references.json").write_text(json.dumps(references, indent=1) + "\n", encoding="utf-8")
