#!/usr/bin/env python3
"""Energies of subsets of GMTKN55 by PySCF at the levels of dft_noncovalent.mjs: RI-PBE in a basis, without dispersion.

Density fitting with def2-universal-jfit, the grid of a level of PySCF; basis sets from the Basis Set Exchange. Results are kept
in OUT, a JSON file that a second run continues: the reactions of a set with the smallest molecules first.

Needs: pip install pyscf==2.14.0 basis_set_exchange==0.12
Usage: python validation/dft_noncovalent.py FOLDER OUT SECONDS BASIS SET ...
FOLDER holds SET.json as in GMTKN55 (Goerigk et al. 2017, doi:10.1039/C7CP04913G), see xtb_noncovalent.mjs; no molecule is
begun after SECONDS.
"""

import json
import pathlib
import sys
import time

import basis_set_exchange as bse
import pyscf
from pyscf import dft, gto

LEVEL = {"functional": "PBE", "auxiliaryBasis": "def2-universal-jfit", "grid": 1}


def shells(name, elements):
    text = bse.get_basis(name, elements=sorted(elements), fmt="nwchem")
    return {element: gto.basis.parse(text, element) for element in elements}


def energy(system, level):
    elements = {symbol for symbol, *_ in system["atoms"]}
    mol = gto.M(atom=[(symbol, xyz) for symbol, *xyz in system["atoms"]], basis=shells(level["basis"], elements),
                charge=system["charge"], spin=system["unpaired"], verbose=0)
    mf = (dft.RKS if mol.spin == 0 else dft.UKS)(mol).density_fit(auxbasis=shells(level["auxiliaryBasis"], elements))
    mf.xc = level["functional"]
    mf.grids.level = level["grid"]
    mf.conv_tol = 1e-7
    mf.kernel()
    if not mf.converged:
        mf = mf.newton()
        mf.kernel()
    return {"energy": round(float(mf.e_tot), 9), "converged": bool(mf.converged)}


def main(folder, out, seconds, basis, *sets):
    level = {**LEVEL, "basis": basis}
    start = time.monotonic()
    out = pathlib.Path(out)
    results = json.loads(out.read_text()) if out.exists() else {"program": f"PySCF {pyscf.__version__}", "level": level, "sets": {}}
    assert results["level"] == level
    for name in sets:
        data = json.loads((pathlib.Path(folder) / f"{name}.json").read_text())
        systems = data["systems"]
        done = results["sets"].setdefault(name, {})
        reactions = sorted((one["species"] for one in data["reactions"]), key=lambda keys: max(len(systems[k]["atoms"]) for k in keys))
        for key in (key for species in reactions for key in species):
            if key in done:
                continue
            system = systems[key]
            if time.monotonic() - start > float(seconds):
                return
            began = time.monotonic()
            done[key] = {**energy(system, level), "seconds": round(time.monotonic() - began, 1)}
            out.write_text(json.dumps(results))
            print(name, key, len(system["atoms"]), done[key], flush=True)


main(*sys.argv[1:])
