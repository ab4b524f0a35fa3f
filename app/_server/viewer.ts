import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { signInPath } from "@/components/auth";
import { AppError } from "@/lib/contracts/errors";
import { appContainer, type Services } from "@/lib/container/app";
import type { Actor } from "@/lib/domain/access";

export interface ViewerAccess {
  readonly actor: Actor;
  readonly services: Services;
}

/** Who looks at a page, once per request. */
export const getViewer = cache(async () => appContainer().services.getViewer(await headers()));

/** Lets a signed-in person in; sends everybody else to sign in and back to `path`, or to set the installation up. */
export async function requireViewer(path: string): Promise<ViewerAccess> {
  const { services } = appContainer();
  const known = await getViewer();
  if (known) return { actor: { kind: "user", userId: known.id }, services };
  const { needsOwner } = await services.setupState();
  redirect(needsOwner ? "/setup" : signInPath(path));
}

/** The run of a page and its frame, read once per request; the page for things not found when there is none for this person. */
export const findRun = cache(async (id: string) => {
  const { actor, services } = await requireViewer(`/runs/${id}`);
  return orNotFound(() => services.getRun(actor, id));
});

/** What a service answers; a thing that is not there, or not this person's, is a page that says so. */
export async function orNotFound<Result>(read: () => Result | Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof AppError && error.code === "notFound") notFound();
    throw error;
  }
}
