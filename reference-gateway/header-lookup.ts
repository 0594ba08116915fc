/**
 * Header fields of a request or an answer, as whoever reads them needs them: by name, whatever its case, several of one name
 * joined. The platform's `Headers` are one form of it; the other is made of what Node has read, and checks nothing again.
 * @module
 */

export interface HeaderLookup {
  get(name: string): string | null;
  has(name: string): boolean;
  /** Names in lower case, each once. */
  [Symbol.iterator](): Iterator<[string, string]>;
}

class Fields implements HeaderLookup {
  private readonly values: Map<string, string>;

  constructor(values: Map<string, string>) {
    this.values = values;
  }

  get(name: string): string | null {
    return this.values.get(name.toLowerCase()) ?? null;
  }

  has(name: string): boolean {
    return this.values.has(name.toLowerCase());
  }

  [Symbol.iterator](): Iterator<[string, string]> {
    return this.values[Symbol.iterator]();
  }
}

const SEPARATORS: Readonly<Record<string, string>> = { cookie: "; " };

function add(values: Map<string, string>, name: string, value: string): void {
  const key = name.toLowerCase();
  const before = values.get(key);
  values.set(key, before === undefined ? value : `${before}${SEPARATORS[key] ?? ", "}${value}`);
}

/** From names and values in turn, as Node keeps what came. */
export function lookupOfRaw(raw: readonly string[]): HeaderLookup {
  const values = new Map<string, string>();
  for (let at = 1; at < raw.length; at += 2) add(values, raw[at - 1] ?? "", raw[at] ?? "");
  return new Fields(values);
}

/** From pairs of names and values. */
export function lookupOf(fields: Iterable<readonly [name: string, value: string]>): HeaderLookup {
  const values = new Map<string, string>();
  for (const [name, value] of fields) add(values, name, value);
  return new Fields(values);
}

/** From an object in which a name that came several times has a list. */
export function lookupOfObject(
  given: Readonly<Record<string, string | readonly string[] | undefined>>,
): HeaderLookup {
  const values = new Map<string, string>();
  for (const name in given) {
    const value = given[name];
    if (typeof value === "string") add(values, name, value);
    else for (const one of value ?? []) add(values, name, one);
  }
  return new Fields(values);
}
