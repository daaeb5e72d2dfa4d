#!/usr/bin/env python3
"""Reference values from PySCF of what density functionals tell beside energies and forces, for the tests of packages/qm-dft.

Writes packages/qm-dft/test/fixtures/dft-properties.json: free energies at an electronic temperature (Fermi occupations, each spin with
its own electrons: `fix_spin=True`); Hirshfeld and CM5 charges; condensed Fukui functions of Hirshfeld charges; densities, orbitals and
potentials at points. Atoms of the promolecule are spherical: restricted, in the functional, basis and grid level of the molecule, the
electrons of a subshell spread over its components. Energies with nonlocal correlation
(VV10), self-consistent, on the same grids. Atomic units; basis sets from the Basis Set Exchange, molecules as in
hf_references.py.

Needs: pip install pyscf==2.14.0 basis_set_exchange==0.12
Usage: python validation/dft_properties.py [PART ...]: temperatures, hirshfeld, fukui, points, nonlocal
"""

import json
import sys

import numpy as np
import pyscf
from pyscf import dft, gto, scf
from pyscf.dft import numint
from pyscf.scf.atom_hf import AtomSphAverageRHF
from pyscf.scf.atom_ks import AtomSphAverageRKS

from dft_references import FIXTURES, FUNCTIONALS, method
from hf_references import build, converge, geometry, molecule, rounded, total

# Boltzmann constant, Eh/K, CODATA 2022
BOLTZMANN = 1.380649e-23 / 4.3597447222060e-18
BOHR = 0.529177210544

TEMPERATURES = [("H2O", "PBE", 40000), ("NH3", "HF", 40000), ("O2", "B3LYP", 20000), ("NH2", "r2SCAN", 20000)]
HIRSHFELD = [("H2O", "PBE"), ("H2CO", "B3LYP"), ("H2CO", "HF"), ("NH4+", "r2SCAN"), ("OH-", "PBE0"), ("HCl", "PBE"), ("NH2", "B3LYP"),
             ("LiH", "PBE"), ("CO", "wB97X-D3BJ")]
# b and c of VV10: wB97X-V (doi:10.1039/c3cp54374a), B3LYP and TPSS (doi:10.1021/ct200644w, doi:10.1021/ct300813c)
NONLOCAL = [("H2O", "wB97X-V", 6.0, 0.01, 1), ("NH2", "B3LYP", 4.8, 0.0093, 1), ("HCl", "TPSS", 5.0, 0.0093, 0), ("OH-", "wB97X-V", 6.0, 0.01, 0)]
BASIS = "def2-SVP"
LEVEL = 1
# Hartree-Fock integrates charges on a grid of its own
HF_LEVEL = 4
ELECTRONS = {1: [1], 3: [3], 6: [4, 2], 7: [4, 3], 8: [4, 4], 9: [4, 5], 16: [6, 10], 17: [6, 11]}
# CM5: Marenich et al. 2012, doi:10.1021/ct200866d; radii, Å, of the CRC Handbook
RADII = {1: 0.32, 3: 1.30, 6: 0.75, 7: 0.71, 8: 0.64, 17: 1.00}
SINGLE = {1: 0.0056, 3: 0.0, 6: -0.0446, 7: -0.1072, 8: -0.0802, 17: -0.0444}
PAIR = {(1, 6): 0.0502, (1, 7): 0.1747, (1, 8): 0.1671, (6, 7): 0.0556, (6, 8): 0.0234, (7, 8): -0.0346}


def level_of(mol, functional):
    """A method, Hartree–Fock with a grid for what is integrated."""
    if functional != "HF":
        return method(mol, functional, LEVEL)
    mf = (scf.RHF if mol.spin == 0 else scf.UHF)(mol)
    mf.grids = dft.Grids(mol)
    mf.grids.level = HF_LEVEL
    return mf


def temperature_case(name, functional, kelvin):
    mol = molecule(name, BASIS)
    mf = level_of(mol, functional)
    mf = scf.addons.smearing(mf, sigma=BOLTZMANN * kelvin, method="fermi", fix_spin=True)
    mf.conv_tol, mf.conv_tol_grad, mf.direct_scf_tol, mf.max_cycle = 1e-13, 1e-9, 1e-15, 200
    mf.kernel()
    assert mf.converged
    return {"molecule": name, "functional": functional, "kelvin": kelvin, "level": LEVEL, **geometry(mol),
            "freeEnergy": round(float(mf.e_free), 10), "entropy": round(float(-mf.entropy * mf.sigma), 10)}


def atomic_density(mol, index, functional):
    """Density matrix of the spherical atom, with its molecule."""
    coordinates = mol.atom_coords()[index]
    atom = mol.copy()
    atom.atom = [[mol.atom_symbol(index), coordinates]]
    atom.unit = "bohr"
    atom.charge, atom.spin = 0, int(mol.atom_charge(index)) % 2
    atom.build(False, False)
    if functional == "HF":
        mf = AtomSphAverageRHF(atom)
    else:
        mf = AtomSphAverageRKS(atom)
        mf.xc, mf.nlc = FUNCTIONALS[functional], 0
        mf.grids.level = LEVEL
        mf.small_rho_cutoff = 0
    configuration = {int(mol.atom_charge(index)): ELECTRONS[int(mol.atom_charge(index))] + [0] * 3}
    mf.atomic_configuration = [configuration.get(z, [0] * 4) for z in range(37)]
    mf.verbose, mf.conv_tol, mf.max_cycle, mf.direct_scf_tol = 0, 1e-13, 200, 1e-15
    mf.kernel()
    assert mf.converged, mol.atom_symbol(index)
    return atom, mf.make_rdm1()


def hirshfeld(mol, mf, functional):
    grids = dft.Grids(mol)
    grids.level = mf.grids.level
    grids.build()
    density = numint.eval_rho(mol, numint.eval_ao(mol, grids.coords), total(mf.make_rdm1()))
    atoms = []
    for a in range(mol.natm):
        atom, dm = atomic_density(mol, a, functional)
        atoms.append(numint.eval_rho(atom, numint.eval_ao(atom, grids.coords), dm))
    atoms = np.array(atoms)
    promolecule = atoms.sum(axis=0)
    share = atoms / np.maximum(promolecule, 1e-300)
    return -(share * (density - promolecule) * grids.weights).sum(axis=1)


def cm5(mol, charges):
    out = np.array(charges)
    z = mol.atom_charges()
    positions = mol.atom_coords() * BOHR
    for a in range(mol.natm):
        for b in range(mol.natm):
            if z[a] == z[b]:
                continue
            pair = PAIR.get((z[a], z[b]))
            if pair is None and (z[b], z[a]) in PAIR:
                pair = -PAIR[(z[b], z[a])]
            if pair is None:
                pair = SINGLE[z[a]] - SINGLE[z[b]]
            r = np.linalg.norm(positions[a] - positions[b])
            out[a] += pair * np.exp(-2.474 * (r - RADII[z[a]] - RADII[z[b]]))
    return out


def charges_case(name, functional):
    mol = molecule(name, BASIS)
    mf = converge(level_of(mol, functional))
    q = hirshfeld(mol, mf, functional)
    return {"molecule": name, "functional": functional, "level": mf.grids.level, **geometry(mol), "hirshfeld": rounded(q), "cm5": rounded(cm5(mol, q))}


def fukui_case(name, functional):
    mol = molecule(name, BASIS)
    energies, charges = {}, {}
    for change in (-1, 0, 1):
        ion = mol.copy()
        ion.charge, ion.spin = mol.charge + change, mol.spin if change == 0 else (1 if mol.spin == 0 else mol.spin - 1)
        ion.build(False, False)
        mf = converge(level_of(ion, functional))
        energies[change], charges[change] = mf.e_tot, hirshfeld(ion, mf, functional)
    ionisation, affinity = energies[1] - energies[0], energies[0] - energies[-1]
    hardness, potential = ionisation - affinity, -(ionisation + affinity) / 2
    return {"molecule": name, "functional": functional, "level": LEVEL, **geometry(mol),
            "plus": rounded(charges[0] - charges[-1]), "minus": rounded(charges[1] - charges[0]),
            "ionisationEnergy": round(ionisation, 10), "electronAffinity": round(affinity, 10), "hardness": round(hardness, 10),
            "softness": round(1 / hardness, 10), "chemicalPotential": round(potential, 10),
            "electrophilicity": round(potential**2 / (2 * hardness), 10)}


def points_case(name, functional):
    """What `pyscf.tools.cubegen` puts into its files, at the points of a small box."""
    from pyscf.tools import cubegen
    mol = molecule(name, BASIS)
    mf = converge(level_of(mol, functional))
    dm = mf.make_rdm1()
    spin = dm[0] - dm[1] if mol.spin else None
    dm = total(dm)
    counts = [5, 4, 3]
    arguments = {"nx": counts[0], "ny": counts[1], "nz": counts[2], "margin": 3.0}
    cube = cubegen.Cube(mol, **arguments)
    coefficients = mf.mo_coeff if mol.spin == 0 else mf.mo_coeff[0]
    homo = mol.nelec[0] - 1
    out = {"molecule": name, "functional": functional, "level": LEVEL, **geometry(mol), "counts": counts,
           "origin": rounded(cube.boxorig), "axes": rounded([cube.xs[1] * cube.box[0][0], 0, 0, 0, cube.ys[1] * cube.box[1][1], 0, 0, 0, cube.zs[1] * cube.box[2][2]]),
           "density": rounded(cubegen.density(mol, "/tmp/density.cube", dm, **arguments), 8),
           "potential": rounded(cubegen.mep(mol, "/tmp/potential.cube", dm, **arguments), 8),
           "homo": rounded(cubegen.orbital(mol, "/tmp/homo.cube", coefficients[:, homo], **arguments), 8)}
    if spin is not None:
        out["spinDensity"] = rounded(cubegen.density(mol, "/tmp/spin.cube", spin, **arguments), 8)
    return out


def nonlocal_case(name, functional, b, c, nlc_level):
    mol = molecule(name, BASIS)
    mf = method(mol, functional, LEVEL)
    mf.nlc = "vv10"
    mf._numint.nlc_coeff = lambda _: (((b, c), 1),)
    mf.nlcgrids.level = nlc_level
    mf = converge(mf)
    semilocal = converge(method(mol, functional, LEVEL))
    return {"molecule": name, "functional": functional, "level": LEVEL, "nonlocalLevel": nlc_level, **geometry(mol), "b": b, "c": c,
            "energy": round(mf.e_tot, 10), "withoutNonlocal": round(semilocal.e_tot, 10)}


def main():
    path = FIXTURES / "dft-properties.json"
    old = json.loads(path.read_text()) if path.exists() else {}
    wanted = sys.argv[1:] or ["temperatures", "hirshfeld", "fukui", "points", "nonlocal"]
    parts = {
        "temperatures": lambda: [temperature_case(*case) for case in TEMPERATURES],
        "hirshfeld": lambda: [charges_case(*case) for case in HIRSHFELD],
        "fukui": lambda: [fukui_case("H2CO", "B3LYP"), fukui_case("NH2", "PBE")],
        "points": lambda: [points_case("NH2", "PBE")],
        "nonlocal": lambda: [nonlocal_case(*case) for case in NONLOCAL],
    }
    new = {**old, "source": f"PySCF {pyscf.__version__}", "basis": BASIS, **{part: parts[part]() for part in wanted}}
    lines = [f' "{key}": {json.dumps(value)}' if not isinstance(value, list) else
             f' "{key}": [\n' + ",\n".join("  " + json.dumps(case) for case in value) + "\n ]" for key, value in new.items()]
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    main()
