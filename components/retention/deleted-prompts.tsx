import { Timestamp } from "@/components/ui/timestamp";

/** What takes the place of a prompt or a raw answer that is no longer stored. */
export function DeletedPrompts({ at }: { at: string }) {
  return (
    <>
      Deleted by retention on <Timestamp at={at} style="date" />
    </>
  );
}
