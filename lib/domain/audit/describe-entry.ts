import type { AuditAction } from ".";
import type { AuditFacts } from "./audit-entry";

/** What the sentence of an entry is made of. */
export type DescribedEntry = {
  readonly action: AuditAction;
  /** Present name of the changed object; null for one that no longer exists, or has no name. */
  readonly subjectName: string | null;
  readonly before: AuditFacts | null;
  readonly after: AuditFacts | null;
};

type Sentence = (entry: DescribedEntry) => string;

/** The sentence of each action without its person, as in "Started the study “Trust”". */
const SENTENCES: Readonly<Record<AuditAction, Sentence>> = {
  "account.createOwner": () => "Set up the installation and its first project",
  "account.changePassword": () => "Changed their password",
  "account.createPasswordLink": ({ subjectName }) =>
    `Made a link for a new password of ${subjectName ?? "an account"}`,
  "account.resetPassword": () => "Set a new password by a link",
  "account.create": ({ subjectName, after }) =>
    `Created the account of ${subjectName ?? plain(after?.email)} as ${plain(after?.role)}`,
  "account.connect": () => "Signed in by OpenID Connect for the first time",
  "account.endSession": ({ before }) => `Ended a session of theirs${note(before?.device)}`,
  "account.endOtherSessions": ({ after }) =>
    "Ended all other sessions of theirs" +
    (typeof after?.ended === "number" ? ` (${String(after.ended)})` : ""),
  "account.rename": (entry) => `Changed their name${fromTo(entry, "name", quoted)}`,
  "project.create": ({ after }) => `Created the project ${quoted(after?.name)}`,
  "project.rename": (entry) => `Renamed the project${fromTo(entry, "name", quoted)}`,
  "project.delete": ({ before }) => `Deleted the project ${quoted(before?.name)}`,
  "project.changeBudget": ({ before, after }) =>
    `Changed the budget of the project from ${budget(before)} to ${budget(after)}`,
  "project.changeRetention": ({ before, after }) =>
    `Changed the retention of the project from ${retention(before)} to ${retention(after)}`,
  "study.delete": ({ before, after }) =>
    `Deleted the study ${quoted(before?.name)}${byRetention(after)}`,
  "run.deletePrompts": ({ subjectName, after }) =>
    `Deleted the prompts and raw answers of ${run(subjectName)}${byRetention(after)}`,
  "run.delete": ({ before }) =>
    `Deleted ${quoted(before?.name)} of the study ${quoted(before?.within)}`,
  "scenario.delete": ({ before }) => `Deleted the scenario ${quoted(before?.name)}`,
  "deletion.undo": ({ before }) => `Restored the ${plain(before?.kind)} ${quoted(before?.name)}`,
  "deletion.purgeNow": ({ before }) =>
    `Asked to remove the deleted ${plain(before?.kind)} ${quoted(before?.name)} at once`,
  "deletion.purge": ({ before }) =>
    `Removed the deleted ${plain(before?.kind)} ${quoted(before?.name)} for good`,
  "member.invite": ({ after }) => `Invited ${invited(after)}`,
  "member.revokeInvitation": ({ before }) => `Revoked the invitation of ${invited(before)}`,
  "member.join": ({ after }) => `Joined the project as ${plain(after?.role)}`,
  "member.changeRole": (entry) =>
    `Changed the role of ${person(entry)}${fromTo(entry, "role", plain)}`,
  "member.transferOwnership": (entry) => `Transferred ownership to ${person(entry)}`,
  "member.remove": (entry) => `Removed ${person(entry)}${note(entry.before?.role)}`,
  "member.leave": ({ before }) => `Left the project${note(before?.role)}`,
  "dataset.upload": ({ after }) =>
    `Uploaded the table ${quoted(after?.name)}` +
    (typeof after?.rows === "number" ? ` with ${formatCount(after.rows, "row")}` : "") +
    (after?.replaces === undefined ? "" : ", in place of an earlier one"),
  "dataset.delete": ({ before }) => `Removed the table ${quoted(before?.name)}`,
  "endpoint.create": (entry) => `Added the endpoint ${named(entry)}`,
  "endpoint.update": (entry) => {
    const changed = changedFacts(entry).map(({ label }) => label.toLowerCase());
    const list = changed.length > 0 ? `: ${changed.join(", ")}` : "";
    return `Changed the endpoint ${named(entry)}${list}`;
  },
  "endpoint.enable": (entry) => `Enabled the endpoint ${named(entry)}`,
  "endpoint.disable": (entry) => `Disabled the endpoint ${named(entry)}`,
  "endpoint.test": (entry) => `Tested the endpoint ${named(entry)}`,
  "endpoint.delete": (entry) => `Removed the endpoint ${named(entry)}`,
  "study.start": ({ after }) =>
    `Started the study ${quoted(after?.name)}` +
    (typeof after?.arms === "number" && typeof after.replicates === "number"
      ? ` (${formatCount(after.arms, "arm")}, ` +
        `${formatCount(after.replicates, "replicate")} each)`
      : ""),
  "study.edit": (entry) => {
    const changed = changedFacts(entry).map(({ label }) => label.toLowerCase());
    const list = changed.length > 0 ? `: ${changed.join(", ")}` : "";
    return `Edited ${study(entry.subjectName)}${list}`;
  },
  "study.archive": ({ subjectName }) => `Archived ${study(subjectName)}`,
  "study.unarchive": ({ subjectName }) => `Brought ${study(subjectName)} back from the archive`,
  "study.repeat": ({ subjectName, after }) =>
    `Repeated a study from recorded answers, as ${quoted(subjectName)}` +
    (typeof after?.runs === "number" ? ` (${formatCount(after.runs, "run")})` : ""),
  "study.changeBudget": ({ subjectName, before, after }) =>
    `Changed the budget of ${study(subjectName)} from ${budget(before)} to ${budget(after)}`,
  "run.pause": ({ subjectName }) => `Paused ${run(subjectName)}`,
  "run.resume": ({ subjectName }) => `Resumed ${run(subjectName)}`,
  "run.cancel": ({ subjectName }) => `Cancelled ${run(subjectName)}`,
  "run.fork": ({ subjectName, after }) => `Forked ${run(subjectName)}${colon(after?.change)}`,
  "run.intervene": ({ subjectName, after }) =>
    `Intervened in ${run(subjectName)}: ${quoted(after?.label)}`,
  "run.interview": ({ subjectName, after }) =>
    `Interviewed ${plain(after?.agent)} in ${run(subjectName)}`,
  "poll.start": ({ subjectName, after }) =>
    `Started the poll ${quoted(after?.label)}` +
    (typeof after?.agents === "number" ? ` of ${formatCount(after.agents, "agent")}` : "") +
    ` in ${run(subjectName)}`,
  "poll.resume": ({ subjectName }) => `Resumed a poll in ${run(subjectName)}`,
  "review.save": ({ subjectName, before, after }) =>
    `Reviewed a decision of ${run(subjectName)}` +
    (typeof after?.score === "number" ? `: ${score(before, after.score)}` : ""),
  "token.create": ({ after }) =>
    `Created the API token ${quoted(after?.name)}` +
    (Array.isArray(after?.scopes) ? ` (${after.scopes.join(", ")})` : ""),
  "installation.backUp": ({ after }) =>
    `Backed the installation up to ${plain(after?.file)}${by(after)}`,
  "installation.restore": ({ after }) =>
    `Restored the installation from ${plain(after?.file)}${by(after)}`,
  "token.revoke": ({ before }) => `Revoked the API token ${quoted(before?.name)}`,
};

/** Describes an entry of the audit log as a sentence without its person. */
export const describeAuditEntry = (entry: DescribedEntry): string => SENTENCES[entry.action](entry);

/** A fact before and after a change, each null where it is not recorded. */
export type ChangedFact = {
  readonly label: string;
  readonly before: string | null;
  readonly after: string | null;
};

/** Returns the facts of an entry that differ, or all where only one side is recorded. */
export function changedFacts({
  before,
  after,
}: Pick<DescribedEntry, "before" | "after">): ChangedFact[] {
  const keys = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  return [...keys].flatMap((key) => {
    const fact = { before: valueText(before, key), after: valueText(after, key) };
    const isSame = before !== null && after !== null && fact.before === fact.after;
    return isSame ? [] : [{ label: labelOf(key), ...fact }];
  });
}

function valueText(facts: AuditFacts | null, key: string): string | null {
  const value = facts?.[key];
  if (facts === null || value === undefined) return null;
  if (typeof value === "string") return value;
  if (value === null) return "none";
  if (typeof value === "boolean") return value ? "yes" : "no";
  return typeof value === "number" ? String(value) : JSON.stringify(value);
}

/** Facts whose fields have other names than people know them by. */
const LABELS: Readonly<Record<string, string>> = {
  email: "E-mail address",
  baseUrl: "Address",
  timeoutMs: "Timeout (ms)",
  priceIn: "Input price",
  priceOut: "Output price",
};

/** "expiresAt" as "Expires at": names of most facts are those of fields. */
function labelOf(key: string): string {
  const known = LABELS[key];
  if (known !== undefined) return known;
  const words = key.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

const formatWhole = (value: number): string => value.toLocaleString("en");
const formatCount = (count: number, noun: string): string =>
  `${formatWhole(count)} ${noun}${count === 1 ? "" : "s"}`;

const byRetention = (after: AuditFacts | null): string =>
  after?.reason === "retention" ? ", by retention" : "";

/** "archived studies after 30 days, prompts never" */
function retention(facts: AuditFacts | null): string {
  const after = (value: unknown): string =>
    typeof value === "number" ? `after ${formatCount(value, "day")}` : "never";
  return `archived studies ${after(facts?.archivedStudyDays)}, prompts ${after(facts?.promptDays)}`;
}

const plain = (value: unknown): string => (typeof value === "string" ? value : "unknown");
const quoted = (value: unknown): string =>
  typeof value === "string" ? `“${value}”` : "without a name";
const note = (value: unknown): string => (typeof value === "string" ? ` (${value})` : "");
const colon = (value: unknown): string =>
  typeof value === "string" ? `: ${value.replace(/\.$/, "")}` : "";
const by = (facts: AuditFacts | null): string =>
  typeof facts?.by === "string" ? `, as ${facts.by}` : "";
const named = ({ before, after }: DescribedEntry): string => quoted(after?.name ?? before?.name);
const person = ({ subjectName }: DescribedEntry): string => subjectName ?? "a former account";
const study = (name: string | null): string =>
  name === null ? "a deleted study" : `the study “${name}”`;
const run = (name: string | null): string => (name === null ? "a deleted run" : `a run of ${name}`);

const score = (before: AuditFacts | null, after: number): string =>
  typeof before?.score === "number"
    ? `score ${String(before.score)} → ${String(after)}`
    : `score ${String(after)}`;

const fromTo = (
  { before, after }: DescribedEntry,
  key: string,
  show: (value: unknown) => string,
): string => ` from ${show(before?.[key])} to ${show(after?.[key])}`;

const invited = (facts: AuditFacts | null): string =>
  `${typeof facts?.email === "string" ? facts.email : "whoever has the link"} as ` +
  plain(facts?.role);

function budget(facts: AuditFacts | null): string {
  const limits = [
    ...(typeof facts?.tokens === "number" ? [`${formatWhole(facts.tokens)} tokens`] : []),
    ...(typeof facts?.money === "number" ? [`$${String(facts.money)}`] : []),
  ];
  return limits.length === 0 ? "no limit" : limits.join(" and ");
}
