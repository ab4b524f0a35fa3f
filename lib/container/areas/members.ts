import {
  changeMemberRole,
  removeMember,
  transferOwnership,
} from "@/lib/services/members/change-member";
import { acceptInvitation, readInvitation } from "@/lib/services/members/accept-invitation";
import { inviteMember, revokeInvitation } from "@/lib/services/members/invite-member";
import {
  createProject,
  listProjects,
  openProject,
  renameProject,
} from "@/lib/services/projects/manage-projects";
import { listMembers } from "@/lib/services/members/list-members";
import type { Resources } from "../resources";
import { bind } from "./bind";

export function bindMembers(resources: Resources) {
  const { members, projects, memberships, clock, log, hash } = resources;
  const { accounts, clientAddress, exclusive, mailer, newId, newToken, appUrl } = resources;
  const ports = { members, projects, memberships };
  return {
    listProjects: bind(listProjects, { members }),
    openProject: bind(openProject, { members }),
    createProject: bind(createProject, { members, projects, newId }),
    renameProject: bind(renameProject, { members, projects }),
    listMembers: bind(listMembers, { ...ports, clock }),
    changeMemberRole: bind(changeMemberRole, ports),
    removeMember: bind(removeMember, ports),
    transferOwnership: bind(transferOwnership, ports),
    inviteMember: bind(inviteMember, {
      ...ports,
      ...{ mailer, clock, log, newId, newToken, hash, appUrl },
    }),
    revokeInvitation: bind(revokeInvitation, ports),
    readInvitation: bind(readInvitation, { accounts, memberships, clock, hash }),
    acceptInvitation: bind(acceptInvitation, {
      ...{ accounts, clientAddress, exclusive, members, memberships, clock, hash },
    }),
  };
}
