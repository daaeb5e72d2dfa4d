import { BOHR_IN_ANGSTROM, InputError, type SiteRule, type VirtualSite } from "@qmmm/core";
import type { Psf, PsfLonePair } from "@qmmm/io";

const ANGSTROM = 1 / BOHR_IN_ANGSTROM;
const DEGREE = Math.PI / 180;

/**
 * CHARMM's constructions (documentation of LONEPAIR, as its routine LONEPRC places them). Three hosts: at a distance from the
 * first, at an angle to the second and with a dihedral to the third (relative); a negative distance means that the middle of the
 * last two stands for the second (bisector). Two hosts: on the line from the second through the first, beyond it by distance +
 * scale × their separation (colinear). One host, more than three, or no distance (and no scale): at their centre, of mass where
 * the flag says so.
 */
function ruleOf(psf: Psf, { hosts, values, weighted, line }: PsfLonePair): SiteRule {
  const [distance, angle, dihedral] = values;
  if (hosts.length === 2 && (distance !== 0 || angle !== 0)) {
    return { kind: "along", weights: [-angle], direction: [-1], distance: distance * ANGSTROM };
  }
  if (hosts.length !== 3 || distance === 0) {
    return { kind: "linear", weights: centreWeights(psf, hosts, weighted, line) };
  }
  const r = Math.abs(distance) * ANGSTROM;
  const [theta, phi] = [angle * DEGREE, Math.PI - dihedral * DEGREE];
  return {
    kind: "local",
    origin: [0, 0],
    x: distance > 0 ? [1, 0] : [0.5, 0.5],
    y: [1, -1],
    position: [r * Math.cos(theta), r * Math.sin(theta) * Math.cos(phi), r * Math.sin(theta) * Math.sin(phi)],
  };
}

/** Shares of the hosts after the first in their centre. */
function centreWeights(psf: Psf, hosts: readonly number[], weighted: boolean, line: number): number[] {
  const shares = hosts.map((host) => (weighted ? psf.atoms[host]!.mass : 1));
  const total = shares.reduce((sum, share) => sum + share, 0);
  if (total > 0) return shares.slice(1).map((share) => share / total);
  throw new InputError(
    "QMMM_MM_PARAMETERS_INVALID",
    `${psf.file}, line ${line}: the hosts of a lone pair have no mass`,
    {
      value: total,
      allowed: "hosts with masses, or the flag F",
      action: "Correct the line or the masses",
      place: { file: psf.file, line },
    },
  );
}

/**
 * The virtual sites of a PSF.
 *
 * @throws QmmmError `QMMM_MM_PARAMETERS_INVALID` for a centre of mass without mass
 */
export function lonePairSites(psf: Psf): VirtualSite[] {
  return psf.lonePairs.map((pair) => ({ site: pair.site, parents: pair.hosts, rule: ruleOf(psf, pair) }));
}

/** The bonds of a PSF but those of lone pairs, which only say whom they belong to. */
export function bondsOfAtoms({ bonds }: Psf, sites: readonly VirtualSite[]): Int32Array {
  if (sites.length === 0) return bonds;
  const isSite = new Set(sites.map(({ site }) => site));
  return bonds.filter((_, k) => !isSite.has(bonds[k - (k % 2)]!) && !isSite.has(bonds[k - (k % 2) + 1]!));
}

/**
 * Pairs that sites exclude: theirs with their host and with each other, and, up to two bonds away, whatever the host and
 * the sites of its partner exclude. Three bonds away sites interact unscaled, as OpenMM has it for CHARMM's files.
 *
 * @param near - excluded pairs of atoms that are one or two bonds apart
 */
export function siteExclusions(
  sites: readonly VirtualSite[],
  near: readonly (readonly [number, number])[],
): [number, number][] {
  const ofHost = new Map<number, number[]>();
  for (const { site, parents } of sites) ofHost.set(parents[0]!, [...(ofHost.get(parents[0]!) ?? []), site]);
  const family = (atom: number): number[] => [atom, ...(ofHost.get(atom) ?? [])];
  const pairs: [number, number][] = [];
  for (const host of ofHost.keys()) {
    const members = family(host);
    members.forEach((i, n) => {
      for (const j of members.slice(n + 1)) pairs.push([i, j]);
    });
  }
  for (const [i, j] of near) {
    if (!ofHost.has(i) && !ofHost.has(j)) continue;
    for (const a of family(i)) for (const b of family(j)) pairs.push([a, b]);
  }
  return pairs;
}
