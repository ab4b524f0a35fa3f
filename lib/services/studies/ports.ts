import type { MembershipStore } from "../access/ports";
import type { DatasetStore } from "../datasets/ports";
import type { EndpointStore } from "../endpoints/ports";
import type { ProjectStore } from "../projects/ports";
import type { Clock, RunStore } from "../runs/ports";
import type { DispatchPorts } from "../dispatch/ports";

/** Everything the design and the control of studies and runs needs. */
export type StudyPorts = DispatchPorts & {
  readonly members: MembershipStore;
  readonly projects: ProjectStore;
  readonly endpoints: EndpointStore;
  readonly datasets: Pick<DatasetStore, "listForProject">;
  readonly runs: RunStore;
  readonly clock: Clock;
  /** A seed nobody chose. */
  readonly anySeed: () => number;
  /** SHA-256 (hex) of a text. */
  readonly hash: (text: string) => string;
};
