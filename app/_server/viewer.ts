import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { signInPath } from "@/components/auth";
import { AppError } from "@/lib/contracts/errors";
import { appContainer, type Services } from "@/lib/container/app";
import { roleHasPermission, type Actor } from "@/lib/domain/access";

export interface ViewerAccess {
  readonly actor: Actor;
  readonly services: Services;
}

/** Returns the signed-in person, read once per request. */
export const getViewer = cache(async () => appContainer().services.getViewer(await headers()));

/**
 * Returns the signed-in person and the services; redirects everyone else to sign in and back to
 * `path`, or to set the installation up.
 */
export async function requireViewer(path: string): Promise<ViewerAccess> {
  const { services } = appContainer();
  const known = await getViewer();
  if (known) {
    const { id: userId, project } = known;
    const actor: Actor = {
      kind: "user",
      userId,
      ...(project && { project: { id: project.id, isRequired: true } }),
    };
    return { actor, services };
  }
  const { needsOwner } = await services.getSetupState();
  redirect(needsOwner ? "/setup" : signInPath(path));
}

/**
 * Returns the signed-in person for a page that shows the current project; shows the not-found page
 * to members who only review, and to people without a project.
 */
export async function requireReader(path: string): Promise<ViewerAccess> {
  const access = await requireViewer(path);
  const project = (await getViewer())?.project ?? null;
  if (project === null || !roleHasPermission(project.role, "read")) notFound();
  return access;
}

/** Whether the role of a person allows them to run scenarios in the current project. */
export function mayRun(viewer: Awaited<ReturnType<typeof getViewer>>): boolean {
  const project = viewer?.project ?? null;
  return project !== null && roleHasPermission(project.role, "run");
}

/** Reads the run of a page and its frame once per request, or shows the not-found page. */
export const findRun = cache(async (id: string) => {
  const { actor, services } = await requireViewer(`/runs/${id}`);
  return orNotFound(() => services.getRun(actor, id));
});

/** Reads the forks of a run once per request, for a page and its frame. */
export const listForks = cache(async (id: string) => {
  const { actor, services } = await requireViewer(`/runs/${id}`);
  return services.listForks(actor, id);
});

/** Returns the result of a service; shows the not-found page for its notFound errors. */
export async function orNotFound<Result>(read: () => Result | Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof AppError && error.code === "notFound") notFound();
    throw error;
  }
}

/** Decodes a part of the path of a page; shows the not-found page for one that cannot be. */
export function decodeParam(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    notFound();
  }
}
