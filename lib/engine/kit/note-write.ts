import type { Taint } from "../base/types";
import type { Compiler } from "./compiler";

/**
 * Notes a value that is stored where more can see it than may know the private attributes that it
 * depends on. Rules of the world may do so: prices follow from orders, pay-offs from moves. An
 * attribute that is visible to `self` may hold what the same row keeps private.
 *
 * @param owner the row that is written to, as it is written; undefined for a new row
 */
export function noteWrite(
  compiler: Compiler,
  {
    taint,
    table,
    attribute,
    owner,
    pointer,
  }: {
    readonly taint: Taint;
    readonly table: string;
    readonly attribute: string;
    readonly owner: string | undefined;
    readonly pointer: string;
  },
): void {
  const hidden = compiler.schema.tables[table]?.hidden ?? {};
  const visible = Object.hasOwn(hidden, attribute) ? hidden[attribute] : undefined;
  if (visible === "nobody" || table === "") return;
  compiler.noteStored(pointer, taint, visible === "self" ? { agent: owner ?? "" } : "public");
}
