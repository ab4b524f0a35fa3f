import { exportAudit, listAudit, listAuditPeople } from "@/lib/services/audit/list-audit";
import { createAccount } from "@/lib/services/accounts/create-account";
import { createOwner, getSetupState } from "@/lib/services/accounts/create-owner";
import { getViewer, identify } from "@/lib/services/accounts/identify";
import { endOtherSessions, endSession, listSessions } from "@/lib/services/accounts/sessions";
import { getSignInOptions, serveSignIn } from "@/lib/services/accounts/serve-sign-in";
import { joinInvited } from "@/lib/services/members/admit-identity";
import {
  changePassword,
  createPasswordLink,
  listAccounts,
  resetPassword,
} from "@/lib/services/accounts/passwords";
import { updateProfile } from "@/lib/services/accounts/update-profile";
import type { Resources } from "../resources";
import { bind } from "./bind";

export const bindAccounts = ({
  accounts,
  exclusive,
  members,
  memberships,
  oidc,
  projects,
  setupCode,
  audit,
  clientAddress,
  sessions,
  signInLimiter,
  profiles,
  credentials,
  passwords,
  sessionStore,
  sightings,
  tokens,
  tokenFailures,
  clock,
  newId,
  newToken,
  hash,
  appUrl,
}: Resources) => ({
  getSetupState: bind(getSetupState, { members, setupCode }),
  createOwner: bind(createOwner, {
    accounts,
    exclusive,
    members,
    projects,
    setupCode,
    clientAddress,
  }),
  identify: bind(identify, {
    ...{ accounts, clientAddress, sessionStore, sightings, clock, tokens, tokenFailures, hash },
  }),
  serveSignIn: bind(serveSignIn, {
    ...{ sessions, clientAddress, signInLimiter, oidc, accounts },
    joinInvited: bind(joinInvited, { memberships, clock }),
  }),
  getSignInOptions: bind(getSignInOptions, { oidc }),
  changePassword: bind(changePassword, {
    ...{ accounts, credentials, passwords, clientAddress, signInLimiter },
  }),
  createPasswordLink: bind(createPasswordLink, {
    ...{ members, credentials, clock, newToken, hash, appUrl },
  }),
  resetPassword: bind(resetPassword, { credentials, passwords, clientAddress, clock, hash }),
  listAccounts: bind(listAccounts, { members, credentials }),
  updateProfile: bind(updateProfile, { profiles }),
  listAudit: bind(listAudit, { members, projects, audit }),
  listAuditPeople: bind(listAuditPeople, { members, projects, audit }),
  exportAudit: bind(exportAudit, { members, projects, audit, clock }),
  getViewer: bind(getViewer, {
    ...{ accounts, members, clientAddress, sessionStore, sightings, clock },
  }),
  listSessions: bind(listSessions, { accounts, sessionStore, clock }),
  endSession: bind(endSession, { accounts, sessionStore, clientAddress }),
  endOtherSessions: bind(endOtherSessions, { accounts, sessionStore, clientAddress }),
  createAccount: bind(createAccount, {
    ...{ members, projects, credentials, clock, newId, newToken, hash, appUrl },
  }),
});
