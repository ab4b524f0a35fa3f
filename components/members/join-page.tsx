"use client";

import { useEffect, useState } from "react";
import { failureMessage, request } from "@/components/api";
import { readLinkToken, SignedOutPage } from "@/components/auth";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Spinner } from "@/components/ui/spinner";
import { openInvitation, type OpenInvitation } from "@/lib/contracts/members";
import { JoinForm } from "./join-form";
import { ROLE_TEXTS } from "./roles";

type State =
  | { readonly kind: "loading" }
  | { readonly kind: "open"; readonly token: string; readonly invitation: OpenInvitation }
  | { readonly kind: "failed"; readonly message: string };

const NO_TOKEN = "The address is not complete: copy the whole link, with everything after the #.";

/** What the visitor of an invitation link sees: the project, and how to join it. */
export function JoinPage({ oidcLabel = null }: { oidcLabel?: string | null }) {
  const [state, setState] = useState<State>({ kind: "loading" });
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    const controller = new AbortController();
    const token = readLinkToken();
    const read = async (): Promise<State> => {
      if (token === "") return { kind: "failed", message: NO_TOKEN };
      try {
        const invitation = await request("POST", "/api/invitations/read", openInvitation, {
          body: { token },
          signal: controller.signal,
        });
        return { kind: "open", token, invitation };
      } catch (error) {
        return { kind: "failed", message: failureMessage(error) };
      }
    };
    void read().then((next) => {
      if (!controller.signal.aborted) setState(next);
    });
    return () => controller.abort();
  }, [attempt]);

  if (state.kind === "loading")
    return (
      <SignedOutPage title="Invitation" description="Reading the invitation…">
        <Spinner />
      </SignedOutPage>
    );
  if (state.kind === "failed")
    return (
      <SignedOutPage title="Invitation" description="This link does not open a project.">
        <Alert tone="error" title="The invitation could not be read">
          {state.message}
        </Alert>
        <Button
          onClick={() => {
            setState({ kind: "loading" });
            setAttempt(attempt + 1);
          }}
        >
          Try again
        </Button>
      </SignedOutPage>
    );
  const { projectName, role } = state.invitation;
  return (
    <SignedOutPage
      title={`Join ${projectName}`}
      description={
        `Your role there: ${ROLE_TEXTS[role].label.toLowerCase()}. ` +
        `${ROLE_TEXTS[role].description}`
      }
    >
      <JoinForm token={state.token} invitation={state.invitation} oidcLabel={oidcLabel} />
    </SignedOutPage>
  );
}
