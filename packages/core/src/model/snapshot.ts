/**
 * State as plain data: what a checkpoint holds. Numbers keep every bit (NaN and infinities included), typed arrays keep
 * their type. Fresh when taken: later changes of the owner do not show in it.
 */
export type Snapshot =
  | null
  | boolean
  | number
  | string
  | Float64Array
  | Int32Array
  | Uint8Array
  | readonly Snapshot[]
  | { readonly [key: string]: Snapshot };
