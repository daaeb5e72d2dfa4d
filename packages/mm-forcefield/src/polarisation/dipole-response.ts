import { type FieldResponse, type Geometry, UnsupportedError } from "@qmmm/core";
import type { InducedDipoles } from "./induced-dipoles.js";

/**
 * What induced dipoles at fixed positions answer to a quantum molecule: G(F) − G(0), the polarisation energy in the
 * molecule's field F beside the charges' own, less that without the molecule, which a force field's ledger has already. It
 * acts back with dipoles only. Each answer starts from the dipoles of the one before.
 *
 * Forces on the sites are those of `sites.induce` in the molecule's final field and its gradient, less those without it.
 *
 * @param geometry - the sites' positions; the response holds for these alone
 */
export function dipoleResponse(sites: InducedDipoles, geometry: Geometry): FieldResponse {
  const alone = sites.induce(geometry).energy;
  return {
    name: "polarisation",
    points: geometry.positions.slice(),
    dipolar: true,
    respond(charges, _potential, dipoles, field) {
      if (dipoles === undefined || field === undefined) {
        throw new UnsupportedError(
          "QMMM_POLARISATION_FIELD_MISSING",
          "Induced dipoles need the molecule's field, but the quantum method gives its potential only",
          {
            allowed: "a quantum method with field:dipoleResponse",
            action: "Use another quantum method, or an embedding without polarisation",
          },
        );
      }
      const { energy, response } = sites.induce(geometry, { field });
      charges.fill(0);
      dipoles.set(response);
      return energy - alone;
    },
  };
}
