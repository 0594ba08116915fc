/**
 * What is measured of the registry: how long it takes to load, how much memory it holds, and what a look-up costs, at the
 * size that is checked in, at 1,000 endpoints, and at ten times as many.
 * @module
 */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { createRegistry, type Registry, type RegistrySource } from "../../registry/index.ts";
import type { Subject } from "./bench.ts";

const ENDPOINTS = 1_000;

/** The same data with copies of its models under other names, until it has at least so many endpoints. */
export function grown(source: RegistrySource, endpoints: number): RegistrySource {
  const models = { ...source.models };
  const offered = { ...source.endpoints };
  const count = () => Object.keys(offered).length;
  for (let copy = 1; count() < endpoints; copy++)
    for (const [key, config] of Object.entries(source.endpoints)) {
      if (count() >= endpoints) break;
      const [id, model] = Object.entries(source.models).find(([name]) => key.startsWith(`${name}:`)) ?? [];
      if (id === undefined || model === undefined) throw new Error(`no model for ${key}`);
      models[`${id}-copy-${copy}`] = model;
      offered[`${id}-copy-${copy}${key.slice(id.length)}`] = config;
    }
  return { ...source, models, endpoints: offered };
}

export interface RegistrySize {
  endpoints: number;
  /** Milliseconds of the middle load. */
  loadMs: number;
  /** CPU time of one load, in milliseconds, all threads: on a machine with other work it says more. */
  cpuMs: number;
  /** What one registry holds beside the data that it is made from. */
  heapMb: number;
}

function collect(): void {
  setFlagsFromString("--expose-gc");
  const gc: () => void = runInNewContext("gc");
  gc();
}

/** Loads a registry several times. */
export function measureLoads(source: RegistrySource, rounds: number): RegistrySize {
  const times: number[] = [];
  createRegistry(source); // The compiler's turn; not counted.
  const cpu = process.cpuUsage();
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    createRegistry(source);
    times.push(performance.now() - start);
  }
  const { user, system } = process.cpuUsage(cpu);
  collect();
  const before = process.memoryUsage().heapUsed;
  const kept = createRegistry(source);
  collect();
  const heapMb = (process.memoryUsage().heapUsed - before) / 2 ** 20;
  times.sort((a, b) => a - b);
  return {
    endpoints: kept.indexes.endpoints.length,
    loadMs: times[Math.floor(times.length / 2)] ?? 0,
    cpuMs: (user + system) / 1000 / rounds,
    heapMb,
  };
}

/** The loads as aligned text. */
export const loadText = (loads: readonly RegistrySize[]): string =>
  loads
    .map(
      ({ endpoints, loadMs, cpuMs, heapMb }) =>
        `${String(endpoints).padStart(6)} endpoints: loaded in ${loadMs.toFixed(1)} ms (CPU ${cpuMs.toFixed(1)} ms), ${heapMb.toFixed(1)} MB`,
    )
    .join("\n");

function lookups(name: string, { indexes }: Registry): Subject[] {
  const ids = indexes.endpoints.map(({ id }) => id);
  const models = indexes.endpoints.map(({ model }) => model);
  // Strides that share no factor with the size: neighbours in memory are not looked up one after the other.
  const at = (names: readonly string[], i: number): string => names[(i * 7919) % names.length] ?? "";
  return [
    { name: `${name}: an endpoint by its id`, run: (i) => indexes.endpoint(at(ids, i)) },
    { name: `${name}: the endpoints of a model`, run: (i) => indexes.endpointsOfModel(at(models, i)) },
    { name: `${name}: a model that is unknown`, run: (i) => indexes.isModel(`${at(models, i)}-none`) },
  ];
}

/** The sources that are compared, by what they are called. */
export const sizes = (source: RegistrySource): Record<string, RegistrySource> => ({
  "checked in": source,
  "1,000": grown(source, ENDPOINTS),
  "10,000": grown(source, 10 * ENDPOINTS),
});

/** Look-ups at each size. */
export const lookupSubjects = (sources: Record<string, RegistrySource>): Subject[] =>
  Object.entries(sources).flatMap(([name, source]) => lookups(name, createRegistry(source)));

/** What a look-up in a bare map costs. */
export function mapBaseline(source: RegistrySource): Subject {
  const ids = Object.keys(source.endpoints);
  const map = new Map(ids.map((id) => [id, id]));
  return { name: "baseline: a map", run: (i) => map.get(ids[(i * 7919) % ids.length] ?? "") };
}
