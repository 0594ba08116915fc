/** ADD: how a provider is added. @module */
import { inArea } from "./requirement.ts";

export const onboarding = inArea("onboarding", [
  {
    id: "ADD-01",
    level: "MUST",
    title: "An OpenAI-compatible provider takes one command and two hand-edited files",
    status: { heldBy: "scripts/newcomer.slow.test.ts" },
  },
  {
    id: "ADD-02",
    level: "MUST",
    title: "What a new provider lacks shows as failures with the repair",
    status: { heldBy: "conformance/engine/plan.test.ts" },
  },
]);
