import type { MmModel } from "../contracts/mechanics.js";
import type { Boundary, SiteMap, Sites, SitesCotangent } from "../contracts/sites.js";
import { type Geometry, strained } from "../model/geometry.js";
import type { Region, System } from "../model/system.js";
import { coordinateLabel, difference, differences, sameBits } from "./compare.js";
import { Checks, type Exclusions, type TestRunner } from "./runner.js";
import { derivativeAtZero, displaced, jostled, sampled, suiteRandom } from "./toolkit.js";

/** Checks of `boundarySuite`. */
export const BOUNDARY_CHECKS = [
  "sites",
  "pullback",
  "virial",
  "residual",
  "translation",
  "accumulates",
  "inputs",
  "repeat",
] as const;
export type BoundaryCheck = (typeof BOUNDARY_CHECKS)[number];

/** A boundary at a place where it is to be checked. */
export interface BoundaryCase {
  readonly boundary: Boundary;
  readonly system: System;
  readonly region: Region;
  readonly mm: MmModel;
  readonly embedded: boolean;
}

/** What `boundarySuite` takes. */
export interface BoundarySuite extends TestRunner {
  readonly name: string;
  /** Makes the boundary and what it needs; called once per check. */
  readonly create: () => Promise<BoundaryCase> | BoundaryCase;
  /** Atoms to check always, by name (`Q1`, `M1`, `M2`); others are sampled. */
  readonly atoms?: Readonly<Record<string, number>>;
  /** Pullback and virial against differences, Eh/a0 and Eh for cotangents of order one; default 1e-8. */
  readonly tolerance?: number;
  readonly exclusions?: Exclusions<BoundaryCheck>;
}

function randomCotangent(sites: Sites): SitesCotangent {
  const random = suiteRandom("cotangent");
  const filled = (length: number): Float64Array => {
    const out = new Float64Array(length);
    random.fillNormal(out);
    return out;
  };
  return {
    nuclei: filled(sites.nuclei.length),
    sites: filled(sites.sites.length),
    potential: filled(sites.charges.length),
  };
}

/**
 * The energy whose derivatives with respect to what `apply` gives are the cotangent: linear in the sites, relative to
 * where they are at the start so that it does not lose digits.
 */
function probe(map: SiteMap, start: Sites, cotangent: SitesCotangent): (geometry: Geometry) => number {
  const dot = (weights: Float64Array, now: Float64Array, before: Float64Array): number => {
    let sum = 0;
    for (let k = 0; k < weights.length; k++) sum += weights[k]! * (now[k]! - before[k]!);
    return sum;
  };
  return (geometry) => {
    const now = map.apply(geometry);
    return (
      dot(cotangent.potential, now.charges, start.charges) -
      dot(cotangent.nuclei, now.nuclei, start.nuclei) -
      dot(cotangent.sites, now.sites, start.sites)
    );
  };
}

/**
 * Checks that a boundary keeps its contract: what it gives the QM method is complete, `pullback` is the transpose of the
 * Jacobian of `apply` (and of its strain derivative), and the residual charge and dipole are true.
 */
export function boundarySuite(suite: BoundarySuite): void {
  const checks = new Checks(suite, suite.exclusions ?? {}, BOUNDARY_CHECKS);
  const tolerance = suite.tolerance ?? 1e-8;
  const withMap = async (
    act: (map: SiteMap, parts: BoundaryCase) => readonly string[] | Promise<readonly string[]>,
  ): Promise<readonly string[]> => {
    const parts = await suite.create();
    return act(parts.boundary.connect(parts.system, parts.region, parts.mm, parts.embedded), parts);
  };

  suite.describe(`boundary: ${suite.name}`, () => {
    checks.check("sites", "the molecule begins with the region's atoms, and all arrays fit together", () =>
      withMap((map, { system, region }) => {
        const { topology, geometry } = system;
        const { nuclei, sites, charges, widths } = map.apply(geometry);
        const lengths: [string, number, number][] = [
          ["nuclei", nuclei.length, 3 * map.molecule.elements.length],
          ["sites", sites.length, 3 * map.siteCount],
          ["charges", charges.length, map.siteCount],
          ["widths", widths.length, map.siteCount],
        ];
        const problems = lengths
          .filter(([, has, needs]) => has !== needs)
          .map(([what, has, needs]) => `${what} has length ${has}, expected ${needs}`);
        for (const [what, array] of Object.entries({ nuclei, sites, charges, widths })) {
          if (!array.every(Number.isFinite)) problems.push(`${what} holds something that is not a number`);
        }
        region.atoms.forEach((atom, k) => {
          if (map.molecule.elements[k] !== topology.elements[atom])
            problems.push(`nucleus ${k} is not the element of atom ${atom}`);
        });
        if (geometry.cell === undefined) {
          const expected = [...region.atoms].flatMap((atom) => [
            ...geometry.positions.subarray(3 * atom, 3 * atom + 3),
          ]);
          problems.push(
            ...differences("nucleus", nuclei.subarray(0, expected.length), expected, 1e-12, 0, coordinateLabel()),
          );
        }
        if (map.description.some((line) => line.trim() === "")) problems.push("a line of the description is empty");
        return problems;
      }),
    );

    checks.check("pullback", "pullback is the transpose of the Jacobian of apply", () =>
      withMap(async (map, { system }) => {
        const { positions } = system.geometry;
        const geometry = { ...system.geometry, positions: jostled(positions, 0.02, suiteRandom("boundary")) };
        const start = map.apply(geometry);
        const cotangent = randomCotangent(start);
        const energy = probe(map, start, cotangent);
        const forces = new Float64Array(positions.length);
        map.pullback(geometry, cotangent, forces);
        const names = Object.entries(suite.atoms ?? {});
        const chosen = new Set([...names.map(([, atom]) => atom), ...sampled(positions.length / 3, 40)]);
        const coordinates = [...chosen].flatMap((atom) => [3 * atom, 3 * atom + 1, 3 * atom + 2]);
        const numerical: number[] = [];
        for (const k of coordinates) {
          numerical.push(
            -(await derivativeAtZero(
              (x) => energy({ ...geometry, positions: displaced(geometry.positions, k, x) }),
              5e-3,
            )),
          );
        }
        const atoms = [...chosen];
        const label = coordinateLabel((k) => names.find(([, atom]) => atom === atoms[k])?.[0] ?? `atom ${atoms[k]}`);
        return differences(
          "pulled-back force",
          coordinates.map((k) => forces[k]!),
          numerical,
          tolerance,
          1e-8,
          label,
        );
      }),
    );

    checks.check("virial", "pullback's virial is the strain derivative", () =>
      withMap(async (map, { system }) => {
        const { geometry } = system;
        const start = map.apply(geometry);
        const cotangent = randomCotangent(start);
        const energy = probe(map, start, cotangent);
        const virial = new Float64Array(9);
        map.pullback(geometry, cotangent, new Float64Array(geometry.positions.length), virial);
        const numerical = new Float64Array(9);
        for (let i = 0; i < 3; i++) {
          for (let j = 0; j < 3; j++) {
            numerical[3 * i + j] = -(await derivativeAtZero((x) => {
              const strain = new Float64Array(9);
              strain[3 * i + j]! += x / 2;
              strain[3 * j + i]! += x / 2;
              return energy(strained(geometry, strain));
            }, 5e-4));
          }
        }
        // A random cotangent is not balanced, so only the symmetric part of its virial has a meaning.
        const symmetric = virial.map((value, k) => 0.5 * (value + virial[3 * (k % 3) + Math.floor(k / 3)]!));
        return differences("virial", symmetric, numerical, 100 * tolerance, 1e-7);
      }),
    );

    checks.check("residual", "residual charge and dipole are what the sites lack", () =>
      withMap((map, { system, region, mm, embedded }) => {
        const { geometry } = system;
        if (!embedded || geometry.cell !== undefined) return [];
        const { sites, charges } = map.apply(geometry);
        const inside = new Set(region.atoms);
        let charge = 0;
        const dipole = [0, 0, 0];
        const add = (q: number, x: ArrayLike<number>, at: number): void => {
          charge += q;
          for (let i = 0; i < 3; i++) dipole[i]! += q * x[at + i]!;
        };
        charges.forEach((q, k) => {
          add(q, sites, 3 * k);
        });
        mm.charges.forEach((q, atom) => {
          if (!inside.has(atom)) add(-q, geometry.positions, 3 * atom);
        });
        const stated = map.residual(geometry);
        return [
          ...difference("residual charge", stated.charge, charge, 1e-9),
          ...differences("residual dipole", stated.dipole, dipole, 1e-7, 1e-9),
        ];
      }),
    );

    checks.check("translation", "moving everything moves the sites and leaves the charges", () =>
      withMap((map, { system }) => {
        const shift = [1.7, -0.9, 2.3];
        const { geometry } = system;
        if (geometry.cell !== undefined) return [];
        const before = map.apply(geometry);
        const moved = (array: Float64Array): Float64Array => array.map((value, k) => value + shift[k % 3]!);
        const after = map.apply({ ...geometry, positions: moved(geometry.positions) });
        return [
          ...differences("nucleus", after.nuclei, moved(before.nuclei), 1e-10, 0, coordinateLabel()),
          ...differences("site", after.sites, moved(before.sites), 1e-10, 0, coordinateLabel()),
          ...differences("charge", after.charges, before.charges, 1e-10),
        ];
      }),
    );

    checks.check("accumulates", "pullback adds to what is there, linearly", () =>
      withMap((map, { system }) => {
        const { geometry } = system;
        const cotangent = randomCotangent(map.apply(geometry));
        const once = new Float64Array(geometry.positions.length);
        map.pullback(geometry, cotangent, once);
        const twice = once.slice();
        map.pullback(geometry, cotangent, twice);
        const halved = new Float64Array(once.length);
        const half = (array: Float64Array): Float64Array => array.map((value) => value / 2);
        map.pullback(
          geometry,
          { nuclei: half(cotangent.nuclei), sites: half(cotangent.sites), potential: half(cotangent.potential) },
          halved,
        );
        return [
          ...differences(
            "force after two pullbacks",
            twice,
            once.map((value) => 2 * value),
            1e-12,
            1e-12,
            coordinateLabel(),
          ),
          ...differences(
            "force of half a cotangent",
            halved,
            once.map((value) => value / 2),
            1e-12,
            1e-12,
            coordinateLabel(),
          ),
        ];
      }),
    );

    checks.check("inputs", "inputs are left alone and results are fresh", () =>
      withMap((map, { system }) => {
        const { geometry } = system;
        const before = geometry.positions.slice();
        const first = map.apply(geometry);
        const cotangent = randomCotangent(first);
        const copies = {
          nuclei: cotangent.nuclei.slice(),
          sites: cotangent.sites.slice(),
          potential: cotangent.potential.slice(),
        };
        map.pullback(geometry, cotangent, new Float64Array(before.length));
        const second = map.apply(geometry);
        const problems = sameBits(before, geometry.positions) ? [] : ["the positions were modified"];
        for (const key of ["nuclei", "sites", "potential"] as const) {
          if (!sameBits(copies[key], cotangent[key])) problems.push(`the cotangent's ${key} were modified`);
        }
        for (const key of ["nuclei", "sites", "charges", "widths"] as const) {
          if (first[key].length > 0 && first[key] === second[key]) problems.push(`two results share their ${key}`);
        }
        return problems;
      }),
    );

    checks.check("repeat", "two maps of the same boundary agree in every bit", () =>
      withMap((map, { system }) =>
        withMap((other) => {
          const one = map.apply(system.geometry);
          const two = other.apply(system.geometry);
          const keys = ["nuclei", "sites", "charges", "widths"] as const;
          return keys.filter((key) => !sameBits(one[key], two[key])).map((key) => `${key} differ`);
        }),
      ),
    );
  });
}
