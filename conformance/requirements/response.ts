/** RES: the provider's answer as a chat completion. @module */
import { inArea } from "./requirement.ts";

export const response = inArea("response", [
  { id: "RES-01", level: "MUST", title: "Every answer becomes a valid OpenAI chat completion" },
  {
    id: "RES-02",
    level: "MUST",
    title: "Finish reasons map by the dialect's table; unknown ones are reported",
  },
  { id: "RES-03", level: "MUST", title: "Text, tool calls, reasoning, refusals and all choices are carried" },
  {
    id: "RES-04",
    level: "MUST",
    title: "Unknown extra fields do no harm; a provider's documented ones survive",
  },
  { id: "RES-05", level: "MUST", title: "An empty, unparsable or incomplete answer is an upstream error" },
  {
    id: "RES-06",
    level: "MUST",
    title: "Length, encoding and type headers describe the bytes that the client gets",
  },
  {
    id: "RES-07",
    level: "MUST",
    title: "Kinds of tools, calls and blocks that others do not know are carried, or refused by name",
    policy: "a good answer never becomes an error of the server",
  },
  {
    id: "RES-08",
    level: "MUST",
    title: "Every client API gets its usage where its official SDK reads it",
    policy: "a streamed message of Anthropic's form starts with the input counts that its provider gave",
  },
]);
