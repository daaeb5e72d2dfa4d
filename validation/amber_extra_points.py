"""Energy and forces of an Amber topology with extra points off water, by sander's rules, with OpenMM's Reference platform.

    python3 validation/amber_extra_points.py

Writes packages/mm-forcefield/test/fixtures/extra-points: points.parm7 (ParmEd), references.json (nm, kJ/mol, kJ/mol/nm).

No program at hand evaluates such files: OpenMM's AmberPrmtopFile knows the points of water only, ParmEd those of atoms with
equal arms. So the rules of sander (AmberTools, extra_pts.F90: frames, exclusions and 1-4 pairs of points) are written here a
second time, from the bonds, angles and dihedrals of the file; energies and forces with the points where those rules put them are
OpenMM's, and forces on points reach their parents through the Jacobian of the frames, by complex steps.
"""

import json
import pathlib

import ase
import numpy as np
import openmm as mm
import parmed
from ase.build import molecule
from openmm import unit

FOLDER = pathlib.Path("packages/mm-forcefield/test/fixtures/extra-points")
NM = 0.1
# Molecules of the G2 set (ASE), where they stand (Angstrom), and their extra points: the atom, how many, how far off.
MOLECULES = [
    ("CH3COCl", (0, 0, 0), {"O": (2, 0.45), "Cl": (1, 1.2)}),
    ("CH3OH", (5, 1, 0), {"O": (2, 0.4)}),
    ("CH3SH", (1, 5, 1), {"S": (2, 0.7)}),
    ("C5H5N", (0, 0.5, 4.5), {"N": (1, 0.35)}),
    ("H2O", (4, 4, 3), {"O": (1, 0.125)}),
]
CHARGE = {"C": 0.12, "H": 0.06, "O": -0.2, "N": -0.15, "S": -0.1, "Cl": -0.12, "EP": -0.11}
RADIUS = {"C": 1.9, "H": 1.3, "O": 1.7, "N": 1.8, "S": 2.0, "Cl": 1.95, "EP": 0.6}
DEPTH = {"C": 0.09, "H": 0.02, "O": 0.2, "N": 0.17, "S": 0.25, "Cl": 0.26, "EP": 0.004}
TYPES = {"S": "SH", "EP": "EP"}
RIGID = 300.0


def structure():
    """Every atom, bond, angle and torsion, those of the points too, as LEaP writes them."""
    made = parmed.Structure()
    rng = np.random.default_rng(7)
    positions = []
    cache = {}

    def kind(make, container, *key):
        if key not in cache:
            cache[key] = make()
            container.append(cache[key])
            cache[key].list = container
        return cache[key]

    for residue, (name, at, points) in enumerate(MOLECULES):
        ours = molecule(name)
        xyz = ours.get_positions() + np.array(at) + rng.normal(0, 0.04, (len(ours), 3))
        atoms = []

        def add(symbol, place, label):
            number = 0 if symbol == "EP" else ase.Atom(symbol).number
            make = parmed.ExtraPoint if symbol == "EP" else parmed.Atom
            mass = 0.0 if symbol == "EP" else ase.Atom(symbol).mass
            atom = make(name=label, type=TYPES.get(symbol, symbol.upper()), charge=CHARGE[symbol] + 0.01 * len(atoms), mass=mass, atomic_number=number)
            if symbol not in cache:
                cache[symbol] = parmed.AtomType(atom.type, None, mass, number)
                cache[symbol].set_lj_params(DEPTH[symbol], RADIUS[symbol])
            atom.atom_type = cache[symbol]
            made.add_atom(atom, name[:4].upper(), residue + 1)
            atoms.append(atom)
            positions.append(place)
            return atom

        symbols = ours.get_chemical_symbols()
        for k, symbol in enumerate(symbols):
            add(symbol, xyz[k], f"{symbol}{k}")
        bonds = []
        for i in range(len(symbols)):
            for j in range(i):
                longest = 1.3 if "H" in (symbols[i], symbols[j]) else 1.95
                if "S" in (symbols[i], symbols[j]):
                    longest = 1.5 if "H" in (symbols[i], symbols[j]) else 1.95
                if np.linalg.norm(xyz[i] - xyz[j]) < longest:
                    bonds.append((j, i, round(float(np.linalg.norm(xyz[i] - xyz[j])) + 0.02, 3)))
        if name == "H2O":
            bonds.append((1, 2, 1.52))
        for k, symbol in enumerate(symbols):
            for n in range(points.get(symbol, (0, 0))[0]):
                add("EP", xyz[k] + 0.1, f"EP{n + 1}")
                bonds.append((k, len(atoms) - 1, points[symbol][1]))
        partners = {k: [] for k in range(len(atoms))}
        for i, j, length in bonds:
            partners[i].append(j)
            partners[j].append(i)
            made.bonds.append(parmed.Bond(atoms[i], atoms[j], kind(lambda: parmed.BondType(RIGID, length), made.bond_types, "b", length)))
        if name == "H2O":
            continue
        for apex in partners:
            for a, i in enumerate(partners[apex]):
                for k in partners[apex][:a]:
                    made.angles.append(parmed.Angle(atoms[i], atoms[apex], atoms[k], kind(lambda: parmed.AngleType(50.0, 112.0), made.angle_types, "a")))
        ends = set()
        for i, j, _ in bonds:
            for h in partners[i]:
                for l in partners[j]:
                    if h == j or l == i or h == l:
                        continue
                    torsion = kind(lambda: parmed.DihedralType(0.3, 3, 20.0, scee=1.2, scnb=2.0), made.dihedral_types, "d")
                    # In a ring a pair counts once.
                    first = frozenset((h, l)) not in ends and l not in partners[h] and not set(partners[h]) & set(partners[l])
                    ends.add(frozenset((h, l)))
                    made.dihedrals.append(parmed.Dihedral(atoms[h], atoms[i], atoms[j], atoms[l], type=torsion, ignore_end=not first))
    made.coordinates = np.array(positions)
    return made


def relations(parm):
    """Whose point each point is, and the pairs of atoms that bonds, angles and torsions join."""
    data = parm.parm_data
    rows = lambda name, width: np.array(data[name]).reshape(-1, width)
    with_h, without = rows("BONDS_INC_HYDROGEN", 3), rows("BONDS_WITHOUT_HYDROGEN", 3)
    is_point = [kind == "EP" for kind in data["AMBER_ATOM_TYPE"]]
    count = len(is_point)
    heavy, hydrogens, points = ([[] for _ in range(count)] for _ in range(3))
    owner = {}
    for i, j, kind in without:
        i, j = i // 3, j // 3
        length = data["BOND_EQUIL_VALUE"][kind - 1]
        if is_point[i] or is_point[j]:
            host, point = (j, i) if is_point[i] else (i, j)
            points[host].append((point, length))
            owner[point] = host
        else:
            heavy[i].append(j)
            heavy[j].append(i)
    for i, j, _ in with_h:
        hydrogens[i // 3].append(j // 3)
        hydrogens[j // 3].append(i // 3)
    bonds = [(i // 3, j // 3) for i, j, _ in [*with_h, *without]]
    angles = [(i // 3, k // 3) for i, _, k, _ in [*rows("ANGLES_INC_HYDROGEN", 4), *rows("ANGLES_WITHOUT_HYDROGEN", 4)]]
    torsions = [*rows("DIHEDRALS_INC_HYDROGEN", 5), *rows("DIHEDRALS_WITHOUT_HYDROGEN", 5)]
    return heavy, hydrogens, points, owner, bonds, angles, torsions


def frames(heavy, hydrogens, points, types):
    """Per atom with points: the kind of frame, its atoms, and the points with their local coordinates (define_frames)."""
    found = []
    half = np.radians(54.735)
    for host, its in enumerate(points):
        if not its:
            continue
        kinds = (len(heavy[host]), len(hydrogens[host]))
        if kinds == (0, 2):
            frame = (1, host, *hydrogens[host])
        elif kinds == (2, 0):
            frame = (1, host, *heavy[host])
        elif kinds == (1, 1):
            frame = (1, host, heavy[host][0], hydrogens[host][0])
        else:
            assert kinds == (1, 0)
            middle = heavy[host][0]
            assert len(heavy[middle]) == 3 and not hydrogens[middle]
            frame = (2, host, *[k for k in heavy[middle] if k != host], middle)
        local = []
        for n, (point, length) in enumerate(its):
            sign, length = 1 - 2 * n, length * NM
            if len(its) == 1:
                place = (0, 0, -length if kinds == (0, 2) else length)
            elif frame[0] == 2:
                place = (sign * np.sqrt(0.75) * length, 0, 0.5 * length)
            elif types[host] in ("S", "SH"):
                place = (0, sign * length, 0)
            else:
                place = (0, sign * np.sin(half) * length, np.cos(half) * length)
            local.append((point, place))
        found.append((frame, local))
    return found


def placed(x, found):
    """Positions with the points in place (do_local_global); of real or complex numbers."""
    x = x.copy()
    unit_of = lambda v: v / np.sqrt(np.sum(v * v))
    for (kind, host, first, third, *middle), local in found:
        a, b, c = x[first], x[host], x[third]
        if kind == 2:
            a, c = (a + x[middle[0]]) / 2, (c + x[middle[0]]) / 2
        u, v = unit_of(a - b), unit_of(c - b)
        ez, ex = -unit_of(u + v), unit_of(v - u)
        ey = np.cross(ez, ex)
        for point, (px, py, pz) in local:
            x[point] = x[host] + px * ex + py * ey + pz * ez
    return x


def system(parm, owner, points, bonds, angles, torsions):
    """Bonded terms of atoms, and pairs with the exclusions and 1-4 pairs that points share with their atoms."""
    data = parm.parm_data
    count = len(parm.atoms)
    made = mm.System()
    nonbonded = mm.NonbondedForce()
    for atom in parm.atoms:
        made.addParticle(1.0)
        nonbonded.addParticle(atom.charge, atom.sigma * NM, atom.epsilon * 4.184)
    nonbonded.setNonbondedMethod(mm.NonbondedForce.NoCutoff)
    family = lambda atom: [] if atom in owner else [atom, *[point for point, _ in points[atom]]]
    joined = lambda i, j: [(a, b) for a in family(i) for b in family(j)]
    masked = set()
    scaled = {}
    for host in range(count):
        members = family(host)
        masked |= {frozenset(pair) for n, a in enumerate(members) for pair in [(a, b) for b in members[:n]]}
    for i, j in [*bonds, *angles]:
        masked |= {frozenset(pair) for pair in joined(i, j)}
    periodic = mm.PeriodicTorsionForce()
    for i, j, k, l, kind in torsions:
        ends = (i // 3, abs(l) // 3)
        masked |= {frozenset(pair) for pair in joined(*ends)}
        if k >= 0 and l >= 0:
            for pair in joined(*ends):
                scaled.setdefault(frozenset(pair), kind - 1)
        if ends[0] in owner or ends[1] in owner:
            continue
        height, n, phase = (data[f"DIHEDRAL_{name}"][kind - 1] for name in ("FORCE_CONSTANT", "PERIODICITY", "PHASE"))
        periodic.addTorsion(ends[0], j // 3, abs(k) // 3, ends[1], int(n), phase, height * 4.184)
    for pair in masked:
        i, j = sorted(pair)
        if pair in scaled:
            kind = scaled[pair]
            one, other = parm.atoms[i], parm.atoms[j]
            nonbonded.addException(
                i, j, one.charge * other.charge / data["SCEE_SCALE_FACTOR"][kind],
                (one.sigma + other.sigma) / 2 * NM, np.sqrt(one.epsilon * other.epsilon) * 4.184 / data["SCNB_SCALE_FACTOR"][kind],
            )  # fmt: skip
        else:
            nonbonded.addException(i, j, 0, 1, 0)
    stretch, bend = mm.HarmonicBondForce(), mm.HarmonicAngleForce()
    for bond in parm.bonds:
        if bond.atom1.idx not in owner and bond.atom2.idx not in owner:
            stretch.addBond(bond.atom1.idx, bond.atom2.idx, bond.type.req * NM, 2 * bond.type.k * 4.184 / NM**2)
    for angle in parm.angles:
        if angle.atom1.idx not in owner and angle.atom3.idx not in owner:
            bend.addAngle(angle.atom1.idx, angle.atom2.idx, angle.atom3.idx, np.radians(angle.type.theteq), 2 * angle.type.k * 4.184)
    for group, force in enumerate((stretch, bend, periodic, nonbonded)):
        force.setForceGroup(group)
        made.addForce(force)
    return made


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    made = structure()
    parmed.amber.AmberParm.from_structure(made).write_parm(str(FOLDER / "points.parm7"))
    parm = parmed.amber.AmberParm(str(FOLDER / "points.parm7"))
    heavy, hydrogens, points, owner, bonds, angles, torsions = relations(parm)
    found = frames(heavy, hydrogens, points, parm.parm_data["AMBER_ATOM_TYPE"])
    given = np.round(made.coordinates * NM, 6)
    x = placed(given, found)
    context = mm.Context(
        system(parm, owner, points, bonds, angles, torsions), mm.VerletIntegrator(0.001), mm.Platform.getPlatformByName("Reference")
    )
    context.setPositions(x)
    energies = {
        name: context.getState(getEnergy=True, groups={group}).getPotentialEnergy()._value
        for group, name in enumerate(("bonds", "angles", "torsions", "nonbonded"))
    }
    forces = context.getState(getForces=True).getForces(asNumpy=True).value_in_unit(unit.kilojoule_per_mole / unit.nanometer)
    # Forces on atoms: -dE/dx through the points, one complex step per coordinate.
    spread = np.zeros_like(forces)
    for atom in range(len(x)):
        if atom in owner:
            continue
        for axis in range(3):
            moved = given.astype(complex)
            moved[atom, axis] += 1e-30j
            spread[atom, axis] = np.sum(forces * placed(moved, found).imag) / 1e-30
    references = {
        "program": f"OpenMM {mm.version.version}, Reference platform; topology by ParmEd {parmed.__version__}",
        "given": given.tolist(),
        "positions": x.tolist(),
        "energies": energies,
        "forces": spread.tolist(),
    }
    rounded = json.loads(json.dumps(references), parse_float=lambda text: float(f"{float(text):.13g}"))
    (FOLDER / "references.json").write_text(json.dumps(rounded) + "\n")
