import { BOHR_IN_ANGSTROM, createRandomStream, createSystem, type RandomStream } from "@qmmm/core";
import { formatPdb } from "@qmmm/io";

/** Geometry of TIP3P water: O–H distance, Å, and H–O–H angle, deg (Jorgensen et al. 1983, doi:10.1063/1.445869). */
const BOND = 0.9572;
const ANGLE = 104.52;
/** Distance of neighbouring molecules on the lattice, Å: the number density of liquid water. */
const SPACING = 3.104;

/** A water molecule, as a plain XYZ file. */
export const WATER_MOLECULE = `3
water, TIP3P geometry
O   0.000000   0.000000   0.000000
H   0.756950   0.585882   0.000000
H  -0.756950   0.585882   0.000000
`;

/** Two orthogonal unit vectors in a random plane (Marsaglia's sphere points, made orthogonal). */
function randomFrame(random: RandomStream): readonly [readonly number[], readonly number[]] {
  const unit = (v: readonly number[]): number[] => v.map((x) => x / Math.hypot(...v));
  const along = unit([random.normal(), random.normal(), random.normal()]);
  const other = [random.normal(), random.normal(), random.normal()];
  const overlap = along.reduce((sum, x, k) => sum + x * other[k]!, 0);
  return [along, unit(other.map((x, k) => x - overlap * along[k]!))];
}

/**
 * A droplet of water to start from, as a PDB file: molecules on a cubic lattice at the density of the liquid, turned at
 * random, the central one first.
 *
 * @param shells - molecules from the centre along each axis
 */
export function waterDroplet(shells: number): string {
  const random = createRandomStream("droplet");
  const sites: (readonly [number, number, number])[] = [];
  for (let i = -shells; i <= shells; i++) {
    for (let j = -shells; j <= shells; j++) for (let k = -shells; k <= shells; k++) sites.push([i, j, k]);
  }
  const radius = (site: readonly number[]): number => Math.hypot(...site);
  const inside = sites.filter((site) => radius(site) <= shells).sort((a, b) => radius(a) - radius(b));
  const half = (ANGLE * Math.PI) / 360;
  const positions = inside.flatMap((site) => {
    const [x, y] = randomFrame(random);
    const centre = site.map((index) => index * SPACING);
    const hydrogen = (side: number): number[] =>
      centre.map((c, d) => c + BOND * (Math.cos(half) * x[d]! + side * Math.sin(half) * y[d]!));
    return [...centre, ...hydrogen(1), ...hydrogen(-1)];
  });
  const system = createSystem({
    elements: inside.flatMap(() => [8, 1, 1]),
    names: inside.flatMap(() => ["O", "H1", "H2"]),
    residueOf: inside.flatMap((_, k) => [k, k, k]),
    residues: inside.map((_, k) => ({ name: "HOH", id: k + 1, chain: "A" })),
    bonds: inside.flatMap((_, k) => [3 * k, 3 * k + 1, 3 * k, 3 * k + 2]),
    positions: positions.map((x) => x / BOHR_IN_ANGSTROM),
    title: "water molecules on a lattice",
  });
  return formatPdb(system);
}
