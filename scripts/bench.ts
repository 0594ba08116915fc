/**
 * `npm run bench`: how long pricing one usage takes on this machine, beside a baseline measured in the same rounds;
 * `npm run bench -- gateway`: the gateway beside proxies that only pass on; `npm run bench -- log`: the request log with very
 * many records; `npm run bench -- cache`: a hit beside a miss; `npm run bench -- registry`: loading and look-ups at three
 * sizes; `npm run bench -- workers`: one process and two; `npm run bench -- soak`: minutes under load and faults;
 * `npm run bench -- bodies`: the dearest legal bodies.
 * @module
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import { atLeastOne } from "./lib/at-least-one.ts";
import { EXIT, endWith } from "./lib/wrong-use.ts";

const numbers = (text: string): number[] => text.split(",").map(atLeastOne);

const KINDS = ["json", "sse"] as const;
const kinds = (text: string): (typeof KINDS)[number][] =>
  text.split(",").map((part) => {
    const kind = KINDS.find((known) => known === part);
    if (kind === undefined) throw new InvalidArgumentError(`allowed are ${KINDS.join(" and ")}.`);
    return kind;
  });

const say = (text: string): boolean => process.stdout.write(`${text}\n`);

const program = new Command("npm run bench --")
  .description("Measures pricing: the middle of several rounds, in microseconds per usage.")
  .option("--rounds <n>", "rounds to take the middle of", atLeastOne, 15)
  .option("--runs <n>", "runs of each subject in a round", atLeastOne, 20_000)
  .option("--json", "print JSON")
  .allowExcessArguments(false)
  .enablePositionalOptions()
  .exitOverride()
  .action(async ({ rounds, runs, json }: { rounds: number; runs: number; json?: boolean }) => {
    const { openRegistry } = await import("../registry/index.ts");
    const { benchText, measure } = await import("./lib/bench.ts");
    const { floatBaseline, pricingSubjects } = await import("./lib/bench-pricing.ts");
    const now = () => performance.now();
    const found = measure(floatBaseline, pricingSubjects(openRegistry()), { rounds, runs, now });
    say(json ? JSON.stringify(found, null, 2) : benchText(found));
  });

interface GatewayOptions {
  rounds: number;
  ms: number;
  connections: number[];
  kinds: (typeof KINDS)[number][];
  requests?: number;
  only?: string;
  portkey?: string;
  postgres?: string;
  workers?: boolean;
  p99: number;
  profile?: string;
  out?: string;
}

interface WorkersCommand {
  rounds: number;
  requests: number;
  connections: number;
  tenants: number;
  postgres?: string;
}

program
  .command("gateway")
  .description("Measures the gateway beside proxies that only pass on, each in a process of its own.")
  .option("--rounds <n>", "rounds to take the middle of", atLeastOne, 5)
  .option("--ms <n>", "how long each subject is measured in a round", atLeastOne, 1_000)
  .option("--requests <n>", "so many requests of each subject in a round, in place of a time", atLeastOne)
  .option("--connections <n,n>", "callers at once", numbers, [1, 16])
  .option("--kinds <kind,kind>", "json, sse", kinds, [...KINDS])
  .option("--only <text>", "only subjects whose name holds this, and the floor")
  .option("--portkey <folder>", "Portkey's gateway too, from a folder in which it is installed")
  .option(
    "--postgres <url>",
    "the ledger on this PostgreSQL database too, which it fills, by one process and by two",
  )
  .option("--workers", "the embedded ledger by two processes too")
  .option("--p99 <ms>", "tell the most per second with a p99 of at most this", atLeastOne, 50)
  .option("--profile <folder>", "have each process write profiles of its CPU below it")
  .option("--out <file>", "write JSON into a file")
  .exitOverride()
  .action(async ({ rounds, ms, connections, kinds: chosen, only = "", ...more }: GatewayOptions) => {
    const { requests = null, profile, out, p99 } = more;
    const { benchGateway } = await import("./lib/bench-gateway/run.ts");
    const { FLOOR_NAME, onPostgres, severalWorkers, subjects } = await import(
      "./lib/bench-gateway/subjects.ts"
    );
    const { portkey } = await import("./lib/bench-gateway/portkey.ts");
    const { benchTable, withinText } = await import("./lib/bench-gateway/text.ts");
    const asked = [
      ...(more.workers === true ? severalWorkers : []),
      ...(more.postgres === undefined ? [] : onPostgres(more.postgres)),
      ...(more.portkey === undefined ? [] : [portkey(more.portkey)]),
    ];
    const folder = mkdtempSync(join(tmpdir(), "bench-"));
    try {
      const found = await benchGateway(
        [...subjects.filter(({ name }) => name === FLOOR_NAME || name.includes(only)), ...asked],
        {
          rounds,
          forMs: ms,
          requests,
          connections,
          kinds: chosen,
          folder,
          profiles: profile === undefined ? null : resolve(profile),
          tell: (line) => void process.stderr.write(`${line}\n`),
        },
      );
      if (out !== undefined) writeFileSync(out, `${JSON.stringify(found, null, 2)}\n`);
      say(`${benchTable(found)}\n\n${withinText(found, p99)}`);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

program
  .command("stall")
  .description("Measures how long the event loop stands still while very many callers ask at once.")
  .option("--callers <n>", "JSON requests, and as many streams, at once", atLeastOne, 1_000)
  .option("--rounds <n>", "how often", atLeastOne, 5)
  .option("--postgres <url>", "with the ledger on this PostgreSQL database, which it fills")
  .exitOverride()
  .action(async ({ callers, rounds, postgres }: { callers: number; rounds: number; postgres?: string }) => {
    const { onPostgres, subjects } = await import("./lib/bench-gateway/subjects.ts");
    const { measureStalls } = await import("./lib/bench-gateway/stall.ts");
    const [subject] =
      postgres === undefined
        ? subjects.filter(({ name }) => name === "gateway PTB, embedded")
        : onPostgres(postgres);
    if (!subject) throw new Error("there is no subject with an embedded ledger");
    const folder = mkdtempSync(join(tmpdir(), "stall-"));
    try {
      const found = await measureStalls(subject, { callers, rounds, folder, tell: say });
      const most = (of: (stall: (typeof found)[number]) => number): string =>
        Math.max(...found.map(of)).toFixed(1);
      const held = most((stall) => stall.held ?? 0);
      say(
        `${subject.name}: ${held} ms of CPU in one turn, ${most(({ longest }) => longest)} ms late at most`,
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

program
  .command("workers")
  .description(
    "Measures what a request costs the gateway and its database by one process and by two, with many tenants.",
  )
  .option("--rounds <n>", "rounds to take the middle of", atLeastOne, 3)
  .option("--requests <n>", "requests of each subject in a round", atLeastOne, 1_000)
  .option("--connections <n>", "callers at once", atLeastOne, 16)
  .option("--tenants <n>", "tenants with a wallet each", atLeastOne, 16)
  .option(
    "--postgres <url>",
    "on this PostgreSQL database, which it fills; by default on a server of its own",
  )
  .exitOverride()
  .action(async ({ postgres, ...numbers }: WorkersCommand) => {
    const { benchWorkers, workersText } = await import("./lib/bench-gateway/workers.ts");
    const { NO_POSTGRES, startPostgres } = await import(
      "../reference-gateway/stores/testing/postgres-server.ts"
    );
    const server = postgres === undefined ? await startPostgres() : null;
    const url = postgres ?? (await server?.database());
    if (url === undefined) throw new Error(NO_POSTGRES);
    const folder = mkdtempSync(join(tmpdir(), "workers-"));
    try {
      const tell = (line: string) => void process.stderr.write(`${line}\n`);
      const options = { ...numbers, postgres: url, folder, tell };
      say(workersText(await benchWorkers(options), options));
    } finally {
      rmSync(folder, { recursive: true, force: true });
      await server?.stop();
    }
  });

program
  .command("soak")
  .description(
    "Keeps the gateway under load for minutes, with a provider that fails and callers who leave; exit code 1 where it holds more and more.",
  )
  .option("--minutes <n>", "how long", atLeastOne, 10)
  .option("--percent <n>", "of the load that it can take", atLeastOne, 70)
  .option("--subject <name>", "which way of working, as the other bench names it", "gateway PTB, embedded")
  .exitOverride()
  .action(
    async ({ minutes, percent, subject: name }: { minutes: number; percent: number; subject: string }) => {
      const { subjects } = await import("./lib/bench-gateway/subjects.ts");
      const { soak, soakProblems, soakText } = await import("./lib/bench-gateway/soak.ts");
      const subject = subjects.find((known) => known.name === name);
      if (!subject)
        throw new InvalidArgumentError(`allowed are ${subjects.map((known) => known.name).join("; ")}.`);
      const folder = mkdtempSync(join(tmpdir(), "soak-"));
      try {
        const tell = (line: string) => void process.stderr.write(`${line}\n`);
        const found = await soak(subject, { minutes, share: percent / 100, folder, tell });
        say(soakText(found));
        const problems = soakProblems(found);
        for (const problem of problems) say(problem);
        if (problems.length > 0) process.exitCode = EXIT.failures;
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  );

program
  .command("registry")
  .description("Measures how long the registry loads, what it holds and what look-ups cost, at three sizes.")
  .option("--rounds <n>", "rounds to take the middle of", atLeastOne, 15)
  .option("--runs <n>", "look-ups of each kind in a round", atLeastOne, 20_000)
  .option("--json", "print JSON")
  .exitOverride()
  .action(async ({ rounds, runs, json }: { rounds: number; runs: number; json?: boolean }) => {
    const { registrySource } = await import("../registry/index.ts");
    const { benchText, measure } = await import("./lib/bench.ts");
    const registry = await import("./lib/bench-registry.ts");
    const sources = registry.sizes(registrySource);
    const loads = Object.values(sources).map((source) => registry.measureLoads(source, rounds));
    const now = () => performance.now();
    const subjects = registry.lookupSubjects(sources);
    const found = measure(registry.mapBaseline(registrySource), subjects, { rounds, runs, now });
    say(
      json ? JSON.stringify({ loads, found }, null, 2) : `${registry.loadText(loads)}\n\n${benchText(found)}`,
    );
  });

program
  .command("log")
  .description("Measures the request log on a PostgreSQL server of its own with very many records.")
  .option("--rows <n>", "records, a third of them of the tenant that asks", atLeastOne, 1_000_000)
  .option("--rounds <n>", "rounds to take the middle of", atLeastOne, 9)
  .option("--json", "print JSON")
  .exitOverride()
  .action(async ({ rows, rounds, json }: { rows: number; rounds: number; json?: boolean }) => {
    const { benchLog, logBenchText } = await import("./lib/bench-log.ts");
    const found = await benchLog({ rows, rounds }, (line) => void process.stderr.write(`${line}\n`));
    say(json ? JSON.stringify(found, null, 2) : logBenchText(found));
  });

program
  .command("cache")
  .description("Measures answers of the cache beside those of a provider that takes a known time.")
  .option("--rounds <n>", "misses and hits of each place", atLeastOne, 50)
  .option("--json", "print JSON")
  .exitOverride()
  .action(async ({ rounds, json }: { rounds: number; json?: boolean }) => {
    const { benchCache, cacheBenchText } = await import("./lib/bench-cache.ts");
    const found = await benchCache(rounds);
    say(json ? JSON.stringify(found, null, 2) : cacheBenchText(found));
  });

interface BodiesCommand {
  rounds: number;
  mode: "ptb" | "byok";
  only: string;
  memory?: boolean;
  memoryOf?: string;
  json?: boolean;
}

program
  .command("bodies")
  .description(
    "Measures the CPU and memory of one request with the dearest legal bodies of ten megabytes, on every way.",
  )
  .option("--rounds <n>", "rounds to take the middle of", atLeastOne, 3)
  .addOption(new Option("--mode <mode>", "who pays the provider").choices(["ptb", "byok"]).default("ptb"))
  .option("--only <text>", "only pairs whose name holds this", "")
  .option("--memory", "measure memory too, each pair in a process of its own")
  .addOption(new Option("--memory-of <pair>", "the memory of this pair, whose body comes in").hideHelp())
  .option("--json", "print JSON")
  .exitOverride()
  .action(async ({ json, memory = false, memoryOf: pair, ...more }: BodiesCommand) => {
    const { benchBodies, bodiesText, memoryOf } = await import("./lib/bench-bodies/run.ts");
    if (pair !== undefined)
      return void say(JSON.stringify(await memoryOf(pair, more.mode, new Uint8Array(readFileSync(0)))));
    const tell = (line: string) => void process.stderr.write(`${line}\n`);
    const found = await benchBodies({ ...more, memory, tell });
    say(json ? JSON.stringify(found, null, 2) : bodiesText(found));
  });

try {
  await program.parseAsync();
} catch (error) {
  endWith(error);
}
