import { UnsupportedError } from "../errors/qmmm-error.js";
import type { ExternalField, QmQuantity, QmWant } from "./quantum.js";

/** The quantities that a request needs from an engine. */
export function neededQmQuantities(want: QmWant, field: ExternalField): readonly QmQuantity[] {
  const needed: QmQuantity[] = [];
  for (const name of ["forces", "fieldForces", "dipole", "quadrupole", "spin", "orbitals", "bondOrders"] as const) {
    if (want[name] === true) needed.push(name);
  }
  if (want.charges !== undefined) needed.push(`charges:${want.charges}`);
  if (want.fukui !== undefined) needed.push("fukui", `charges:${want.fukui}`);
  if (want.volumes !== undefined) needed.push("volumes");
  if (want.potentialAt !== undefined) needed.push("potentialAt");
  if (field.widths?.some((width) => width > 0)) needed.push("field:widths");
  if (field.dipoles?.some((component) => component !== 0)) needed.push("field:dipoles");
  if (field.uniform?.some((component) => component !== 0)) needed.push("field:uniform");
  if (field.response !== undefined) needed.push("field:response");
  if (field.response?.dipolar === true) needed.push("field:dipoleResponse");
  return needed;
}

/**
 * First line of every `solve`: refuses what the engine does not declare.
 *
 * @param engine - name of the method, for the message
 * @throws QmmmError `QMMM_QUANTITY_UNSUPPORTED`
 */
export function requireQmSupport(
  engine: string,
  supports: ReadonlySet<QmQuantity>,
  want: QmWant,
  field: ExternalField,
): void {
  for (const quantity of neededQmQuantities(want, field)) {
    if (supports.has(quantity)) continue;
    throw new UnsupportedError("QMMM_QUANTITY_UNSUPPORTED", `The method "${engine}" does not offer ${quantity}`, {
      value: quantity,
      allowed: [...supports],
      action: "Choose another method, or leave this out",
    });
  }
}
