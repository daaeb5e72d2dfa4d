import type { CouplingParts, Level } from "../contracts/coupling.js";
import type { Mechanics, MmModel } from "../contracts/mechanics.js";
import { everyTerm } from "../contracts/mechanics.js";
import type { Potential } from "../contracts/potential.js";
import type { Resources } from "../contracts/resources.js";
import type { Task } from "../contracts/task.js";
import { atPlace } from "../errors/place.js";
import { InputError } from "../errors/qmmm-error.js";
import type { SimulationHooks } from "../hooks/hooks.js";
import { createHooks } from "../hooks/hooks.js";
import type { Acceleration, KernelTable } from "../kernels/kernels.js";
import { selectKernels } from "../kernels/kernels.js";
import type { RandomStream } from "../model/random.js";
import { createRandomStream } from "../model/random.js";
import type { Partition, Region, System } from "../model/system.js";
import { attachSites, withTheirSites } from "../model/virtual-sites/attach-sites.js";
import type { VirtualSites } from "../model/virtual-sites/virtual-sites.js";
import type { Scope } from "../plugin/di.js";
import { createScope } from "../plugin/di.js";
import type { PluginRegistry } from "../plugin/host.js";
import { registerPlugins } from "../plugin/host.js";
import type { ComponentKind, Plugin } from "../plugin/plugin.js";
import { selectNonEmpty } from "../selection/select.js";
import { createComponent, type InputPath, provideServices } from "./components.js";
import { HookedPotential } from "./hooked-potential.js";
import { openMolecule } from "./molecule-with-ions.js";
import { QmPotential } from "./qm-potential.js";
import { withVirtualSites } from "./virtual-site-potential.js";

/** Options of one component: `type` (or `method`) names it, the rest are its own. */
export type ComponentOptions = { readonly type: string } & Readonly<Record<string, unknown>>;

/** A region as the user describes it: by selection expression or by atom indices from 0. */
export interface RegionSpec {
  readonly select?: string;
  readonly atoms?: ArrayLike<number>;
  /** Net charge, e; 0 when absent. */
  readonly charge?: number;
  /** Spin multiplicity; 1 when absent. */
  readonly multiplicity?: number;
}

/** What a simulation is made of. Options are as a person writes them (units in strings); plugins validate theirs. */
export interface SimulationSpec {
  readonly system: System;
  readonly regions?: Readonly<Record<string, RegionSpec>> | undefined;
  readonly levels?:
    | Readonly<Record<string, { readonly method: string } & Readonly<Record<string, unknown>>>>
    | undefined;
  readonly forcefield?: ComponentOptions | undefined;
  readonly coupling?: (ComponentOptions & { readonly boundary?: ComponentOptions | undefined }) | undefined;
  readonly acceleration?: Acceleration | undefined;
  readonly seed?: number | string | undefined;
  /** Memory that one component may use for stored intermediates, bytes; 1 GiB when absent. */
  readonly memory?: number | undefined;
  readonly threads?: number | undefined;
  readonly resources?: Resources | undefined;
}

/** A system, its potential and everything around it, ready to run tasks. Frozen: nothing can be added. */
export interface Simulation extends AsyncDisposable {
  readonly registry: PluginRegistry;
  readonly hooks: SimulationHooks;
  readonly scope: Scope;
  readonly system: System;
  readonly partition: Partition;
  /** The energy of the whole, as a function of the atoms that are free: virtual sites follow. */
  readonly potential: Potential;
  /** What tasks may ask of the force field; undefined without one. */
  readonly mechanics: Mechanics | undefined;
  readonly kernels: KernelTable;
  readonly random: RandomStream;
  /** Options of every component with defaults filled in, for the record of results. */
  readonly resolved: Readonly<Record<string, unknown>>;
  /** What was decided (links, charges, conventions), a line each, for logs. */
  readonly notes: readonly string[];
  /** Makes a task; `path` is the place of its options in the input document. */
  createTask(options: ComponentOptions, path?: InputPath): Task;
}

/** Builds one simulation: the state that its components share while they are made. */
class SimulationBuilder {
  private readonly resolved: Record<string, unknown> = {};
  private readonly notes: string[] = [];

  constructor(
    private readonly registry: PluginRegistry,
    private spec: SimulationSpec,
    private readonly scope: Scope,
  ) {}

  private component<K extends ComponentKind>(
    kind: K,
    id: string,
    raw: unknown,
    path: InputPath,
    name: string,
    idKey = "type",
  ) {
    return createComponent(this.registry, this.scope, { kind, id, raw, path, name, idKey });
  }

  async build(): Promise<Simulation> {
    const { registry, scope } = this;
    const { hooks } = registry;
    this.spec = await hooks.transform("configure", this.spec);
    const { spec } = this;
    const kernels = await selectKernels(registry.backends, spec.acceleration ?? "auto");
    const random = createRandomStream(spec.seed ?? 0);
    provideServices(scope, registry, { kernels, random, ...spec });

    const prepared = await hooks.transform("prepareSystem", spec.system);
    const { system, mm } = await this.forceField(prepared);
    const partition = await hooks.transform("partition", this.partition(system, mm?.virtualSites));
    const levels = this.levels();
    const hooked = new HookedPotential(await this.potential(system, partition, levels, mm), hooks);
    const potential = withVirtualSites(hooked, mm?.virtualSites);
    scope.own(potential);
    await hooks.emit("ready", { system });

    return Object.freeze({
      registry,
      hooks,
      scope,
      system,
      partition,
      potential,
      mechanics: mm && outsideRegions(mm, partition),
      kernels,
      random,
      resolved: this.resolved,
      notes: this.notes,
      createTask: (options: ComponentOptions, path: InputPath = ["task"]) => {
        const { type, ...own } = options;
        return this.component("task", type, own, path, type).made;
      },
      [Symbol.asyncDispose]: () => scope.dispose(),
    });
  }

  private partition(system: System, virtual: VirtualSites | undefined): Partition {
    const regions = Object.entries(this.spec.regions ?? {}).map(([name, region]): Region => {
      const path = `regions.${name}`;
      if ((region.select === undefined) === (region.atoms === undefined)) {
        throw new InputError(
          "QMMM_REGION_ATOMS",
          `The region "${name}" must be given by either a selection or a list of atoms`,
          {
            value: name,
            allowed: ["select", "atoms"],
            action: "Give exactly one of the two",
            place: { path },
          },
        );
      }
      const atoms =
        region.select === undefined
          ? Int32Array.from(new Set(Array.from(region.atoms ?? []))).sort()
          : atPlace(`${path}.select`, () => selectNonEmpty(region.select!, system));
      for (const atom of atoms) {
        if (Number.isInteger(atom) && atom >= 0 && atom < system.topology.atomCount) continue;
        throw new InputError("QMMM_REGION_ATOMS", `The region "${name}" names atom ${atom}, which does not exist`, {
          value: atom,
          allowed: `0 to ${system.topology.atomCount - 1}`,
          action: "Count atoms from 0",
          place: { path: `${path}.atoms` },
        });
      }
      return {
        name,
        atoms: virtual === undefined ? atoms : withTheirSites(atoms, system.topology, virtual),
        charge: region.charge ?? 0,
        multiplicity: region.multiplicity ?? 1,
      };
    });
    return { regions };
  }

  private levels(): ReadonlyMap<string, Level> {
    const levels = new Map<string, Level>();
    const resolved: Record<string, unknown> = {};
    for (const [name, { method, ...own }] of Object.entries(this.spec.levels ?? {})) {
      const { made, scope, options } = this.component("qmMethod", method, own, ["levels", name], name, "method");
      levels.set(name, { name, method: made, scope });
      resolved[name] = { method, ...(options as object) };
    }
    if (levels.size > 0) this.resolved.levels = resolved;
    return levels;
  }

  /** The force field's model, and the system with its virtual sites. */
  private async forceField(given: System): Promise<{ readonly system: System; readonly mm?: MmModel }> {
    const { forcefield } = this.spec;
    if (forcefield === undefined) return { system: given };
    const { type, ...own } = forcefield;
    const { made, options } = this.component("forceField", type, own, ["forcefield"], type);
    this.resolved.forcefield = { type, ...(options as object) };
    const whole = await atPlace("forcefield", async () => made.complete?.(given) ?? given);
    const mm = await atPlace("forcefield", () => made.assign(whole));
    for (const [name, value] of Object.entries(mm.conventions)) this.notes.push(`force field: ${name}: ${value}`);
    const { virtualSites } = mm;
    if (virtualSites === undefined || virtualSites.count === 0) return { system: whole, mm };
    const added = whole.topology.atomCount - given.topology.atomCount;
    this.notes.push(
      `virtual sites: ${virtualSites.count}${added > 0 ? `, ${added} of them added to the structure: later atoms have higher indices` : ""}`,
    );
    return { system: attachSites(whole, virtualSites), mm };
  }

  private async potential(
    system: System,
    partition: Partition,
    levels: ReadonlyMap<string, Level>,
    mm: MmModel | undefined,
  ): Promise<Potential> {
    if (this.spec.coupling !== undefined) return this.coupled(system, partition, levels, mm);
    const [level, ...others] = levels.values();
    const [region] = partition.regions;
    const whole = partition.regions.every((one) => one.atoms.length === system.topology.atomCount);
    if (level !== undefined && (others.length > 0 || mm !== undefined || !whole)) {
      throw new InputError(
        "QMMM_INPUT_COUPLING_MISSING",
        "Several descriptions of the system are given, but nothing says how to join them",
        {
          value: [...levels.keys(), ...(mm === undefined ? [] : ["forcefield"])].join(", "),
          allowed: this.registry.list("coupling").map((one) => one.id),
          action: "Add a coupling, or keep only one level (or the force field) for all atoms",
          place: { path: "coupling" },
        },
      );
    }
    if (level !== undefined) {
      const molecule = {
        elements: system.topology.elements,
        charge: region?.charge ?? 0,
        multiplicity: region?.multiplicity ?? 1,
      };
      const place = region === undefined ? `levels.${level.name}` : `regions.${region.name}`;
      return new QmPotential(await atPlace(place, () => openMolecule(level.method, molecule, level.scope)), level.name);
    }
    if (mm !== undefined) return mm.potential(everyTerm(system.topology.atomCount), this.scope);
    throw new InputError("QMMM_INPUT_LEVEL_MISSING", "Nothing describes the energy of the system", {
      allowed: ["levels", "forcefield"],
      action: "Add a level of theory or a force field",
      place: { path: "levels" },
    });
  }

  private async coupled(
    system: System,
    partition: Partition,
    levels: ReadonlyMap<string, Level>,
    mm: MmModel | undefined,
  ): Promise<Potential> {
    const { type, boundary = { type: "link-atom" }, ...own } = this.spec.coupling!;
    const edge = this.component(
      "boundary",
      boundary.type,
      withoutType(boundary),
      ["coupling", "boundary"],
      boundary.type,
    );
    const { made, scope, options } = this.component("coupling", type, own, ["coupling"], type);
    this.resolved.coupling = {
      type,
      ...(options as object),
      boundary: { type: boundary.type, ...(edge.options as object) },
    };
    const parts: CouplingParts = {
      system,
      partition,
      ...(mm === undefined ? {} : { mm }),
      levels,
      boundary: edge.made,
      hooks: this.registry.hooks,
      scope,
      note: (line) => this.notes.push(line),
    };
    return made.bind(parts);
  }
}

/** Distances inside a region are the business of its level of theory: the force field's constraints there are dropped. */
function outsideRegions(mm: MmModel, { regions }: Partition): Mechanics {
  const { virtualSites, constraints } = mm;
  const inside = regions.map(({ atoms }) => new Set(atoms));
  const kept = Array.from(constraints?.lengths.keys() ?? []).filter((k) => {
    const [i, j] = constraints!.pairs.subarray(2 * k, 2 * k + 2);
    return !inside.some((atoms) => atoms.has(i!) && atoms.has(j!));
  });
  return {
    virtualSites,
    constraints: constraints && {
      pairs: Int32Array.from(kept.flatMap((k) => [...constraints.pairs.subarray(2 * k, 2 * k + 2)])),
      lengths: Float64Array.from(kept, (k) => constraints.lengths[k]!),
    },
    equilibriumBond: (i, j) => mm.equilibriumBond(i, j),
    equilibriumAngle: (i, j, k) => mm.equilibriumAngle?.(i, j, k),
  };
}

function withoutType({ type: _, ...rest }: ComponentOptions): Record<string, unknown> {
  return rest;
}

/**
 * Second pass: builds a simulation from what the plugins declared. What was built is released again when building fails.
 *
 * @throws QmmmError of any component whose options or system are not acceptable
 */
export async function buildSimulation(registry: PluginRegistry, spec: SimulationSpec): Promise<Simulation> {
  const scope = createScope("simulation");
  try {
    return await new SimulationBuilder(registry, spec, scope).build();
  } catch (error) {
    await scope.dispose();
    throw error;
  }
}

/** Loads plugins and builds a simulation with them. */
export async function createSimulation(
  spec: SimulationSpec & { readonly plugins: readonly Plugin[] },
): Promise<Simulation> {
  const { plugins, ...rest } = spec;
  return buildSimulation(registerPlugins(plugins, createHooks()), rest);
}
