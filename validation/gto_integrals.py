"""Reference integrals for packages/gto from PySCF (pip install pyscf==2.14.0 basis_set_exchange==0.12).

Writes packages/gto/test/integrals/fixtures/<case>.json: the basis in PySCF's order, one-electron matrices over normalised
functions (lower triangles), Coulomb and exchange matrices of a made-up symmetric density, a sample of repulsion integrals,
and the derivative of the two-electron energy. Atomic units. Usage: python gto_integrals.py
"""

import json
import pathlib

import basis_set_exchange
import numpy as np
import pyscf
from pyscf import df, gto

OUT = pathlib.Path(__file__).resolve().parent.parent / "packages" / "gto" / "test" / "integrals" / "fixtures"

MIXED = [
    [0, [6.2, 0.3], [1.1, 0.8]],
    [1, [2.3, 0.7], [0.45, 0.5]],
    [2, [1.2, 0.9], [0.8, 0.4]],
    [3, [0.95, 1.0]],
    [4, [1.3, 1.0]],
]
WATER = "O 0 0 0; H 0 -1.430522675 1.109269250; H 0 1.430522675 1.109269250"
TWISTED = "O 0.1 -0.2 0.3; H 1.2 1.3 -0.4; H -1.5 0.6 1.0"

CASES = {
    "water-6-31g-star": (TWISTED, "6-31g*", True),
    "water-cc-pvdz": (WATER, "cc-pvdz", False),
    "mixed-spherical": ("H 0 0 0; H 0.7 -0.9 1.3", {"H": MIXED}, False),
    "mixed-cartesian": ("H 0 0 0; H 0.7 -0.9 1.3", {"H": MIXED}, True),
}

SITES = np.array([[1.5, 2.0, 2.5], [-3.0, 0.5, -1.0], [8.0, -9.0, 4.0], [0.2, 0.1, 0.4], [0.5, 40.0, -30.0], [2.0, -1.0, -2.0]])
CHARGES = np.array([0.4, -0.8, 0.5, -0.3, 1.0, 0.7])
SMEARED = np.array([0.8, 0.0, 2.5, 0.3, 1.0, 1.7])
# Of the operator erf(omega r)/r.
OMEGA = 0.4
ORIGIN = np.array([0.3, -0.2, 0.1])


# Of a matrix's lower triangle every THIN-th element is kept: all kinds of functions are still met (7 is coprime to the
# sizes of shells), and the files stay small.
THIN = 7


def lower(matrix):
    n = matrix.shape[0]
    return [float(matrix[i, j]) for i in range(n) for j in range(i + 1)][::THIN]


def density(n, seed):
    i, j = np.meshgrid(np.arange(n), np.arange(n), indexing="ij")
    return np.cos(seed * (i + j) + 0.3 * i * j) / (1 + 0.2 * np.abs(i - j))


def case(geometry, basis, cart):
    mol = gto.M(atom=geometry, basis=basis, unit="Bohr", cart=cart, verbose=0, spin=None)
    n = mol.nao
    scale = 1 / np.sqrt(np.diag(mol.intor("int1e_ovlp")))
    norm = np.outer(scale, scale)
    one = lambda name, **k: mol.intor(name, **k) * norm
    with mol.with_common_origin(ORIGIN):
        r = one("int1e_r")
        rr = one("int1e_rr").reshape(3, 3, n, n)
    points = np.einsum("kij,k->ij", mol.intor("int1e_grids", grids=SITES) * norm, CHARGES)
    smeared = np.zeros((n, n))
    for site, q, w in zip(SITES, CHARGES, SMEARED):
        if w == 0:
            smeared += q * mol.intor("int1e_grids", grids=site[None])[0] * norm
        else:
            fake = gto.fakemol_for_charges(site[None], expnt=1 / w**2)
            fake.cart = mol.cart
            smeared += q * df.incore.aux_e2(mol, fake, intor="int3c2e", aosym="s1")[:, :, 0] * norm
    eri = mol.intor("int2e", aosym="s1").reshape(n, n, n, n)
    eri = eri * norm[:, :, None, None] * norm[None, None]
    rng = np.random.default_rng(1)
    sample = rng.integers(0, n, size=(300, 4))
    pa, pb = density(n, 1.0), density(n, 0.6)
    coulomb = np.einsum("ijkl,kl->ij", eri, pa + pb)

    def repulsion_gradient(c):
        # Derivative of 1/2 P.J - 1/2 c sum_s P_s.K[P_s] from PySCF's derivative integrals.
        d1 = mol.intor("int2e_ip1", aosym="s1").reshape(3, n, n, n, n) * norm[:, :, None, None] * norm[None, None]
        p = pa + pb
        exchange = np.einsum("ik,jl->ijkl", pa, pa) + np.einsum("ik,jl->ijkl", pb, pb)
        gamma = np.einsum("ij,kl->ijkl", p, p) - c * exchange
        # d/dA of (ij|kl) with i on A is -(grad i j|kl); four equal positions of the total 1/2 sum.
        gamma = 0.5 * (gamma + gamma.transpose(1, 0, 2, 3))
        per_function = -2 * np.einsum("xijkl,ijkl->ix", d1, gamma)
        return [[float(v) for v in per_function[s[2] : s[3]].sum(axis=0)] for s in mol.aoslice_by_atom()]

    with mol.with_range_coulomb(OMEGA):
        long_eri = mol.intor("int2e", aosym="s1").reshape(n, n, n, n) * norm[:, :, None, None] * norm[None, None]
        long_range = {
            "omega": OMEGA,
            "coulomb": lower(np.einsum("ijkl,kl->ij", long_eri, pa + pb)),
            "exchangeAlpha": lower(np.einsum("ikjl,kl->ij", long_eri, pa)),
            "gradient": {"exchange": 0.7, "values": repulsion_gradient(0.7)},
        }
    shells = []
    for b in range(mol.nbas):
        # bas_ctr_coeff refers to normalised primitives, as in a basis-set library.
        coefficients = mol.bas_ctr_coeff(b).T.tolist()
        exponents = mol.bas_exp(b).tolist()
        shells.append(
            {"atom": mol.bas_atom(b), "l": mol.bas_angular(b), "exponents": exponents, "coefficients": coefficients}
        )
    return {
        "thin": THIN,
        "program": f"PySCF {pyscf.__version__}",
        "geometry": geometry,
        "cartesian": cart,
        "functions": n,
        "nuclei": mol.atom_coords().ravel().tolist(),
        "shells": shells,
        "overlap": lower(one("int1e_ovlp")),
        "kinetic": lower(one("int1e_kin")),
        "origin": ORIGIN.tolist(),
        "multipoles": [lower(m) for m in (*r, rr[0, 0], rr[0, 1], rr[0, 2], rr[1, 1], rr[1, 2], rr[2, 2])],
        "sites": SITES.ravel().tolist(),
        "charges": CHARGES.tolist(),
        "widths": SMEARED.tolist(),
        "pointPotential": lower(points),
        "smearedPotential": lower(smeared),
        "sample": sample.tolist(),
        "repulsion": [float(eri[tuple(s)]) for s in sample],
        "coulomb": lower(coulomb),
        "exchangeAlpha": lower(np.einsum("ikjl,kl->ij", eri, pa)),
        "exchangeBeta": lower(np.einsum("ikjl,kl->ij", eri, pb)),
        "repulsionGradient": {"exchange": 0.7, "values": repulsion_gradient(0.7)},
        "longRange": long_range,
    }


def three_centre():
    """A sample of two- and three-centre integrals with the fitting set of the Basis Set Exchange, of 1/r and erf(omega r)/r."""


    def exchange(name):
        text = basis_set_exchange.get_basis(name, elements=["H", "O"], fmt="nwchem")
        return {element: gto.basis.parse(text, element) for element in ("H", "O")}

    mol = gto.M(atom=WATER, basis=exchange("def2-svp"), unit="Bohr", verbose=0)
    aux = df.addons.make_auxmol(mol, exchange("def2-universal-jkfit"))
    n, m = mol.nao, aux.nao
    rng = np.random.default_rng(2)
    pairs = rng.integers(0, m, size=(200, 2))
    triples = np.column_stack([rng.integers(0, n, size=(300, 2)), rng.integers(0, m, size=300)])
    out = {
        "program": f"PySCF {pyscf.__version__}",
        "nuclei": mol.atom_coords().ravel().tolist(),
        "functions": n,
        "auxiliaryFunctions": m,
        "pairs": pairs.tolist(),
        "triples": triples.tolist(),
        "values": [],
    }
    for omega in (0, OMEGA):
        with mol.with_range_coulomb(omega), aux.with_range_coulomb(omega):
            metric = aux.intor("int2c2e")
            integrals = df.incore.aux_e2(mol, aux, intor="int3c2e", aosym="s1")
        out["values"].append(
            {
                "omega": omega,
                "metric": [float(metric[tuple(p)]) for p in pairs],
                "integrals": [float(integrals[tuple(t)]) for t in triples],
            }
        )
    return out


if __name__ == "__main__":
    OUT.mkdir(parents=True, exist_ok=True)
    for name, arguments in CASES.items():
        (OUT / f"{name}.json").write_text(json.dumps(case(*arguments), separators=(",", ":")) + "\n", encoding="utf-8")
    (OUT / "three-centre.json").write_text(json.dumps(three_centre(), separators=(",", ":")) + "\n", encoding="utf-8")
