import { auditKindOf, type AuditAction, type AuditKind } from "@/lib/domain/audit";

/** What each kind of changed object is called. */
export const KIND_LABELS: Readonly<Record<AuditKind, string>> = {
  account: "Accounts",
  project: "Projects",
  member: "Members",
  dataset: "Tables",
  endpoint: "Endpoints",
  study: "Studies",
  run: "Runs",
  scenario: "Scenarios",
  deletion: "Deletions",
  poll: "Polls",
  review: "Reviews",
  token: "API tokens",
  installation: "Installation",
};

/** "study.changeBudget" as "Study: change budget". */
export function actionLabel(action: AuditAction): string {
  const kind = auditKindOf(action);
  const noun = kind === "dataset" ? "table" : kind;
  const verb = action
    .slice(kind.length + 1)
    .replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return `${noun.charAt(0).toUpperCase()}${noun.slice(1)}: ${verb}`;
}
