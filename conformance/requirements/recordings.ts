/** REC: recorded traffic as evidence. @module */
import { inArea } from "./requirement.ts";

export const recordings = inArea("recordings", [
  {
    id: "REC-01",
    level: "MUST",
    title: "A recording states origin, date, evidence and fidelity, and reports show it",
    status: { heldBy: "conformance/recordings/load.test.ts" },
  },
  {
    id: "REC-02",
    level: "MUST",
    title: "Bytes are kept as received, and redaction is by allowlist and proven",
    status: {
      notCovered:
        "bytes and secrets are held by tests (recordings/load.test.ts, cases/recordings/recordings.test.ts); capturing live traffic is not built yet",
    },
  },
  {
    id: "REC-03",
    level: "MUST",
    title: "Matching is strict; unmatched requests and unused recordings fail with a repair",
  },
  {
    id: "REC-04",
    level: "MUST",
    title: "A failing capture never replaces a passing recording",
    status: { notCovered: "capturing live traffic is not built yet" },
  },
  {
    id: "REC-05",
    level: "MUST",
    title: "Contracts refuse no recorded success, and the recorded refusals that a request shows",
    status: { heldBy: "scripts/lib/corpus/contracts.test.ts" },
  },
]);
