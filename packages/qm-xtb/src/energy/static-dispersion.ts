import type { D3Dispersion } from "@qmmm/dispersion";
import type { StaticTerm } from "./static-terms.js";

/** D3 with Becke–Johnson damping (Grimme, Ehrlich and Goerigk 2011, doi:10.1002/jcc.21759), as GFN1-xTB has it. */
export class StaticDispersion implements StaticTerm {
  readonly name = "dispersion";

  constructor(private readonly d3: D3Dispersion) {}

  evaluate(nuclei: Float64Array, gradient?: Float64Array): number {
    const { twoBody, threeBody, forces } = this.d3.evaluate({ positions: nuclei }, gradient !== undefined);
    if (gradient !== undefined && forces !== undefined) {
      for (let k = 0; k < gradient.length; k++) gradient[k] -= forces[k];
    }
    return twoBody + threeBody;
  }
}
