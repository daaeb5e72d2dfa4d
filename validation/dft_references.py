#!/usr/bin/env python3
"""Density-functional reference values from PySCF for the tests of packages/qm-dft.

Writes packages/qm-dft/test/fixtures/libxc.json (values and derivatives of every functional at points with random spin
densities) and dft-references.json: energies with the same grid recipe (PySCF's levels), gradients with derivatives of the
weights, fields of point charges with gradients on the charges. Atomic units; basis sets from the Basis Set
Exchange, molecules as in hf_references.py.

Needs: pip install pyscf==2.14.0 basis_set_exchange==0.12
Usage: python validation/dft_references.py [FUNCTIONAL ...]: with names, only the energies of these are made again
"""

import json
import pathlib
import sys

import numpy as np
import pyscf
from pyscf import dft, qmmm
from pyscf.dft import libxc

from hf_references import MOLECULES, converge, field_sites, geometry, molecule, rounded, total

FIXTURES = pathlib.Path(__file__).parent.parent / "packages/qm-dft/test/fixtures"

# our name: PySCF's
FUNCTIONALS = {
    "SVWN-RPA": "slater,vwn_rpa",
    "SVWN5": "slater,vwn5",
    "PBE": "pbe",
    "revPBE": "pbe_r,pbe",
    "BLYP": "blyp",
    "BP86": "bp86",
    "TPSS": "tpss",
    "r2SCAN": "r2scan",
    "B3LYP": "b3lyp",
    "B3LYP5": "b3lyp5",
    "PBE0": "pbe0",
    "CAM-B3LYP": "camb3lyp",
    "wB97X-D": "hyb_gga_xc_wb97x_d",
    "wB97X-D3BJ": "wb97x_v",
    "wB97X-V": "wb97x_v",
}
BASIS = "def2-SVP"
LEVEL = 1
GRADIENTS = [("H2O", "SVWN5"), ("H2O", "PBE"), ("NH4+", "BLYP"), ("OH-", "B3LYP"), ("H2S", "PBE0"), ("OH", "PBE"), ("NH2", "B3LYP"),
             ("H2CO", "CAM-B3LYP")]
FIELDS = [("H2O", "PBE"), ("NH2", "B3LYP")]
LEVELS = [("H2O", "PBE", level) for level in range(0, 7)] + [("HBr", "PBE", 3), ("HCl", "r2SCAN", 3)]


def method(mol, functional, level=LEVEL):
    mf = (dft.RKS if mol.spin == 0 else dft.UKS)(mol)
    mf.xc = FUNCTIONALS[functional]
    mf.nlc = 0
    mf.grids.level = level
    mf.small_rho_cutoff = 0
    return mf


def energy_case(name, functional, level=LEVEL):
    mol = molecule(name, BASIS)
    mf = converge(method(mol, functional, level))
    return {"molecule": name, "functional": functional, "level": level, "points": int((mf.grids.weights != 0).sum()),
            **geometry(mol), "energy": round(mf.e_tot, 10)}, mf


def gradient_case(name, functional):
    case, mf = energy_case(name, functional)
    gradient = mf.nuc_grad_method()
    gradient.grid_response = True
    return {**case, "gradient": rounded(gradient.kernel())}


def field_case(name, functional, rng):
    mol = molecule(name, BASIS)
    positions, charges = field_sites(60, rng)
    mf = converge(qmmm.mm_charge(method(mol, functional), positions, charges, unit="bohr"))
    gradient = mf.nuc_grad_method()
    gradient.grid_response = True
    nuclear = gradient.kernel()
    dm = total(mf.make_rdm1())
    sites = gradient.grad_hcore_mm(dm) + gradient.grad_nuc_mm()
    return {"molecule": name, "functional": functional, "level": LEVEL, **geometry(mol), "energy": round(mf.e_tot, 10),
            "gradient": rounded(nuclear), "fieldGradient": rounded(sites), "sites": rounded(positions), "charges": rounded(charges)}


def libxc_values():
    rng = np.random.default_rng(7)
    n = 24
    ra = 10 ** rng.uniform(-4, 1.5, n)
    rb = ra * 10 ** rng.uniform(-2, 0.3, n)
    fermi = lambda r: 2 * (6 * np.pi**2) ** (1 / 3) * r ** (4 / 3)
    vectors = []
    for r in (ra, rb):
        v = rng.normal(size=(3, n))
        vectors.append(v * fermi(r) * 10 ** rng.uniform(-1.5, 0.8, n) / np.linalg.norm(v, axis=0))
    va, vb = vectors
    uniform = lambda r: 0.3 * (6 * np.pi**2) ** (2 / 3) * r ** (5 / 3)
    ta, tb = ((v**2).sum(0) / (8 * r) + uniform(r) * 10 ** rng.uniform(-2, 0.6, n) for r, v in ((ra, va), (rb, vb)))
    for i in range(0, n, 6):  # closed shells
        rb[i], ta[i], tb[i] = ra[i], 2 * ta[i], 2 * ta[i]
        vb[:, i] = va[:, i]
    saa, sbb, stt = (va**2).sum(0), (vb**2).sum(0), ((va + vb) ** 2).sum(0)
    out = {}
    for name, code in FUNCTIONALS.items():
        kind = libxc.xc_type(code)
        rows = {"LDA": 1, "GGA": 4, "MGGA": 6}[kind]
        full = [np.vstack([r, v, 0 * r, t]) for r, v, t in ((ra, va, ta), (rb, vb, tb))]
        exc, vxc, _, _ = libxc.eval_xc(code, [f[:rows] if rows > 1 else f[0] for f in full], spin=1, deriv=1)
        zero = np.zeros(n)
        derivatives = [vxc[0][:, 0], vxc[0][:, 1], zero, zero, zero, zero, zero]
        if rows > 1:
            aa, ab, bb = vxc[1].T
            derivatives[2:5] = [aa - ab / 2, bb - ab / 2, ab / 2]
        if rows > 4:
            derivatives[5:7] = list(vxc[3].T)
        out[name] = {"energy": (exc * (ra + rb)).tolist(), "derivatives": [d.tolist() for d in derivatives]}
    variables = [x.tolist() for x in (ra, rb, saa, sbb, stt, ta, tb)]
    return {"source": f"Libxc {libxc.__version__} in PySCF {pyscf.__version__}", "variables": variables, "functionals": out}


def main(only):
    FIXTURES.mkdir(exist_ok=True)
    path = FIXTURES / "dft-references.json"
    out = {"source": f"PySCF {pyscf.__version__}", "basis": BASIS}
    if only:
        out = json.loads(path.read_text())
    rng = np.random.default_rng(11)

    def save(key, cases):
        out[key] = cases
        text = ",\n".join(
            f' "{k}": ' + (json.dumps(v) if isinstance(v, str) else "[\n  " + ",\n  ".join(map(json.dumps, v)) + "\n ]")
            for k, v in out.items()
        )
        path.write_text("{\n" + text + "\n}\n")
        print(key, len(cases), flush=True)

    if not only:
        (FIXTURES / "libxc.json").write_text(json.dumps(libxc_values()) + "\n")
        save("levels", [energy_case(*case)[0] for case in LEVELS])
        save("gradients", [gradient_case(*case) for case in GRADIENTS])
        save("fields", [field_case(*case, rng) for case in FIELDS])
    for functional in only or FUNCTIONALS:
        energies = [case for case in out.get("energies", []) if case["functional"] != functional]
        for name in MOLECULES:
            try:
                energies.append(energy_case(name, functional)[0])
            except AssertionError as failure:
                # A degenerate radical on a coarse grid may not converge; nothing is compared with it then.
                print("left out:", name, functional, failure, flush=True)
        save("energies", energies)


if __name__ == "__main__":
    main(sys.argv[1:])
