"""Reference energies, forces and dipoles of induced point dipoles, by OpenMM and by dense linear algebra.

Clusters of charged polarisable sites. `amoeba`: OpenMM's AmoebaMultipoleForce (reference platform) with charges alone, where
polarisation is what remains when the polarisabilities are zero; direct and energy factors differ (polarisation groups,
1-2 and 1-3 neighbours). The other damping models: numpy's dense solution, forces by central differences of fourth order.
Writes packages/mm-forcefield/test/polarisation/fixtures/references.json in atomic units.

    pip install numpy openmm
    python validation/polarisation_references.py
"""

import json
from pathlib import Path

import numpy as np
import openmm as mm
from openmm import unit

OUT = Path(__file__).resolve().parent.parent / "packages/mm-forcefield/test/polarisation/fixtures/references.json"
# Any Bohr radius serves: lengths go in and come out with the same one
NM = 1 / 0.052917721067
A = {"thole-linear": 1.7278, "thole-exponential": 1.9088, "amoeba": 0.39, "none": 0.0}


def damping(model, a, u):
    """λ3 and λ5."""
    if model == "thole-linear":
        v = min(u / a, 1)
        return 4 * v**3 - 3 * v**4, v**4
    if model == "thole-exponential":
        v = a * u
        l3 = 1 - (1 + v + v * v / 2) * np.exp(-v)
        return l3, l3 - v**3 / 6 * np.exp(-v)
    if model == "amoeba":
        w = a * u**3
        return 1 - np.exp(-w), 1 - (1 + w) * np.exp(-w)
    return 1.0, 1.0


def induced(model, x, q, alpha, excluded, field):
    """Polarisation energy and dipoles by a dense solution; excluded pairs do not see each other at all."""
    n = len(q)
    matrix = np.zeros((3 * n, 3 * n))
    e = np.array(field, float)
    for i in range(n):
        matrix[3 * i : 3 * i + 3, 3 * i : 3 * i + 3] = np.eye(3) / alpha[i]
        for j in range(n):
            if i == j or frozenset((i, j)) in excluded:
                continue
            d = x[i] - x[j]
            r = np.linalg.norm(d)
            l3, l5 = damping(model, A[model], r / (alpha[i] * alpha[j]) ** (1 / 6))
            e[i] += q[j] * l3 * d / r**3
            matrix[3 * i : 3 * i + 3, 3 * j : 3 * j + 3] = l3 * np.eye(3) / r**3 - 3 * l5 * np.outer(d, d) / r**5
    mu = np.linalg.solve(matrix, e.ravel()).reshape(n, 3)
    return -0.5 * float((mu * e).sum()), mu


def dense_case(model, x, q, alpha, bonds, field):
    excluded = {frozenset(b) for b in bonds}
    energy, dipoles = induced(model, x, q, alpha, excluded, field)
    forces = np.zeros_like(x)
    h = 2e-3
    for i, d in np.ndindex(x.shape):
        def at(s):
            y = x.copy()
            y[i, d] += s * h
            return induced(model, y, q, alpha, excluded, field)[0]
        forces[i, d] = -(8 * (at(1) - at(-1)) - (at(2) - at(-2))) / (12 * h)
    return {
        "model": model,
        "factor": A[model],
        "excluded": [list(b) for b in bonds],
        "field": field.tolist(),
        "energy": energy,
        "dipoles": dipoles.tolist(),
        "forces": forces.tolist(),
    }


def openmm_amoeba(x, q, alpha, factor, bonds, groups):
    """Energy (kJ/mol), forces (kJ/mol/nm) and dipoles (e·nm) of AMOEBA's multipoles with charges alone."""
    n = len(q)
    near = [{j for b in bonds if i in b for j in b if j != i} for i in range(n)]
    shells = []
    for i in range(n):
        seen, shell, out = {i}, {i}, []
        for _ in range(4):
            shell = {k for j in shell for k in near[j]} - seen
            seen |= shell
            out.append(sorted(shell))
        shells.append(out)
    system = mm.System()
    force = mm.AmoebaMultipoleForce()
    force.setNonbondedMethod(mm.AmoebaMultipoleForce.NoCutoff)
    force.setPolarizationType(mm.AmoebaMultipoleForce.Mutual)
    force.setMutualInducedTargetEpsilon(1e-12)
    force.setMutualInducedMaxIterations(500)
    for i in range(n):
        system.addParticle(12.0)
        volume = alpha[i] / NM**3
        force.addMultipole(
            q[i], [0.0] * 3, [0.0] * 9, mm.AmoebaMultipoleForce.NoAxisType, -1, -1, -1, factor[i], volume ** (1 / 6), volume
        )
    kinds = [force.Covalent12, force.Covalent13, force.Covalent14, force.Covalent15]
    for i in range(n):
        for kind, shell in zip(kinds, shells[i]):
            force.setCovalentMap(i, kind, shell)
        force.setCovalentMap(i, force.PolarizationCovalent11, groups[i])
    system.addForce(force)
    context = mm.Context(system, mm.VerletIntegrator(0.001), mm.Platform.getPlatformByName("Reference"))
    context.setPositions(x / NM)
    state = context.getState(getEnergy=True, getForces=True)
    dipoles = np.array(force.getInducedDipoles(context))
    return (
        state.getPotentialEnergy().value_in_unit(unit.kilojoule_per_mole),
        np.array(state.getForces().value_in_unit(unit.kilojoule_per_mole / unit.nanometer)),
        dipoles,
    )


def amoeba_case(x, q, alpha, factor, bonds, groups):
    total = openmm_amoeba(x, q, alpha, factor, bonds, groups)
    fixed = openmm_amoeba(x, q, np.zeros_like(alpha), factor, bonds, groups)
    # What OpenMM takes for the energy of two unit charges 1 nm apart, kJ/mol
    pair = np.array([[0.0, 0, 0], [NM, 0, 0]])
    coulomb = openmm_amoeba(pair, [1.0, 1.0], np.zeros(2), [0.39] * 2, [], [[0], [1]])[0]
    hartree = coulomb * NM
    return {
        "bonds": bonds,
        "groups": groups,
        "factors": list(factor),
        "energy": (total[0] - fixed[0]) / hartree,
        "forces": ((total[1] - fixed[1]) / (hartree * NM)).tolist(),
        "dipoles": (total[2] * NM).tolist(),
    }


# A chain of five bonded sites, bent out of a plane, and a triatomic molecule beside it
x = np.array(
    [[0, 0, 0], [2.6, 0.4, 0.2], [3.8, 2.7, -0.5], [6.4, 2.9, 0.9], [7.5, 5.2, 0.1], [2.1, 4.4, 0.8], [0.6, 5.4, 1.2], [3.0, 5.6, -0.3]]
)
q = np.array([-0.4, 0.6, -0.5, 0.2, 0.1, -0.8, 0.45, 0.35])
alpha = np.array([5.7, 8.1, 5.4, 6.3, 2.9, 5.6, 3.1, 2.6])
bonds = [[0, 1], [1, 2], [2, 3], [3, 4], [5, 6], [5, 7]]
groups = [[0, 1], [0, 1], [2, 3, 4], [2, 3, 4], [2, 3, 4], [5, 6, 7], [5, 6, 7], [5, 6, 7]]
angles = [[0, 2], [1, 3], [2, 4], [6, 7]]
field = np.array([[0.004 + 0.001 * k, -0.003, 0.002 - 0.0005 * k] for k in range(8)])
factor = [0.39, 0.39, 0.35, 0.39, 0.3, 0.39, 0.39, 0.36]

result = {
    "program": f"OpenMM {mm.version.version}, numpy {np.__version__}",
    "positions": x.tolist(),
    "charges": q.tolist(),
    "polarisabilities": alpha.tolist(),
    "dense": [dense_case(m, x, q, alpha, bonds + angles, field) for m in A],
    "amoeba": amoeba_case(x, q, alpha, factor, bonds, groups),
}
OUT.parent.mkdir(parents=True, exist_ok=True)
OUT.write_text(json.dumps(result, indent=1) + "\n")
print(json.dumps(result["amoeba"]["energy"]), [c["energy"] for c in result["dense"]])
