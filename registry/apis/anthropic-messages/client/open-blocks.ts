/**
 * The blocks of a stream that is written for a caller: opened, filled and closed in order.
 * @module
 */
import type { JsonObject } from "../../../json.ts";
import { ObjectText } from "../../_shared/whole-object.ts";

export type Write = (event: JsonObject) => void;

interface ToolBlock {
  index: number;
  input: ObjectText;
}

export class OpenBlocks {
  private next = 0;
  private current: { type: "text" | "thinking"; index: number; text: string } | null = null;
  private readonly tools = new Map<number, ToolBlock>();
  /** Those of the open calls whose input is whole. */
  private readonly wholeTools = new Map<number, ToolBlock>();
  private readonly write: Write;

  constructor(write: Write) {
    this.write = write;
  }

  private start(content_block: JsonObject): number {
    const index = this.next++;
    this.write({ type: "content_block_start", index, content_block });
    return index;
  }

  private delta(index: number, delta: JsonObject): void {
    this.write({ type: "content_block_delta", index, delta });
  }

  private stop(index: number): void {
    this.write({ type: "content_block_stop", index });
  }

  private closeCurrent(): void {
    if (this.current) this.stop(this.current.index);
    this.current = null;
  }

  closeAll(): void {
    this.closeCurrent();
    for (const [call, { index }] of this.tools) {
      this.stop(index);
      this.tools.delete(call);
    }
    this.wholeTools.clear();
  }

  /** The open block of this type, or a new one after all others were closed. */
  private ensure(type: "text" | "thinking"): { type: string; index: number; text: string } {
    if (this.current?.type === type) return this.current;
    this.closeAll();
    const empty = type === "text" ? { type, text: "" } : { type, thinking: "", signature: "" };
    this.current = { type, index: this.start(empty), text: "" };
    return this.current;
  }

  text(text: string): void {
    this.delta(this.ensure("text").index, { type: "text_delta", text });
  }

  thinking(text: string): void {
    const block = this.ensure("thinking");
    block.text += text;
    this.delta(block.index, { type: "thinking_delta", thinking: text });
  }

  /** Signs the thinking that was written; thinking that was not is written first. */
  signature(text: string, signature: string): void {
    const block = this.ensure("thinking");
    if (block.text === "" && text !== "") this.thinking(text);
    this.delta(block.index, { type: "signature_delta", signature });
    this.closeCurrent();
  }

  citation(citation: JsonObject): void {
    this.delta(this.ensure("text").index, { type: "citations_delta", citation });
  }

  /** A block that comes whole. The input of a tool that the provider runs is streamed like any other. */
  whole(block: JsonObject): void {
    this.closeAll();
    const isCall = String(block.type).endsWith("_tool_use");
    const index = this.start(isCall ? { ...block, input: {} } : block);
    if (isCall)
      this.delta(index, { type: "input_json_delta", partial_json: JSON.stringify(block.input ?? {}) });
    this.stop(index);
  }

  /** A call of one of the caller's tools. Earlier calls stay open until their input is whole: deltas may interleave. */
  openTool(call: number, block: JsonObject): void {
    this.closeCurrent();
    for (const [earlier, { index }] of [...this.wholeTools].sort(([, a], [, b]) => a.index - b.index)) {
      this.stop(index);
      this.tools.delete(earlier);
    }
    this.wholeTools.clear();
    const index = this.start({ type: "tool_use", ...block, input: {} });
    this.tools.set(call, { index, input: new ObjectText() });
  }

  toolInput(call: number, text: string): void {
    const tool = this.tools.get(call);
    if (!tool) return;
    tool.input.add(text);
    if (tool.input.isWhole) this.wholeTools.set(call, tool);
    else this.wholeTools.delete(call);
    this.delta(tool.index, { type: "input_json_delta", partial_json: text });
  }
}
