/**
 * A mark on queries that give one row at most, by a key of their table. The embedded database runs them at once inside a
 * transaction: their rows need no thread of the driver, whose way there and back takes twenty times as long as the statement.
 * To PostgreSQL it is a comment.
 * @module
 */
import { type RawBuilder, sql } from "kysely";

const MARK = "/* one row */";

/** What such a query ends with; see `modifyEnd` of its builder. */
export const ONE_ROW: RawBuilder<unknown> = sql.raw(MARK);

/** Does a query give one row at most? */
export const isOneRow = (text: string): boolean => text.endsWith(MARK);
