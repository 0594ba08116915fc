/**
 * Gateways that take the wrong one of several keys at a provider, or forget what one of them says (RTE-03).
 * @module
 */
import type { KeyView } from "../../registry/routing/plan.ts";
import type { Defect } from "./defect.ts";
import { withInput } from "./routing-plants.ts";

const withKeys = (change: (keys: readonly KeyView[]) => readonly KeyView[]): Defect["plant"] =>
  withInput((input) => ({ ...input, keys: change(input.keys) }));

/** The first key at the provider of another one. */
const firstAt = (keys: readonly KeyView[], { provider }: KeyView): KeyView | undefined =>
  keys.find((key) => key.provider === provider);

const about = { seenIn: "own", breaks: ["RTE-03"] } as const;

export const routingKeyDefects: readonly Defect[] = [
  {
    ...about,
    id: "routing.last-key-first",
    title: "Of several keys at one provider the last one is taken",
    plant: withKeys((keys) => keys.toReversed()),
  },
  {
    ...about,
    id: "routing.disabled-key-hides-the-next",
    title: "Where the first key of a provider is off, the one behind it is not used either",
    plant: withKeys((keys) =>
      keys.map((key) => ({ ...key, enabled: key.enabled && firstAt(keys, key)?.enabled === true })),
    ),
  },
  {
    ...about,
    id: "routing.wish-ends-with-its-key",
    title: "A byokOnly key that is switched off lets the platform bill again",
    plant: withKeys((keys) => keys.map((key) => ({ ...key, byokOnly: key.byokOnly && key.enabled }))),
  },
  {
    ...about,
    id: "routing.wish-of-the-first-key-alone",
    title: "byokOnly counts on the first key of a provider alone",
    plant: withKeys((keys) =>
      keys.map((key) => ({ ...key, byokOnly: key.byokOnly && firstAt(keys, key)?.id === key.id })),
    ),
  },
];
