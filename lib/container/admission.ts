import { credentialStore } from "@/lib/adapters/db/credential-store";
import type { Database } from "@/lib/adapters/db/database";
import { memberStore } from "@/lib/adapters/db/member-store";
import { membershipStore } from "@/lib/adapters/db/membership-store";
import type { Env } from "@/lib/config/env";
import { admitIdentity, recordConnection } from "@/lib/services/members/admit-identity";
import type { IdentityAdmission } from "@/lib/services/accounts/ports";

/** Who may sign in by OpenID Connect, for the adapter that asks it in the middle of its work. */
export function openAdmission(
  database: Database,
  env: Pick<Env, "OIDC_ALLOWED_DOMAINS">,
): IdentityAdmission {
  const ports = {
    members: membershipStore(database),
    memberships: memberStore(database),
    clock: { now: () => new Date() },
    allowedDomains: env.OIDC_ALLOWED_DOMAINS,
  };
  const credentials = credentialStore(database);
  return {
    admit: (identity) => admitIdentity(ports, identity),
    connected: (userId, address) => recordConnection({ credentials }, userId, address),
  };
}
