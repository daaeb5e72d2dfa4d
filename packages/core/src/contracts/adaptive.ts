import type { Geometry } from "../model/geometry.js";
import type { Partition, System } from "../model/system.js";

/** Scores of the groups that may enter or leave a region. */
export interface GroupScores {
  /** Value per group: 1 fully inside, 0 fully outside, smooth between; length g. */
  readonly values: Float64Array;
  /** Gradient of each value with respect to all positions, a0⁻¹; one array of 3N per group. */
  readonly gradients: readonly Float64Array[];
}

/** Says how far each group belongs to a region. */
export interface SwitchingCriterion {
  score(system: System, geometry: Geometry): Promise<GroupScores>;
}

/** A partition with its weight in an adaptive energy, and the gradient of that weight with respect to the scores. */
export interface WeightedPartition {
  readonly partition: Partition;
  readonly weight: number;
  /** ∂weight/∂score; length g. */
  readonly gradient: Float64Array;
}

/** Turns scores into weighted partitions; weights sum to one. */
export interface AdaptiveScheme {
  partitions(scores: GroupScores): readonly WeightedPartition[];
}
