/** STR: streamed answers. @module */
import { inArea } from "./requirement.ts";

export const streaming = inArea("streaming", [
  {
    id: "STR-01",
    level: "MUST",
    title: "The client's stream does not depend on where upstream bytes were cut",
  },
  {
    id: "STR-02",
    level: "MUST",
    title: "SSE is read as its standard says: line ends, comments, fields, BOM",
  },
  {
    id: "STR-03",
    level: "MUST",
    title: "AWS event-stream frames are checked; exceptions and corrupt frames are errors",
  },
  {
    id: "STR-04",
    level: "MUST",
    title: "Chunks have one id, right indexes, one role and finish; tool calls assemble",
  },
  {
    id: "STR-05",
    level: "MUST",
    title: "Empty choices, null deltas, keep-alives and unknown events break nothing",
  },
  {
    id: "STR-06",
    level: "MUST",
    title: "Usage is always asked for upstream, and given last to a client that asked",
    policy: "one usage chunk before [DONE] with choices: [] if include_usage was asked for, otherwise none",
  },
  {
    id: "STR-07",
    level: "MUST",
    title: "A stream that breaks shows an error frame and no success finish",
    policy: "no [DONE] after an error",
  },
  { id: "STR-08", level: "MUST", title: "Tokens pass as they arrive, with bounded memory and backpressure" },
  {
    id: "STR-09",
    level: "MUST",
    title: "A client that goes away frees or drains the upstream within a bound",
    policy: "BYOK cancels the upstream; PTB drains it up to a bound so that usage is known",
  },
  { id: "STR-10", level: "MUST", title: "stream: true never gets a plain JSON success, nor the reverse" },
]);
