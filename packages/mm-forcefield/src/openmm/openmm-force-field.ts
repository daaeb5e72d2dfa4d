import {
  type ForceField,
  inject,
  injectable,
  type MmModel,
  OPTIONS,
  RESOURCES,
  type Resources,
  type System,
  withAddedSites,
} from "@qmmm/core";
import { loadOpenmmForceField } from "@qmmm/io";
import { z } from "zod";
import { withTreatment } from "../long-range/treatment.js";
import { ResolvedMmModel } from "../model/mm-model.js";
import { cutoffOptions } from "../nonbonded/cutoff-options.js";
import { openmmParameters } from "./force-field-parameters.js";
import { assignTemplates } from "./residue-templates.js";
import { templatesWithoutSites, withoutSiteBonds } from "./template-sites.js";

/** Options of the force field `openmm`. */
export const OpenmmForceFieldOptions = z.strictObject({
  xml: z
    .array(z.string().min(1))
    .min(1)
    .describe("OpenMM force-field files that are used together, such as protein and water"),
  templates: z
    .record(z.string(), z.string())
    .default({})
    .describe("Template to use for residues of a name, where several would fit"),
  addVirtualSites: z
    .boolean()
    .default(false)
    .describe("Give residues the virtual sites of their templates (TIP4P's M) where the structure lacks them"),
  ...cutoffOptions,
});

/** A force field of OpenMM's XML files, assigned to a system by templates of residues. */
@injectable()
export class OpenmmForceFieldAssignment implements ForceField {
  constructor(
    @inject(OPTIONS) private readonly options: z.output<typeof OpenmmForceFieldOptions>,
    @inject(RESOURCES) private readonly resources: Resources,
  ) {}

  /** Adds sites after the last atom of their residue. */
  async complete(system: System): Promise<System> {
    if (!this.options.addVirtualSites) return system;
    const forceField = await loadOpenmmForceField(this.options.xml, this.resources);
    const topology = withoutSiteBonds(system.topology);
    const { residues } = assignTemplates(topology, templatesWithoutSites(forceField), this.options.templates);
    const additions = residues.flatMap(({ template, atoms, atomOf }) => {
      const { virtualSites } = template;
      const hasSites = atoms.some((atom) => topology.elements[atom] === 0);
      const lacking = hasSites ? [] : virtualSites.filter(({ site }) => atomOf(site) === undefined);
      return lacking.map(({ site, parents }) => ({
        host: atomOf(parents[0]!)!,
        after: Math.max(...atoms),
        name: site,
      }));
    });
    return additions.length === 0 ? system : withAddedSites(system, additions).system;
  }

  /**
   * @throws QmmmError `QMMM_MM_TEMPLATE_MISSING`, `QMMM_MM_TEMPLATE_AMBIGUOUS`, `QMMM_MM_TERM_UNSUPPORTED`,
   * `QMMM_MM_PARAMETERS_MISSING` and `…_INVALID`, `QMMM_FILE_…`
   */
  async assign(system: System): Promise<MmModel> {
    const forceField = await loadOpenmmForceField(this.options.xml, this.resources);
    const parameters = openmmParameters(system.topology, forceField, this.options);
    return new ResolvedMmModel(withTreatment(parameters, this.options, system));
  }
}
