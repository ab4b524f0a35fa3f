import Link from "next/link";
import { formatCount } from "@/components/ui/format";
import type { EndpointUse } from "@/lib/contracts/endpoints";

const MAX_LISTED = 5;

export interface UsesNoteProps {
  uses: readonly EndpointUse[];
  /**
   * Whether runs that chose this endpoint by itself keep calling it: a deleted endpoint without a
   * key.
   */
  stillCalled: boolean;
}

/** Lists the active runs that call an endpoint, and what happens to them without it. */
export function UsesNote({ uses, stillCalled }: UsesNoteProps) {
  if (uses.length === 0) return <p>No active run uses it.</p>;
  const calling = uses.filter(({ named }) => named && stillCalled).length;
  const pausing = uses.filter(({ alone, named }) => alone && !(named && stillCalled));
  const others = uses.filter(({ alone }) => !alone).length;
  return (
    <div className="flex flex-col gap-2">
      {pausing.length > 0 ? (
        <>
          <p>
            <strong className="font-semibold text-foreground">
              {pausing.length === 1
                ? "One active run has"
                : `${formatCount(pausing.length, "active run")} have`}{" "}
              no other endpoint and will pause:
            </strong>
          </p>
          <ul className="list-disc pl-5">
            {pausing.slice(0, MAX_LISTED).map(({ runId, study, replicate }) => (
              <li key={runId}>
                <Link href={`/runs/${runId}`} className="underline">
                  {study}, replicate {replicate}
                </Link>
              </li>
            ))}
            {pausing.length > MAX_LISTED ? <li>and {pausing.length - MAX_LISTED} more</li> : null}
          </ul>
        </>
      ) : null}
      {calling > 0 ? (
        <p>
          {formatCount(calling, "active run")} selected it directly and will keep calling it until
          the end. To prevent that, disable it instead.
        </p>
      ) : null}
      {others > 0 ? (
        <p>
          {formatCount(others, "active run")} will continue with the other endpoints of the group.
        </p>
      ) : null}
    </div>
  );
}
