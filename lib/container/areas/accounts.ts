import { listAudit } from "@/lib/services/audit/list-audit";
import { createOwner, getSetupState } from "@/lib/services/accounts/create-owner";
import { getViewer, identify } from "@/lib/services/accounts/identify";
import { serveSignIn } from "@/lib/services/accounts/serve-sign-in";
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
  projects,
  setupCode,
  audit,
  clientAddress,
  sessions,
  signInLimiter,
  profiles,
  credentials,
  passwords,
  clock,
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
  identify: bind(identify, { accounts, clientAddress }),
  serveSignIn: bind(serveSignIn, { sessions, clientAddress, signInLimiter }),
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
  getViewer: bind(getViewer, { accounts, members }),
});
