import { listAudit } from "@/lib/services/audit/list-audit";
import { createOwner, getSetupState } from "@/lib/services/accounts/create-owner";
import { getViewer, identify } from "@/lib/services/accounts/identify";
import { serveSignIn } from "@/lib/services/accounts/serve-sign-in";
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
  updateProfile: bind(updateProfile, { profiles }),
  listAudit: bind(listAudit, { members, projects, audit }),
  getViewer: bind(getViewer, { accounts, members }),
});
