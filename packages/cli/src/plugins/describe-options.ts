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

/** The options of a component as JSON Schema (what is written, before units are converted). */
export function optionsJsonSchema(schema: z.ZodType): JsonSchema {
  return z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as JsonSchema;
}

/** Dimension and units in the description that core's `quantity` gives: text that a person should see as the type. */
const QUANTITY = /^(\w+) with a unit \((.*)\)$/;

function alternatives({ anyOf, oneOf }: JsonSchema): readonly JsonSchema[] {
  return anyOf ?? oneOf ?? [];
}

function isQuantity(schema: JsonSchema): boolean {
  const types = alternatives(schema).map(({ type }) => type);
  return types.length === 2 && types.includes("string") && types.includes("number");
}

function typeText(schema: JsonSchema): string {
  if (schema.const !== undefined) return String(schema.const);
  if (schema.enum !== undefined) return schema.enum.map(String).join(" \\| ");
  if (isQuantity(schema)) return QUANTITY.exec(schema.description ?? "")?.[1] ?? "quantity";
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
