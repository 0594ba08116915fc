/** REG: what the registry holds and how it is checked. @module */
import { inArea } from "./requirement.ts";

export const registry = inArea("registry", [
  {
    id: "REG-01",
    level: "MUST",
    title: "Every registry entry fits its schema; errors name file, id, field and value",
  },
  {
    id: "REG-02",
    level: "MUST",
    title: "References between authors, models, endpoints and providers resolve",
  },
  { id: "REG-03", level: "MUST", title: "Ids are unique and canonical, and never split to find their parts" },
  { id: "REG-04", level: "MUST", title: "The indexes agree with the data and with each other" },
  { id: "REG-05", level: "MUST", title: "Prices are exact USD per token, within plausible bounds" },
  { id: "REG-06", level: "MUST", title: "Price tiers rise strictly and state boundary, basis and effect" },
  { id: "REG-07", level: "MUST", title: "Every endpoint states its limits, parameters, PTB and deployments" },
  { id: "REG-08", level: "MUST", title: "Regional deployments inherit, and override field by field" },
  {
    id: "REG-09",
    level: "MUST",
    title: "Every provider states all of its facts, from base URL to usage convention",
  },
  { id: "REG-10", level: "MUST", title: "The declared required config is enough to build URL and auth" },
  {
    id: "REG-11",
    level: "MUST",
    title: "Registry state is snapshotted; a price change shows as money on workloads",
  },
  { id: "REG-12", level: "SHOULD", title: "Prices and limits carry evidence, and stale ones are listed" },
  {
    id: "REG-13",
    level: "MUST",
    title: "An unknown name is unknown everywhere, inherited property names included",
  },
  {
    id: "REG-14",
    level: "MUST",
    title: "Every model states what lists show of it; what an author has is counted from the models",
  },
  {
    id: "REG-15",
    level: "MUST",
    title: "Every provider states how the dashboard shows it and which fields its keys need",
  },
  {
    id: "REG-16",
    level: "MUST",
    title: "Every priced class and modifier is in a reviewed snapshot and moves a reference workload",
    status: { heldBy: "conformance/views/every-price.test.ts" },
  },
  {
    id: "REG-17",
    level: "SHOULD",
    title: "A price catalogue is compared whole: new, gone, changed, with the money that it moves",
    status: { heldBy: "scripts/sync.test.ts" },
  },
]);
