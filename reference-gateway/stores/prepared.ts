/**
 * Queries that are put into words once and run with other values each time: for what every request asks, where building the
 * words takes longer than the database takes for them.
 * @module
 */
import { type CompiledQuery, type QueryResult, type RawBuilder, sql } from "kysely";
import type { Db } from "./database.ts";
import { ask } from "./direct.ts";

/** Stands for a value that is given with each run. */
class Given {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** The place of a value in a query. */
export type Place<Values> = <Name extends keyof Values & string>(name: Name) => RawBuilder<Values[Name]>;

/** The texts of such queries, each under a name of its own: there are as many as the code has, and no more. */
const NAMES = new Map<string, string>();

function named<Row>(query: CompiledQuery<Row>): CompiledQuery<Row> {
  if (!NAMES.has(query.sql)) NAMES.set(query.sql, `gateway_${NAMES.size + 1}`);
  return query;
}

/** The name under which a server may keep the plan of a text; `undefined` for texts that are written anew each time. */
export const nameOfPrepared = (text: string): string | undefined => NAMES.get(text);

const placeOf = <T>(name: string): RawBuilder<T> => sql<T>`${new Given(name)}`;

/**
 * @param build writes the query, with places for its values; called once, at the first run
 * @returns runs it, in its database or in a transaction of it
 */
export function prepared<Values extends object, Row = unknown>(
  build: (place: Place<Values>) => CompiledQuery<Row>,
): (tx: Db, values: Values) => Promise<QueryResult<Row>> {
  let compiled: CompiledQuery<Row> | null = null;
  return (tx, values) => {
    compiled ??= named(build(placeOf));
    const { sql: text, query, queryId, parameters } = compiled;
    const given = values as Record<string, unknown>;
    const filled = parameters.map((value) => (value instanceof Given ? given[value.name] : value));
    return ask<Row>(tx, { sql: text, query, queryId, parameters: filled });
  };
}
