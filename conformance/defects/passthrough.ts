/**
 * Broken passthroughs (PRX, SEC-02).
 * @module
 */
import type { ClientRequestArgs, IncomingMessage, request as nodeRequest } from "node:http";
import type { Network } from "../../reference-gateway/passthrough/network.ts";
import { TOKEN_CLASSES, type UsageReading } from "../../registry/canonical/usage.ts";
import type { Domains } from "../../registry/domains/index.ts";
import type { Indexes } from "../../registry/load/indexes.ts";
import type { Plant } from "../targets/reference.ts";
import type { Defect } from "./defect.ts";
import { withParts, withRegistry } from "./plants.ts";

const withNetwork = (wrap: (network: Network) => Partial<Network>): Plant =>
  withParts(({ passthrough }) => ({
    passthrough: { ...passthrough, network: { ...passthrough.network, ...wrap(passthrough.network) } },
  }));

type Args = ClientRequestArgs & { headers: string[] };

/** Every request to a target changed just before it is sent. */
export const withRequest = (change: (args: Args, network: Network) => Partial<Args>): Plant =>
  withNetwork((network) => ({
    sender: (secure) => {
      const sender = network.sender(secure);
      const request = ((args: Args) =>
        sender.request({ ...args, ...change(args, network) } as ClientRequestArgs)) as typeof nodeRequest;
      return { ...sender, request };
    },
  }));

/** The flat list of fields with some left out or changed. */
export const withFields = (change: (name: string, value: string) => string[]): Plant =>
  withRequest(({ headers }) => ({
    headers: headers.flatMap((name, i) => (i % 2 === 0 ? change(name, headers[i + 1] ?? "") : [])),
  }));

const withDomains = (wrap: (domains: Domains) => Partial<Domains>): Plant =>
  withRegistry((registry) => ({ domains: { ...registry.domains, ...wrap(registry.domains) } }));

const withIndexes = (wrap: (indexes: Indexes) => Partial<Indexes>): Plant =>
  withRegistry((registry) => ({ indexes: { ...registry.indexes, ...wrap(registry.indexes) } }));

/** The same reading with nothing that is billed by the piece. */
const byTokens = (reading: UsageReading): UsageReading => {
  if (reading.kind !== "known") return reading;
  const classes = TOKEN_CLASSES.map((name) => [name, reading.usage[name] ?? 0] as const);
  return { ...reading, usage: Object.fromEntries(classes.filter(([, count]) => count > 0)) };
};

/** Every answer of a target changed as its head arrives. */
export const withTargetAnswer = (change: (answer: IncomingMessage) => void): Plant =>
  withNetwork((network) => ({
    sender: (secure) => {
      const sender = network.sender(secure);
      const changed = (answer: IncomingMessage): void => {
        // Node reads the fields when they are first asked for, as many as there were.
        if (answer.headers !== undefined) change(answer);
      };
      const request = ((args: ClientRequestArgs) =>
        sender.request(args).prependListener("response", changed)) as typeof nodeRequest;
      return { ...sender, request };
    },
  }));

export const passthroughDefects: readonly Defect[] = [
  {
    id: "passthrough.priced-by-tokens",
    title: "What the provider's tools did for a call is left out of its price",
    seenIn: "own",
    breaks: ["CST-11"],
    plant: withRegistry((registry) => ({
      charge: (endpoint, reading, reported) => registry.charge(endpoint, byTokens(reading), reported),
    })),
  },
  {
    id: "passthrough.trailers-lost",
    title: "What comes behind the body of an answer is dropped",
    seenIn: "own",
    breaks: ["PRX-01"],
    plant: withTargetAnswer((answer) =>
      Object.defineProperty(answer, "rawTrailers", { get: () => [], set: () => {} }),
    ),
  },
  {
    id: "passthrough.vary-replaced",
    title: "The gateway's own Vary takes the place of the target's",
    seenIn: "own",
    breaks: ["SEC-04", "PRX-02"],
    plant: withTargetAnswer((answer) => {
      answer.rawHeaders = answer.rawHeaders.map((text) => (text === "Vary" ? "Connection" : text));
    }),
  },
  {
    id: "passthrough.path-normalised",
    title: "The path is read as a URL, which takes its dots out",
    seenIn: "litellm#24501",
    breaks: ["PRX-08", "PRX-01"],
    plant: withRequest(({ path }) => {
      const { pathname, search } = new URL(path ?? "/", "https://x.example");
      return { path: `${pathname}${search}` };
    }),
  },
  {
    id: "passthrough.slashes-merged",
    title: "Double slashes of a path become one",
    seenIn: "own",
    breaks: ["PRX-08", "PRX-01"],
    plant: withRequest(({ path }) => ({ path: (path ?? "/").replace(/\/{2,}/g, "/") })),
  },
  {
    id: "passthrough.method-forced",
    title: "Every call is a POST",
    seenIn: "Portkey-AI/gateway 24963f0a",
    breaks: ["PRX-01"],
    plant: withRequest(() => ({ method: "POST" })),
  },
  {
    id: "passthrough.chunks-as-text",
    title: "Each chunk of an answer is read as text by itself",
    seenIn: "litellm#18842, lobehub/lobehub#18805",
    breaks: ["PRX-01"],
    plant: withTargetAnswer((answer) => {
      const read = answer.read.bind(answer);
      answer.read = (size) => {
        const chunk: Buffer | null = read(size);
        return chunk === null ? null : Buffer.from(String(chunk));
      };
    }),
  },
  {
    id: "passthrough.target-path-dropped",
    title: "The path of a target is dropped in silence, and its origin is called",
    seenIn: "own",
    breaks: ["PRX-05"],
    plant: withParts(({ passthrough }) => ({
      passthrough: {
        ...passthrough,
        plan: (call, domains, rules) => {
          const fields = call.fields.map(([name, value]): [string, string] => [
            name,
            name === "Helicone-Target-Url" ? value.replace(/^(https:\/\/[^/]+)\/.*$/, "$1") : value,
          ]);
          return passthrough.plan({ ...call, fields }, domains, rules);
        },
      },
    })),
  },
  {
    id: "passthrough.target-repaired",
    title: "What does not belong into a target is cut off, and the rest is called",
    seenIn: "headroomlabs-ai/headroom#3280",
    breaks: ["SEC-02", "PRX-05"],
    plant: withParts(({ passthrough }) => ({
      passthrough: {
        ...passthrough,
        plan: (call, domains, rules) => {
          const fields = call.fields.map(([name, value]): [string, string] => [
            name,
            name === "Helicone-Target-Url" ? value.replace(/[%\\#?\u00a0].*$/, "") : value,
          ]);
          return passthrough.plan({ ...call, fields }, domains, rules);
        },
      },
    })),
  },
  {
    id: "passthrough.gateway-fields-travel",
    title: "The gateway's own fields are sent to the target",
    seenIn: "envoyproxy/ai-gateway#2410",
    breaks: ["PRX-02"],
    plant: withRequest(({ headers }) => ({ headers: [...headers, "Helicone-Property-Boat", "Tide"] })),
  },
  {
    id: "passthrough.provider-key-dropped",
    title: "The caller's provider key is left out",
    seenIn: "own",
    breaks: ["PRX-02"],
    plant: withFields((name, value) => (name.toLowerCase() === "authorization" ? [] : [name, value])),
  },
  {
    id: "passthrough.keys-not-separated",
    title: "Of two keys in one field the provider gets what stands there, the gateway's key included",
    seenIn: "own",
    breaks: ["AUT-02", "PRX-02"],
    plant: withFields((name, value) => [
      name,
      name === "Authorization" ? `Bearer sk-helicone-a-b-c-d, ${value}` : value,
    ]),
  },
  {
    id: "passthrough.host-kept",
    title: "The target gets the gateway's Host",
    seenIn: "envoyproxy/ai-gateway#2194",
    breaks: ["PRX-02"],
    plant: withFields((name, value) => [name, name === "Host" ? "gateway.example" : value]),
  },
  {
    id: "passthrough.fields-joined",
    title: "Fields of one name are joined to one",
    seenIn: "own",
    breaks: ["PRX-02"],
    plant: withRequest(({ headers }) => {
      const joined = new Headers();
      for (let i = 0; i < headers.length; i += 2) joined.append(headers[i] ?? "", headers[i + 1] ?? "");
      return { headers: [...joined].flat() };
    }),
  },
  {
    id: "passthrough.encoding-forced",
    title: "Answers are asked for without compression, whatever the caller takes",
    seenIn: "Helicone/helicone (Accept-Encoding: Identity)",
    breaks: ["PRX-02"],
    plant: withFields((name, value) => [name, name === "Accept-Encoding" ? "identity" : value]),
  },
  {
    id: "passthrough.redirect-hidden",
    title: "Redirects are answered with the page that they lead to",
    seenIn: "vercel/ai#13111, #15980",
    breaks: ["PRX-05"],
    plant: withNetwork((network) => ({
      sender: (secure) => {
        const sender = network.sender(secure);
        const request = ((args: ClientRequestArgs) => {
          const first = sender.request(args);
          first.prependListener("response", (answer) => {
            if (answer.headers.location === undefined) return;
            const second = sender.request({ ...args, path: new URL(answer.headers.location).pathname });
            // Nobody listens to it: where the target is gone by then, that must not end the process of the proof.
            second.on("error", () => {}).end();
          });
          return first;
        }) as typeof nodeRequest;
        return { ...sender, request };
      },
    })),
  },
  {
    id: "passthrough.loopback-left-on",
    title: "The development switch for loopback targets is on",
    seenIn: "own",
    breaks: ["PRX-05"],
    plant: withParts(({ passthrough }) => ({
      passthrough: { ...passthrough, rules: { ...passthrough.rules, loopback: true } },
    })),
  },
  {
    id: "passthrough.addresses-unchecked",
    title: "What a name resolves to is believed to be public",
    seenIn: "Portkey-AI/gateway#1372",
    breaks: ["PRX-05"],
    plant: withNetwork(({ resolver }) => ({
      resolver: {
        ...resolver,
        addresses: async (name) => (await resolver.addresses(name)).map(() => "93.184.216.34"),
      },
    })),
  },
  {
    id: "passthrough.resolves-again",
    title: "A name is looked up once to be checked and once to be connected to",
    seenIn: "vercel/ai#15980",
    breaks: ["PRX-05"],
    plant: withRequest((_args, { resolver }) => ({
      lookup: (name, _options, callback) => {
        void resolver
          .addresses(name)
          .then((found) => callback(null, found.map((address) => ({ address, family: 4 })) as never, 4));
      },
    })),
  },
  {
    id: "passthrough.ports-open",
    title: "Every port of a target may be called",
    seenIn: "own",
    breaks: ["PRX-05", "PRX-03"],
    plant: withParts(({ passthrough }) => ({
      passthrough: {
        ...passthrough,
        rules: { ...passthrough.rules, ports: Array.from({ length: 65_536 }, (_, port) => port) },
      },
    })),
  },
  {
    id: "passthrough.domain-forgotten",
    title: "A domain of the table is not approved",
    seenIn: "own",
    breaks: ["PRX-03"],
    plant: withDomains(({ recognise }) => ({
      recognise: (host) => (host === "api.avian.io" ? null : recognise(host)),
    })),
  },
  {
    id: "passthrough.dedicated-to-one",
    title: "Every dedicated name leads to OpenAI",
    seenIn: "own",
    breaks: ["PRX-06"],
    plant: withDomains(({ dedicated }) => ({
      dedicated: (label, path) => (dedicated(label, path) ? dedicated("oai", path) : null),
    })),
  },
  {
    id: "passthrough.unlimited",
    title: "Domains that are not approved are not counted",
    seenIn: "LuthienResearch/luthien-proxy#771",
    breaks: ["PRX-04"],
    plant: withParts(({ counters }) => ({
      counters: { ...counters, take: async () => ({ ok: true, counts: [] }) },
    })),
  },
  {
    id: "passthrough.counted-together",
    title: "All organisations and domains share one count",
    seenIn: "ALwrity/ALwrity#640",
    breaks: ["PRX-04"],
    plant: withParts(({ counters }) => ({
      counters: {
        ...counters,
        take: (claims) => counters.take(claims.map((claim, i) => ({ ...claim, key: `one-${i}` }))),
      },
    })),
  },
  {
    id: "passthrough.look-alike-model",
    title: "An unknown model is priced as the one whose name it begins with",
    seenIn: "ccusage/ccusage#934, defog-ai/defog#273",
    breaks: ["PRX-07"],
    plant: withIndexes((indexes) => ({
      endpointsByProviderModelId: (provider, id) => {
        const exact = indexes.endpointsByProviderModelId(provider, id);
        if (exact.length > 0) return exact;
        return indexes
          .endpointsOfProvider(provider)
          .filter(({ providerModelId }) => id.startsWith(providerModelId))
          .slice(0, 1);
      },
    })),
  },
  {
    id: "passthrough.priced-without-support",
    title: "Costs are computed where the table has no cost support",
    seenIn: "own",
    breaks: ["PRX-07"],
    plant: withDomains(({ recognise }) => ({
      recognise: (host) => {
        const row = recognise(host);
        return row && { ...row, costSupport: true };
      },
    })),
  },
  {
    id: "passthrough.priced-again",
    title: "A later run of the mapper prices what is priced",
    seenIn: "own",
    breaks: ["PRX-07"],
    plant: withParts(({ passthrough, records }) => ({
      records: { ...records, price: async () => true },
      passthrough: { ...passthrough, pending: { ...passthrough.pending, remove: async () => {} } },
    })),
  },
  {
    id: "passthrough.pending-lost",
    title: "Calls without a price are not kept for the mapper",
    seenIn: "own",
    breaks: ["PRX-07"],
    plant: withParts(({ passthrough }) => ({
      passthrough: { ...passthrough, pending: { ...passthrough.pending, add: async () => {} } },
    })),
  },
  {
    id: "passthrough.subdomains-unlimited",
    title: "Each subdomain of an unknown domain has a limit of its own",
    seenIn: "own",
    breaks: ["PRX-04"],
    plant: withDomains(() => ({ registered: (host) => host })),
  },
];
