/** How a schema is written: what the root reaches, sorted, one definition a line, so that an update reads well. */

function reached({ $ref, definitions }) {
  const seen = new Set();
  const visit = (node) => {
    if (Array.isArray(node)) return node.forEach(visit);
    if (typeof node !== "object" || node === null) return;
    for (const [key, value] of Object.entries(node)) {
      if (key !== "$ref" || typeof value !== "string") visit(value);
      else if (!seen.has(value)) {
        seen.add(value);
        visit(definitions[value.slice("#/definitions/".length)]);
      }
    }
  };
  visit({ $ref });
  return (name) => seen.has(`#/definitions/${name}`);
}

export function written(schema) {
  const keep = reached(schema);
  const lines = Object.keys(schema.definitions)
    .filter(keep)
    .sort()
    .map((name) => `${JSON.stringify(name)}: ${JSON.stringify(schema.definitions[name])}`);
  return `{\n"$ref": ${JSON.stringify(schema.$ref)},\n"definitions": {\n${lines.join(",\n")}\n}\n}\n`;
}
