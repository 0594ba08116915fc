/**
 * Bedrock Converse: documents and images.
 * @module
 */
import type { Rule } from "../contract.ts";
import { isText, type JsonObject, step } from "../json.ts";
import { ASKED, AT, given, said, TEXT } from "./bedrock-examples.ts";
import { converseMessages, everyBlock, resultBlocks } from "./bedrock-view.ts";
import { first, rule } from "./define.ts";

const PDF: JsonObject = { document: { name: "tides", format: "pdf", source: { bytes: "JVBERi0=" } } };
function documents(count: number): JsonObject[] {
  return Array.from({ length: count }, (_, at) => ({
    document: { name: `tides ${at}`, format: "pdf", source: { bytes: "JVBERi0=" } },
  }));
}

export const BEDROCK_DOCUMENT_RULES: readonly Rule[] = [
  rule("bedrock.doc.name", {
    ...AT,
    repair: "use letters, digits, single spaces, hyphens, round and square brackets, at most 200",
    find: (body) =>
      first(
        [...everyBlock(body), ...everyBlock(body).flatMap(resultBlocks)],
        ({ kind, value: { name }, pointer }) =>
          kind === "document" &&
          isText(name) &&
          !(/^[A-Za-z0-9 ()[\]-]{1,200}$/.test(name) && !/ {2}/.test(name))
            ? {
                pointer: step(pointer, "name"),
                seen: name,
                message:
                  "The model returned the following errors: The file name contains invalid characters.",
              }
            : null,
      ),
    example: {
      refused: {
        messages: [given(TEXT, { document: { ...(PDF.document as JsonObject), name: "tides.pdf" } })],
      },
      accepted: { messages: [given(TEXT, PDF)] },
    },
  }),
  rule("bedrock.doc.text-beside", {
    ...AT,
    repair: "put a text block beside the document",
    find: (body) =>
      first(converseMessages(body), ({ blocks }) => {
        const document = blocks.find(({ kind }) => kind === "document");
        return document && !blocks.some(({ kind }) => kind === "text")
          ? {
              pointer: document.pointer,
              seen: "a document without text",
              message: "A text block is required when a document is sent. Add a text block and try again.",
            }
          : null;
      }),
    example: { refused: { messages: [given(PDF)] }, accepted: { messages: [given(PDF, TEXT)] } },
  }),
  rule("bedrock.doc.user-only", {
    ...AT,
    repair: "send images and documents in user messages",
    find: (body) =>
      first(everyBlock(body), ({ kind, pointer, role }) =>
        (kind === "document" || kind === "image") && role === "assistant"
          ? { pointer, seen: kind, message: `${kind} content blocks are only supported in user messages.` }
          : null,
      ),
    example: {
      refused: { messages: [ASKED, said(TEXT, PDF), ASKED] },
      accepted: { messages: [ASKED, said(TEXT), ASKED] },
    },
  }),
  rule("bedrock.doc.limits", {
    ...AT,
    repair: "send at most five documents a message",
    find: (body) =>
      first(converseMessages(body), ({ blocks }) => {
        const sixth = blocks.filter(({ kind }) => kind === "document")[5];
        return sixth
          ? {
              pointer: sixth.pointer,
              seen: "a sixth document",
              message: "Too many documents: at most 5 a message.",
            }
          : null;
      }),
    example: {
      refused: { messages: [given(TEXT, ...documents(6))] },
      accepted: { messages: [given(TEXT, ...documents(5))] },
    },
  }),
];
