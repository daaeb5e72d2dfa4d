import { z } from "zod";

/** One option of a component, for people. */
export interface OptionHelp {
  /** Key, with dots into tables and [] into lists. */
  readonly key: string;
  readonly type: string;
  /** Default as written in an input file; undefined when there is none. */
  readonly default?: string;
  readonly required: boolean;
  readonly description: string;
}

interface JsonSchema {
  /** Dimension of a quantity. */
  readonly "x-dimension"?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly prefixItems?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly additionalProperties?: boolean | JsonSchema;
}

/** The description that core's `quantity` gives: dimension and units. Another description may stand over it. */
const QUANTITY = /^(\w+) with a unit \(.*\)$/;

function isPlain(value: unknown): boolean {
  return typeof value !== "object" || Array.isArray(value);
}

/**
 * The options of a component as JSON Schema: what is written, before units are converted. Quantities carry their dimension
 * under `x-dimension`.
 */
export function optionsJsonSchema(schema: z.ZodType): JsonSchema {
  return z.toJSONSchema(schema, {
    io: "input",
    unrepresentable: "any",
    override({ zodSchema, jsonSchema }) {
      const dimension = QUANTITY.exec(jsonSchema.description ?? "")?.[1];
      if (dimension !== undefined) jsonSchema["x-dimension"] = dimension;
      const { def } = zodSchema._zod;
      // zod leaves out the defaults of values that are converted; those that are no quantities read as they are written.
      if (def.type === "default" && jsonSchema["x-dimension"] === undefined && isPlain(def.defaultValue)) {
        jsonSchema.default ??= def.defaultValue;
      }
    },
  }) as JsonSchema;
}

function alternatives({ anyOf, oneOf }: JsonSchema): readonly JsonSchema[] {
  return anyOf ?? oneOf ?? [];
}

function typeText(schema: JsonSchema): string {
  if (schema.const !== undefined) return String(schema.const);
  if (schema.enum !== undefined) return schema.enum.map(String).join(" \\| ");
  if (schema["x-dimension"] !== undefined) return schema["x-dimension"];
  const choices = alternatives(schema);
  if (choices.length > 0) return [...new Set(choices.map(typeText))].join(" or ");
  if (schema.prefixItems !== undefined)
    return `list of ${schema.prefixItems.length}: ${typeText(schema.prefixItems[0]!)}`;
  if (schema.type === "array") return `list of ${schema.items === undefined ? "values" : typeText(schema.items)}`;
  if (schema.type === "object") {
    const type = schema.properties?.type;
    return type?.const === undefined ? "table" : `table with type: ${String(type.const)}`;
  }
  return (
    { string: "text", integer: "whole number", boolean: "true or false" }[String(schema.type)] ??
    String(schema.type ?? "any")
  );
}

function defaultText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function collect(schema: JsonSchema, prefix: string, into: OptionHelp[]): void {
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    const key = `${prefix}${name}`;
    into.push({
      key,
      type: typeText(property),
      required: (schema.required ?? []).includes(name),
      description: (property.description ?? "").replace(QUANTITY, ""),
      ...(property.default === undefined ? {} : { default: defaultText(property.default) }),
    });
    collect(property, `${key}.`, into);
    for (const choice of alternatives(property)) collect(choice, `${key}.`, into);
    if (typeof property.additionalProperties === "object")
      collect(property.additionalProperties, `${key}.<name>.`, into);
    if (property.items !== undefined) {
      collect(property.items, `${key}[].`, into);
      for (const choice of alternatives(property.items)) {
        const type = choice.properties?.type?.const;
        collect(choice, `${key}[]${type === undefined ? "" : `(${String(type)})`}.`, into);
      }
    }
  }
}

/** The options that a schema accepts, in order, nested ones after their table. */
export function describeOptions(schema: z.ZodType): readonly OptionHelp[] {
  const options: OptionHelp[] = [];
  const root = optionsJsonSchema(schema);
  collect(root, "", options);
  for (const choice of alternatives(root)) collect(choice, "", options);
  return options;
}
