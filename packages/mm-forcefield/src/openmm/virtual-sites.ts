import type { SiteRule } from "@qmmm/core";
import type { XmlNode } from "@qmmm/io";
import { invalid, unsupported } from "./errors.js";
import { NM } from "./units.js";

/** Largest deviation of a sum of weights from what it has to be: files round them. */
const ROUNDING = 1e-5;

/** Names of the attributes that hold the numbers of a rule; `#` stands for the number of a parent. */
interface Attributes {
  readonly average: string;
  readonly outOfPlane: readonly [string, string, string];
  readonly local: { readonly origin: string; readonly x: string; readonly y: string; readonly position: string };
}

/** In force-field files. */
const IN_FORCE_FIELD: Attributes = {
  average: "weight#",
  outOfPlane: ["weight12", "weight13", "weightCross"],
  local: { origin: "wo#", x: "wx#", y: "wy#", position: "p#" },
};

/** In serialised Systems. */
const IN_SYSTEM: Attributes = {
  average: "w#",
  outOfPlane: ["w12", "w13", "wc"],
  local: { origin: "wo#", x: "wx#", y: "wy#", position: "pos#" },
};

/** Weights of all parents, which have to sum to 0 or 1: those after the first. */
function weightsOf(node: XmlNode, attribute: string, parents: number, sum: 0 | 1): number[] {
  const weights = Array.from({ length: parents }, (_, k) => node.real(attribute.replace("#", String(k + 1))));
  const total = weights.reduce((a, b) => a + b, 0);
  if (Math.abs(total - sum) < ROUNDING) return weights.slice(1);
  throw invalid(node.place, `the weights ${attribute.replace("#", "…")} of a virtual site sum to ${total}`, {
    value: weights,
    allowed: `a sum of ${sum}: else the site would depend on where the origin is`,
  });
}

function average(node: XmlNode, names: Attributes, parents: number): SiteRule {
  return { kind: "linear", weights: weightsOf(node, names.average, parents, 1) };
}

/** Site = r₁ + w₁₂·r₁₂ + w₁₃·r₁₃ + w×·(r₁₂ × r₁₃); w× in 1/nm. */
function outOfPlane(node: XmlNode, names: Attributes): SiteRule {
  const [a, b, cross] = names.outOfPlane.map((name) => node.real(name)) as [number, number, number];
  return { kind: "out-of-plane", a, b, c: cross / NM };
}

function localCoordinates(node: XmlNode, { local }: Attributes, parents: number): SiteRule {
  return {
    kind: "local",
    origin: weightsOf(node, local.origin, parents, 1),
    x: weightsOf(node, local.x, parents, 0),
    y: weightsOf(node, local.y, parents, 0),
    position: [1, 2, 3].map((k) => node.real(local.position.replace("#", String(k))) * NM) as [number, number, number],
  };
}

/**
 * The rule of a `<VirtualSite>` of a force-field file.
 *
 * @throws QmmmError `QMMM_MM_TERM_UNSUPPORTED`, `QMMM_MM_PARAMETERS_INVALID`, `QMMM_FILE_FORMAT`
 */
export function templateSiteRule(node: XmlNode, parents: number): SiteRule {
  const type = node.string("type");
  const needed = { average2: 2, average3: 3, outOfPlane: 3, localCoords: parents }[type];
  if (needed === undefined) {
    throw unsupported(node.place, `a virtual site of the type "${type}"`, {
      value: type,
      allowed: ["average2", "average3", "outOfPlane", "localCoords"],
    });
  }
  if (needed !== parents) {
    throw invalid(node.place, `a virtual site of the type ${type} follows ${parents} atoms`, {
      value: parents,
      allowed: String(needed),
    });
  }
  if (type === "outOfPlane") return outOfPlane(node, IN_FORCE_FIELD);
  return type === "localCoords"
    ? localCoordinates(node, IN_FORCE_FIELD, parents)
    : average(node, IN_FORCE_FIELD, parents);
}

/**
 * Parents and rule of a virtual site of a serialised System.
 *
 * @throws QmmmError `QMMM_MM_TERM_UNSUPPORTED`, `QMMM_MM_PARAMETERS_INVALID`, `QMMM_FILE_FORMAT`
 */
export function systemSite(
  node: XmlNode,
  atomCount: number,
): { readonly parents: readonly number[]; readonly rule: SiteRule } {
  const parents: number[] = [];
  for (let k = 1; node.optional(`p${k}`) !== undefined; k++) parents.push(...node.indices([`p${k}`], atomCount));
  const require = (count: number): void => {
    if (parents.length === count) return;
    throw invalid(node.place, `a ${node.name} follows ${parents.length} particles`, { allowed: String(count) });
  };
  switch (node.name) {
    case "TwoParticleAverageSite":
      require(2);
      return { parents, rule: average(node, IN_SYSTEM, 2) };
    case "ThreeParticleAverageSite":
      require(3);
      return { parents, rule: average(node, IN_SYSTEM, 3) };
    case "OutOfPlaneSite":
      require(3);
      return { parents, rule: outOfPlane(node, IN_SYSTEM) };
    case "LocalCoordinatesSite":
      if (parents.length < 2) require(3);
      return { parents, rule: localCoordinates(node, IN_SYSTEM, parents.length) };
    default:
      throw unsupported(node.place, `a virtual site of the kind ${node.name}`, {
        value: node.name,
        allowed: ["TwoParticleAverageSite", "ThreeParticleAverageSite", "OutOfPlaneSite", "LocalCoordinatesSite"],
      });
  }
}
