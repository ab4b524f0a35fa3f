"use client";

import { useState } from "react";
import { failureMessage, request } from "@/components/api";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { oidcStart } from "@/lib/contracts/account";
import { loadPage } from "./load-page";

/** Leaves for the OpenID Connect server, which leads back to `next`. */
export function OidcButton({ label, next }: { label: string; next: string }) {
  const [failure, setFailure] = useState<string | null>(null);
  const [leaving, setLeaving] = useState(false);
  const start = async () => {
    setFailure(null);
    setLeaving(true);
    try {
      const { url } = await request("POST", "/api/auth/sign-in/social", oidcStart, {
        body: { next },
      });
      loadPage(url);
    } catch (error) {
      setFailure(failureMessage(error));
      setLeaving(false);
    }
  };
  return (
    <>
      {failure === null ? null : (
        <Alert tone="error" title="Sign-in failed">
          {failure}
        </Alert>
      )}
      <Button loading={leaving} onClick={() => void start()}>
        Continue with {label}
      </Button>
    </>
  );
}
