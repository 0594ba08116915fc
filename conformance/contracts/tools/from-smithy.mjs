/**
 * JSON Schema from the schemas that an AWS client serialises by. A type is a number (0 text, 1 number, 2 boolean,
 * 15 anything, 21 and 42 bytes, +64 a list of, +128 a map of) or a schema [kind, namespace, name, traits, …].
 */
const LIST = 64;
const MAP = 128;
const KIND = { simple: 0, list: 1, map: 2, structure: 3, union: 4 };
const SIMPLE = {
  0: { type: "string" },
  1: { type: "number" },
  2: { type: "boolean" },
  15: {},
  21: { type: "string", pattern: "^[A-Za-z0-9+/]*={0,2}$" },
  42: { type: "string", pattern: "^[A-Za-z0-9+/]*={0,2}$" },
};
/** The trait of a member that goes into the path, not into the body. */
const IN_PATH = 1;

export async function schemaFromSmithy({ package: package_, type }) {
  const schemas = await import(package_);
  const definitions = {};

  function convert(given) {
    const schema = typeof given === "function" ? given() : given;
    if (typeof schema === "number") {
      if (schema >= MAP) return { type: "object", additionalProperties: convert(schema - MAP) };
      if (schema >= LIST) return { type: "array", items: convert(schema - LIST) };
      if (!(schema in SIMPLE)) throw new Error(`smithy: type ${schema} is not known`);
      return SIMPLE[schema];
    }
    if (Array.isArray(schema) && typeof schema[0] !== "number") return convert(schema[0]);
    const [kind, , name] = schema;
    if (kind === KIND.simple) return convert(schema[4]);
    if (kind === KIND.list) return { type: "array", items: convert(schema[4]) };
    if (kind === KIND.map) return { type: "object", additionalProperties: convert(schema[5]) };
    if (!(name in definitions)) {
      definitions[name] = {};
      definitions[name] = kind === KIND.union ? union(schema) : structure(schema);
    }
    return { $ref: `#/definitions/${name}` };
  }

  const inPath = (member) => Array.isArray(member) && member[1] === IN_PATH;

  function structure([, , , , names, members, required = 0]) {
    const inBody = names.map((name, at) => [name, members[at]]).filter(([, member]) => !inPath(member));
    const needed = names.slice(0, required).filter((name) => inBody.some(([known]) => known === name));
    return {
      type: "object",
      properties: Object.fromEntries(inBody.map(([name, member]) => [name, convert(member)])),
      additionalProperties: false,
      ...(needed.length > 0 ? { required: needed } : {}),
    };
  }

  const union = (schema) => ({ ...structure(schema), minProperties: 1, maxProperties: 1 });

  const { $ref } = convert(schemas[`${type}$`]);
  return { $ref, definitions };
}
