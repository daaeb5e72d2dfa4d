import type { Cell, Geometry } from "@qmmm/core";
import { InputError } from "@qmmm/core";

/** @throws QmmmError `QMMM_DYNAMICS_CELL_MISSING` for an open geometry */
export function requireCell(geometry: Geometry): Geometry & { readonly cell: Cell } {
  const { positions, cell } = geometry;
  if (cell !== undefined) return { positions, cell };
  throw new InputError(
    "QMMM_DYNAMICS_CELL_MISSING",
    "Constant pressure needs a periodic cell, and this system is open",
    {
      value: "no cell",
      action: "Give the system a cell, or choose the ensemble nvt or nve",
      place: { path: "ensemble" },
    },
  );
}
