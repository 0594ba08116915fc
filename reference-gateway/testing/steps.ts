/**
 * Counts what code does, without a clock: every block of the project's own code that runs, as V8 counts them, and what the
 * language's own searches, copies and parsers go through. Whoever doubles an input can compare two counts.
 * @module
 */
import { Session } from "node:inspector/promises";

/** Elements, characters or bytes that one call of a built-in goes through. */
type Weigh = (self: unknown, args: readonly unknown[], result: unknown) => number;

function size(value: unknown): number {
  if (typeof value === "string" || Array.isArray(value)) return value.length;
  return ArrayBuffer.isView(value) ? value.byteLength : 0;
}

const ofSelf: Weigh = (self) => size(self);
const ofFirst: Weigh = (_self, [first]) => size(first);
const ofResult: Weigh = (_self, _args, result) => size(result);
/** A search goes from where it is told to begin to what it finds. */
const ofSearch: Weigh = (self, [, from], found) => {
  const start = typeof from === "number" && from > 0 ? from : 0;
  return Math.max(0, (typeof found === "number" && found >= 0 ? found : size(self)) - start);
};

const typedArray: object = Object.getPrototypeOf(Uint8Array.prototype);

/** The built-ins that are weighed, by the object that holds them. */
const WEIGHED: readonly (readonly [holder: object, names: readonly string[], weigh: Weigh])[] = [
  [Array.prototype, ["indexOf"], ofSearch],
  [Array.prototype, ["includes", "join", "shift"], ofSelf],
  [Array.prototype, ["slice", "concat", "flat", "toSorted"], ofResult],
  [String.prototype, ["indexOf"], ofSearch],
  [String.prototype, ["includes", "split", "replace", "replaceAll", "match", "search", "trim"], ofSelf],
  [RegExp.prototype, ["exec", "test"], ofFirst],
  [typedArray, ["indexOf"], ofSearch],
  [typedArray, ["set"], ofFirst],
  [typedArray, ["slice"], ofResult],
  [TextDecoder.prototype, ["decode"], ofFirst],
  [TextEncoder.prototype, ["encode"], ofResult],
  [Buffer, ["concat", "from"], ofResult],
  [JSON, ["parse"], ofFirst],
  [JSON, ["stringify"], ofResult],
];

/** Puts counters before the built-ins. @returns what was counted, and takes the counters away */
function weighBuiltIns(): () => number {
  let weight = 0;
  const undo: (() => void)[] = [];
  for (const [holder, names, weigh] of WEIGHED)
    for (const name of names) {
      const before = Object.getOwnPropertyDescriptor(holder, name);
      const real: unknown = before?.value;
      if (before === undefined || typeof real !== "function") throw new Error(`there is no ${name}`);
      const counted = function (this: unknown, ...args: unknown[]): unknown {
        const result: unknown = Reflect.apply(real, this, args);
        weight += weigh(this, args, result);
        return result;
      };
      Object.defineProperty(holder, name, { ...before, value: counted });
      undo.push(() => Object.defineProperty(holder, name, before));
    }
  return () => {
    for (const one of undo) one();
    return weight;
  };
}

export interface Steps {
  /** How often each block ran, by file and place. */
  blocks: ReadonlyMap<string, number>;
  /** What built-ins went through. */
  weight: number;
  total: number;
}

/**
 * Begins to count, before the code that is counted is loaded: V8 sees blocks only of what is compiled afterwards.
 * @param isOwn tells the files that are counted, by their URL
 */
export async function startCounting(isOwn: (url: string) => boolean) {
  const session = new Session();
  session.connect();
  await session.post("Profiler.enable");
  await session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
  /** Takes the counts; each is of what ran since the last time. */
  const taken = async (): Promise<Map<string, number>> => {
    const { result } = await session.post("Profiler.takePreciseCoverage");
    const blocks = new Map<string, number>();
    for (const { url, functions } of result.filter((script) => isOwn(script.url)))
      for (const { functionName, ranges } of functions)
        for (const { startOffset, count } of ranges)
          blocks.set(`${url}:${functionName}:${startOffset}`, count);
    return blocks;
  };
  /** The steps of one run, with those of whatever ran since the last count. */
  const count = async (run: () => Promise<void>): Promise<Steps> => {
    const weighed = weighBuiltIns();
    let weight = 0;
    try {
      await run();
    } finally {
      weight = weighed();
    }
    const blocks = await taken();
    return { blocks, weight, total: [...blocks.values()].reduce((sum, one) => sum + one, weight) };
  };
  return {
    count,
    /** Leaves out what ran since the last count. */
    forget: async () => void (await taken()),
  };
}
