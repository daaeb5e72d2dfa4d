#!/usr/bin/env python3
"""Hartree-Fock reference values from PySCF for the tests of packages/qm-hf.

Writes packages/qm-hf/test/fixtures/hf-references.json: energies, gradients, dipoles and Mulliken charges of molecules in
four basis sets and more, in fields of point and Gaussian charges with gradients on the charges, in a uniform field, and
eigenvalues of the orbital Hessian. Everything in atomic units; basis sets from the Basis Set Exchange.

Needs: pip install pyscf==2.14.0 basis_set_exchange==0.12
Usage: python validation/hf_references.py [--molden FILE ENERGY]
"""

import json
import pathlib
import sys

import basis_set_exchange as bse
import numpy as np
import pyscf
from pyscf import ao2mo, df, gto, qmmm, scf
from pyscf.tdscf import uhf

OUT = pathlib.Path(__file__).parent.parent / "packages/qm-hf/test/fixtures/hf-references.json"

# name: (atoms with coordinates in bohr, charge, multiplicity, references)
MOLECULES = {
    "H2": ("H 0 0 0; H 0.1 0.2 1.38", 0, 1, ["rhf"]),
    "LiH": ("Li 0 0 0; H 0.3 -0.2 3.02", 0, 1, ["rhf"]),
    "H2O": ("O 0.02 -0.03 0.01; H 0 1.43 1.11; H 0.05 -1.47 1.08", 0, 1, ["rhf"]),
    "NH3": ("N 0 0.02 0.03; H 0 -1.77 -0.72; H 1.54 0.89 -0.7; H -1.52 0.87 -0.74", 0, 1, ["rhf"]),
    "CH4": ("C 0.03 0 0; H 1.19 1.18 1.2; H -1.2 -1.19 1.18; H -1.17 1.21 -1.19; H 1.2 -1.18 -1.21", 0, 1, ["rhf"]),
    "HF": ("F 0 0 0; H 0.2 0.1 1.74", 0, 1, ["rhf"]),
    "CO": ("C 0 0 0; O 0.1 -0.2 2.12", 0, 1, ["rhf"]),
    "H2CO": ("C 0 0 0.05; O 0.02 0 2.31; H 0 1.77 -1.1; H 0.04 -1.76 -1.12", 0, 1, ["rhf"]),
    "OH-": ("O 0 0 0; H 0.1 0.2 1.82", -1, 1, ["rhf"]),
    "NH4+": ("N 0.02 0 0.01; H 1.12 1.11 1.13; H -1.12 -1.13 1.1; H -1.1 1.12 -1.13; H 1.13 -1.1 -1.12", 1, 1, ["rhf"]),
    "HCl": ("Cl 0 0 0; H 0.2 0.3 2.38", 0, 1, ["rhf"]),
    "H2S": ("S 0 0.02 0.01; H 0.03 1.83 1.76; H 0 -1.82 1.78", 0, 1, ["rhf"]),
    "HBr": ("Br 0 0 0; H 0.3 -0.2 2.66", 0, 1, ["rhf"]),
    "OH": ("O 0 0 0; H 0.1 0.2 1.82", 0, 2, ["uhf", "rohf"]),
    "NH2": ("N 0.01 0 0; H 0.02 1.52 1.21; H 0 -1.5 1.23", 0, 2, ["uhf", "rohf"]),
    "CH3": ("C 0 0 0.1; H 2.03 0.02 0; H -1.0 1.77 0.03; H -1.02 -1.75 0", 0, 2, ["uhf", "rohf"]),
    "NO": ("N 0 0 0; O 0.15 0.1 2.17", 0, 2, ["uhf"]),
    "O2": ("O 0 0 0; O 0.1 -0.1 2.28", 0, 3, ["uhf", "rohf"]),
    "H2O+": ("O 0.02 -0.03 0.01; H 0 1.5 1.15; H 0.05 -1.52 1.1", 1, 2, ["uhf", "rohf"]),
}

# Basis sets of every molecule, with Cartesian d functions where the set defines them so.
BASIS_SETS = ["STO-3G", "6-31G*", "cc-pVDZ", "def2-SVP"]
# Further ones for some.
MORE = {
    "H2O": ["3-21G", "6-31G", "6-31G**", "6-31+G*", "6-311G**", "cc-pVTZ", "def2-TZVP"],
    "OH-": ["6-31+G*"],
    "NH2": ["def2-TZVP"],
    "HCl": ["6-311G**"],
}
CARTESIAN = {"3-21G", "6-31G", "6-31G*", "6-31G**", "6-31+G*"}
# PySCF has no gradient with Gaussian charges for Cartesian functions.
GAUSSIAN_CASES = [("H2O", "cc-pVDZ", "rhf"), ("NH4+", "def2-SVP", "rhf"), ("OH", "cc-pVDZ", "uhf"), ("NH2", "def2-SVP", "rohf")]
FIELD_CASES = [("H2O", "6-31G*", "rhf"), ("NH4+", "cc-pVDZ", "rhf"), ("OH", "def2-SVP", "uhf"), ("NH2", "6-31G*", "rohf")]


def molecule(name, basis):
    atoms, charge, multiplicity, _ = MOLECULES[name]
    return build(atoms, basis, charge, multiplicity)


def build(atoms, basis, charge, multiplicity):
    symbols = {line.split()[0] for line in atoms.split(";")}
    return gto.M(
        atom=atoms,
        unit="bohr",
        basis={s: gto.basis.parse(bse.get_basis(basis, elements=[s], fmt="nwchem", header=False), symb=s) for s in symbols},
        cart=basis in CARTESIAN,
        charge=charge,
        spin=multiplicity - 1,
        verbose=0,
    )


def converge(mf):
    """Converges tightly: by DIIS, else with a level shift, else by second order."""
    mf.conv_tol = 1e-12
    mf.conv_tol_grad = 1e-8
    mf.direct_scf_tol = 1e-15
    mf.max_cycle = 60
    mf.kernel()
    if not mf.converged:
        mf.level_shift, mf.max_cycle = 0.2, 300
        mf.kernel(mf.make_rdm1(mf.stability()[0], mf.mo_occ))
        mf.level_shift = 0
    if not mf.converged:
        newton = mf.newton()
        newton.conv_tol, newton.conv_tol_grad, newton.max_cycle = 1e-12, 1e-8, 100
        newton.kernel(mf.mo_coeff, mf.mo_occ)
        mf.mo_coeff, mf.mo_occ, mf.mo_energy = newton.mo_coeff, newton.mo_occ, newton.mo_energy
        mf.e_tot, mf.converged = newton.e_tot, newton.converged
    gradient = np.abs(mf.get_grad(mf.mo_coeff, mf.mo_occ)).max()
    assert gradient < 5e-7, f"orbital gradient {gradient}"
    return mf


METHODS = {"rhf": scf.RHF, "uhf": scf.UHF, "rohf": scf.ROHF}


def total(dm):
    return dm if dm.ndim == 2 else dm[0] + dm[1]


def rounded(values, digits=10):
    return [round(float(v), digits) for v in np.ravel(values)]


def geometry(mol):
    return {
        "elements": [int(z) for z in mol.atom_charges()],
        "nuclei": rounded(mol.atom_coords(), 6),
        "charge": mol.charge,
        "multiplicity": mol.spin + 1,
    }


def vacuum(name, basis, reference):
    mol = molecule(name, basis)
    mf = converge(METHODS[reference](mol))
    dm = total(mf.make_rdm1())
    return {
        "molecule": name,
        "basis": basis,
        "reference": reference,
        **geometry(mol),
        "energy": round(mf.e_tot, 10),
        "gradient": rounded(mf.nuc_grad_method().kernel()),
        "dipole": rounded(mf.dip_moment(mol, mf.make_rdm1(), unit="AU", verbose=0)),
        "mulliken": rounded(mol.atom_charges() - np.array([
            np.einsum("ij,ij->i", dm, mol.intor("int1e_ovlp"))[a[2]:a[3]].sum() for a in mol.aoslice_by_atom()
        ])),
        "s2": round(float(mf.spin_square()[0]), 10) if reference != "rhf" else 0.0,
    }


def field_sites(count, rng):
    """Charges between 4.5 and 14 bohr from the origin, neutral together."""
    positions = []
    while len(positions) < count:
        point = rng.uniform(-14, 14, 3)
        if 4.5 < np.linalg.norm(point) < 14:
            positions.append(point)
    charges = rng.uniform(-0.8, 0.8, count)
    charges -= charges.mean()
    return np.round(positions, 5), np.round(charges, 5)


def electrons_on_sites(mol, sites, charges, widths, dm):
    """Derivative of the electrons' energy with respect to the positions of the charges."""
    model = gto.fakemol_for_charges(sites, 1e16 if widths is None else 1 / widths**2)
    model.cart = mol.cart
    derivative = df.incore.aux_e2(mol, model, "int3c2e_ip2", aosym="s1", comp=3)
    return np.einsum("xpqk,k,qp->kx", derivative, charges, dm)


def in_field(name, basis, reference, gaussian):
    mol = molecule(name, basis)
    rng = np.random.default_rng(20240117 + len(name) + (1 if gaussian else 0))
    sites, charges = field_sites(100, rng)
    # Some Gaussian charges overlap the molecule.
    widths = np.round(rng.uniform(0.3, 6.5, 100), 4) if gaussian else None
    mf = converge(qmmm.mm_charge(METHODS[reference](mol), sites, charges, radii=widths, unit="Bohr"))
    gradient = mf.nuc_grad_method()
    on_nuclei = gradient.kernel()
    on_sites = gradient.grad_nuc_mm() + electrons_on_sites(mol, sites, charges, widths, total(mf.make_rdm1()))
    assert abs(on_nuclei.sum(axis=0) + on_sites.sum(axis=0)).max() < 1e-6
    return {
        "molecule": name,
        "basis": basis,
        "reference": reference,
        **geometry(mol),
        "sites": rounded(sites, 5),
        "charges": rounded(charges, 5),
        **({"widths": rounded(widths, 4)} if gaussian else {}),
        "energy": round(mf.e_tot, 10),
        "gradient": rounded(on_nuclei),
        "fieldGradient": rounded(on_sites),
    }


def in_uniform_field(name, basis, reference, strength):
    mol = molecule(name, basis)
    mf = METHODS[reference](mol)
    hcore = mf.get_hcore() + np.einsum("x,xij->ij", strength, mol.intor("int1e_r"))
    mf.get_hcore = lambda *args: hcore
    converge(mf)
    energy = mf.e_tot - np.einsum("x,z,zx->", strength, mol.atom_charges(), mol.atom_coords())
    return {
        "molecule": name, "basis": basis, "reference": reference, **geometry(mol),
        "uniform": list(strength), "energy": round(float(energy), 10),
    }


def properties(name, basis, reference):
    """Second moments, potential at points, Loewdin charges, orbital energies."""
    mol = molecule(name, basis)
    mf = converge(METHODS[reference](mol))
    dm = total(mf.make_rdm1())
    rr = mol.intor("int1e_rr").reshape(3, 3, mol.nao, mol.nao)
    nuclear = np.einsum("z,zx,zy->xy", mol.atom_charges(), mol.atom_coords(), mol.atom_coords())
    second = nuclear - np.einsum("xyij,ij->xy", rr, dm)
    points = np.array([[3.1, 0.4, -0.7], [-1.9, 2.3, 4.2], [0.4, -6.1, 1.2]])
    distance = np.linalg.norm(points[:, None] - mol.atom_coords(), axis=2)
    potential = (mol.atom_charges() / distance).sum(axis=1) - np.einsum(
        "pij,ij->p", mol.intor("int1e_grids", grids=points), dm)
    # Loewdin populations of functions of unit norm; PySCF's Cartesian ones are not.
    overlap = mol.intor("int1e_ovlp")
    norms = np.sqrt(np.diag(overlap))
    overlap = overlap / np.outer(norms, norms)
    dm = dm * np.outer(norms, norms)
    values, vectors = np.linalg.eigh(overlap)
    root = vectors * np.sqrt(values) @ vectors.T
    populations = np.diag(root @ dm @ root)
    energies = mf.mo_energy if np.ndim(mf.mo_energy) == 1 else np.concatenate(mf.mo_energy)
    return {
        "molecule": name, "basis": basis, "reference": reference, **geometry(mol),
        "quadrupole": rounded(second[np.triu_indices(3)]),
        "points": rounded(points), "potential": rounded(potential),
        "loewdin": rounded(mol.atom_charges() - np.array([populations[a[2]:a[3]].sum() for a in mol.aoslice_by_atom()])),
        "orbitalEnergies": rounded(energies),
    }


def stability(atoms, basis, multiplicity, reference):
    """Lowest eigenvalues of A + B, within the reference and from RHF to UHF, and the energy of the stable UHF solution."""
    mol = build(atoms, basis, 0, multiplicity)
    mf = converge(METHODS[reference](mol))
    out = {"basis": basis, "reference": reference, **geometry(mol), "energy": round(mf.e_tot, 10)}
    if reference == "rhf":
        c, e, n = mf.mo_coeff, mf.mo_energy, mol.nelectron // 2
        mo = ao2mo.restore(1, ao2mo.kernel(mol, c), c.shape[1])
        v = slice(n, None)
        o = slice(0, n)
        exchange = np.einsum("abij->aibj", mo[v, v, o, o]) + np.einsum("ajbi->aibj", mo[v, o, v, o])
        gap = (e[v, None] - e[None, o]).ravel()
        size = gap.size
        triplet = np.diag(gap) - exchange.reshape(size, size)
        singlet = triplet + 4 * mo[v, o, v, o].reshape(size, size)
        out["internal"] = round(float(np.linalg.eigvalsh(singlet)[0]), 9)
        out["external"] = round(float(np.linalg.eigvalsh(triplet)[0]), 9)
        unrestricted = converge(scf.UHF(mol))  # starts from a guess of broken symmetry
        for _ in range(5):
            orbitals, _, stable, _ = unrestricted.stability(return_status=True)
            if stable:
                break
            unrestricted.kernel(unrestricted.make_rdm1(orbitals, unrestricted.mo_occ))
        out["stableUhf"] = round(unrestricted.e_tot, 10)
    else:
        (aa, ab, bb), (baa, bab, bbb) = uhf.get_ab(mf)
        block = lambda m: m.reshape(m.shape[0] * m.shape[1], -1)
        top = np.hstack([block(aa + baa), block(ab + bab)])
        bottom = np.hstack([block(ab + bab).T, block(bb + bbb)])
        out["internal"] = round(float(np.linalg.eigvalsh(np.vstack([top, bottom]))[0]), 9)
    return out


def molden(path, energy):
    """Checks a Molden file: PySCF's reader, with its basis and orbitals, must give the energy of the determinant."""
    from pyscf.tools import molden as reader
    mol, _, coefficients, occupations, _, _ = reader.load(path)
    if isinstance(coefficients, tuple):
        mf = scf.UHF(mol)
        occupations = np.array(occupations)
        coefficients = np.array(coefficients)
    else:
        mf = scf.RHF(mol) if set(np.round(occupations)) <= {0, 2} else scf.ROHF(mol)
    found = mf.energy_tot(dm=mf.make_rdm1(coefficients, occupations))
    print(f"{path}: {found:.10f} against {energy:.10f}, difference {found - energy:.2e}")
    return abs(found - energy) < 1e-7


def main():
    table = []
    for name, (_, _, _, references) in MOLECULES.items():
        for basis in BASIS_SETS + MORE.get(name, []):
            for reference in references:
                table.append(vacuum(name, basis, reference))
                print(name, basis, reference, table[-1]["energy"], flush=True)
    result = {
        "source": f"PySCF {pyscf.__version__}, basis sets of basis_set_exchange {bse.version()}; validation/hf_references.py",
        "vacuum": table,
        "pointCharges": [in_field(*case, gaussian=False) for case in FIELD_CASES],
        "gaussianCharges": [in_field(*case, gaussian=True) for case in GAUSSIAN_CASES],
        "uniformField": [
            in_uniform_field("H2O", "6-31G*", "rhf", (0.01, -0.02, 0.015)),
            in_uniform_field("NH2", "cc-pVDZ", "uhf", (-0.004, 0.012, 0.02)),
        ],
        "properties": [
            properties("H2O", "6-31G*", "rhf"),
            properties("NH2", "cc-pVDZ", "uhf"),
            properties("H2O+", "def2-SVP", "rohf"),
        ],
        "stability": [
            stability("H 0 0 0; H 0 0 4.0", "6-31g", 1, "rhf"),
            stability("O 0 0 0; O 0 0 2.28", "sto-3g", 1, "rhf"),
            stability("O 0 -0.14 0; H 0 1.43 1.11; H 0.05 -1.47 1.08", "6-31g", 1, "rhf"),
            stability("O 0 0 0; H 0.1 0.2 1.82", "6-31g", 2, "uhf"),
        ],
    }
    OUT.write_text(json.dumps(result, indent=0) + "\n")


if __name__ == "__main__":
    if len(sys.argv) == 4 and sys.argv[1] == "--molden":
        sys.exit(0 if molden(sys.argv[2], float(sys.argv[3])) else 1)
    main()
