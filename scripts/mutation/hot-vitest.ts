/**
 * As much of vitest as the tests of an API use, for a process that runs them again and again (`npm run mutate`):
 * `test` collects, and whoever has collected calls. The expectations are vitest's own.
 * @module
 */
import {
  ASYMMETRIC_MATCHERS_OBJECT,
  customMatchers,
  GLOBAL_EXPECT,
  JestAsymmetricMatchers,
  JestChaiExpect,
  JestExtend,
  setState,
} from "@vitest/expect";
import * as chai from "chai";

chai.use(JestExtend);
chai.use(JestChaiExpect);
chai.use(JestAsymmetricMatchers);

const globals = globalThis as unknown as Record<symbol, object>;
export const expect = Object.assign(
  (value: unknown, message?: string) => chai.expect(value, message),
  chai.expect,
);
Object.defineProperties(
  expect,
  Object.getOwnPropertyDescriptors(globals[ASYMMETRIC_MATCHERS_OBJECT] as object),
);
globals[GLOBAL_EXPECT] = expect;
setState(
  { assertionCalls: 0, isExpectingAssertions: false, expectedAssertionsNumber: null },
  expect as never,
);
(chai.expect as unknown as { extend(target: unknown, matchers: object): void }).extend(
  expect,
  customMatchers,
);

export interface Collected {
  name: string;
  run: () => unknown;
}

type Body = (...values: never[]) => unknown;

let collected: Collected[] = [];
let path: string[] = [];

/** The tests that have been declared since it was last asked. */
export function collect(): Collected[] {
  const found = collected;
  collected = [];
  return found;
}

const declareTest = (name: string, body: Body): void => {
  collected.push({ name: [...path, name].join(" > "), run: body });
};

function declareGroup(name: string, body: Body): void {
  const outer = path;
  path = [...path, name];
  body();
  path = outer;
}

/** For each row a test or a group of its own, told from the others by its number. */
const eachOf =
  (declare: (name: string, body: Body) => void) =>
  (rows: readonly unknown[]) =>
  (name: string, body: Body): void => {
    for (const [i, row] of rows.entries())
      declare(`${name} #${i}`, () => body(...((Array.isArray(row) ? row : [row]) as never[])));
  };

export const describe = Object.assign(declareGroup, { each: eachOf(declareGroup) });
export const test = Object.assign(declareTest, { each: eachOf(declareTest) });
