import type { Member } from "@/lib/contracts/members";
import type { Role } from "@/lib/domain/access";
import { ROLE_TEXTS } from "./roles";

/** A change to a member that is asked back for. */
export type MemberChange =
  | { readonly kind: "remove" | "leave" | "transfer"; readonly member: Member }
  /** A change of the reader's own role, which may take away the right to undo it. */
  | { readonly kind: "demote"; readonly member: Member; readonly role: Role };

/** Returns the question for a change, with what it means. */
export function confirmationFor(
  change: MemberChange,
  projectName: string,
): { title: string; description: string; confirmLabel: string } {
  const { name } = change.member;
  switch (change.kind) {
    case "remove":
      return {
        title: `Remove ${name}?`,
        description:
          `${name} loses access to ${projectName} at once, in open pages too. Studies, reviews ` +
          "and other work of theirs stay. Links that they made stop working.",
        confirmLabel: "Remove",
      };
    case "leave":
      return {
        title: `Leave ${projectName}?`,
        description: "You lose access at once. What you did stays in the project.",
        confirmLabel: "Leave",
      };
    case "transfer":
      return {
        title: `Transfer ownership to ${name}?`,
        description: `${name} becomes the owner of ${projectName}, and you become a researcher.`,
        confirmLabel: "Transfer",
      };
    case "demote":
      return {
        title: `Change your own role to ${ROLE_TEXTS[change.role].label.toLowerCase()}?`,
        description: "Only an owner can change it back.",
        confirmLabel: "Change role",
      };
  }
}
