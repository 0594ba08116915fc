/**
 * JSON Schema from a protobufjs description, by the rules of proto3's JSON form: both spellings of a name, enums by name
 * or number, 64-bit integers as number or text, bytes as base64, at most one member of a oneof.
 * Two keywords are ours: `atMostOne` (groups of names of which one group may be present), `requiredAny` (each group: one
 * of these names must be there).
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathOfPackages } from "./packages.mjs";

const INTEGER = { type: ["integer", "string"], pattern: "^-?[0-9]+$" };
const NUMBER = { type: ["number", "string"], pattern: "^-?[0-9.eE+-]+$|^NaN$|^-?Infinity$" };
const BASE64 = { type: "string", pattern: "^[A-Za-z0-9+/_\\-\\s]*={0,2}$" };

const SCALARS = {
  string: { type: "string" },
  bool: { type: "boolean" },
  bytes: BASE64,
  double: NUMBER,
  float: NUMBER,
  ...Object.fromEntries(
    [
      "int32",
      "int64",
      "uint32",
      "uint64",
      "sint32",
      "sint64",
      "fixed32",
      "fixed64",
      "sfixed32",
      "sfixed64",
    ].map((name) => [name, INTEGER]),
  ),
};

const WELL_KNOWN = {
  "google.protobuf.Struct": { type: "object" },
  "google.protobuf.Value": {},
  "google.protobuf.ListValue": { type: "array" },
  "google.protobuf.Duration": { type: "string", pattern: "^-?[0-9.]+s$" },
  "google.protobuf.Timestamp": { type: "string" },
  "google.protobuf.FieldMask": { type: "string" },
  "google.protobuf.Empty": { type: "object", additionalProperties: false },
};

const snake = (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const spellings = (name) => [...new Set([name, snake(name)])];
const requiredField = ({ options = {} }) => options["(google.api.field_behavior)"] === "REQUIRED";

export function schemaFromProtos({ package: package_, file, type }) {
  const protos = JSON.parse(readFileSync(join(pathOfPackages, package_, file), "utf8"));
  const at = (path) => path.reduce((node, name) => node?.nested?.[name], protos);

  /** A name is looked for from the innermost scope outwards, as protobuf does. */
  function resolve(name, scope) {
    const path = name.split(".").filter((part) => part !== "");
    for (let depth = scope.length; depth >= 0; depth--) {
      const full = [...scope.slice(0, depth), ...path];
      const node = at(full);
      if (node?.fields || node?.values) return { full, node };
    }
    throw new Error(`protos: nothing is called ${name} in ${scope.join(".")}`);
  }

  const definitions = {};
  function reference(name, scope) {
    const known = SCALARS[name] ?? WELL_KNOWN[name.replace(/^\./, "")];
    if (known) return known;
    const { full, node } = resolve(name, scope);
    const id = full.slice(-1 - (at(full.slice(0, -1))?.fields ? 1 : 0)).join(".");
    if (!(id in definitions)) {
      definitions[id] = {};
      definitions[id] = node.values ? enumeration(node) : message(node, full);
    }
    return { $ref: `#/definitions/${id}` };
  }

  const enumeration = ({ values }) => ({ enum: [...Object.keys(values), ...Object.values(values)] });

  function message({ fields, oneofs = {} }, scope) {
    const properties = {};
    for (const [name, field] of Object.entries(fields)) {
      const one = reference(field.type, scope);
      const value = field.keyType
        ? { type: "object", additionalProperties: one }
        : field.rule === "repeated"
          ? { type: "array", items: one }
          : one;
      for (const spelling of spellings(name)) properties[spelling] = value;
    }
    const required = Object.keys(fields)
      .filter((name) => requiredField(fields[name]))
      .map(spellings);
    const groups = Object.values(oneofs)
      .map(({ oneof }) => oneof.map(spellings))
      .filter((members) => members.length > 1);
    return {
      type: "object",
      properties,
      additionalProperties: false,
      ...(required.length > 0 ? { requiredAny: required } : {}),
      ...(groups.length > 0 ? { atMostOne: groups } : {}),
    };
  }

  const path = type.split(".");
  const { $ref } = reference(path.at(-1), path.slice(0, -1));
  return { $ref, definitions };
}
