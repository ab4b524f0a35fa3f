"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import { useState } from "react";
import { z } from "zod";
import { ApiError, FailureAlert, failureMessage, get, queryKeys, request } from "@/components/api";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";
import { Card, CardHeader } from "@/components/ui/card";
import { toast } from "@/components/ui/toast-store";
import { tokenList, type ApiToken, type TokenList } from "@/lib/contracts/tokens";
import { TokenDialog } from "./token-dialog";
import { TokenTable } from "./token-table";

/** Tokens by which programs use the current project in the name of the reader. */
export function TokensView({ initial }: { initial: TokenList }) {
  const client = useQueryClient();
  const [creating, setCreating] = useState(false);
  const [revoking, setRevoking] = useState<ApiToken | null>(null);
  const { data, error, refetch } = useQuery({
    queryKey: queryKeys.tokens,
    queryFn: ({ signal }) => get("/api/tokens", tokenList, signal),
    initialData: initial,
  });
  const refresh = () => client.invalidateQueries({ queryKey: queryKeys.tokens });
  const revoke = useMutation({
    mutationFn: async ({ id }: ApiToken) => {
      try {
        await request("DELETE", `/api/tokens/${id}`, z.unknown());
      } catch (failure) {
        // Another tab, or an owner, was faster: what was wanted has happened.
        if (!(failure instanceof ApiError && failure.code === "notFound")) throw failure;
      }
    },
    onSuccess: (_, { name }) => toast.success(`The token ${name} was revoked`),
    onError: (failure) =>
      toast.error("The token was not revoked", { description: failureMessage(failure) }),
    onSettled: refresh,
  });
  return (
    <>
      {error ? (
        <FailureAlert
          title="The list could not be refreshed"
          error={error}
          onRetry={() => void refetch()}
        />
      ) : null}
      <Card className="overflow-hidden">
        <CardHeader
          title="API tokens"
          description={
            `Scripts in R, Python or another language use ${data.projectName} with a token. It ` +
            "allows what its scopes and the role of its owner allow."
          }
          actions={
            <Button variant="primary" onClick={() => setCreating(true)}>
              <KeyRound aria-hidden />
              Create token
            </Button>
          }
        />
        <TokenTable tokens={data.tokens} readerId={data.readerId} onRevoke={setRevoking} />
      </Card>
      {creating ? (
        <TokenDialog
          role={data.role}
          onClose={() => setCreating(false)}
          onCreated={() => void refresh()}
        />
      ) : null}
      {revoking === null ? null : (
        <ConfirmDialog
          open
          danger
          onOpenChange={(open) => {
            if (!open) setRevoking(null);
          }}
          title={`Revoke the token ${revoking.name}?`}
          description="Programs that use it are refused from now on. Runs that it started continue."
          confirmLabel="Revoke"
          onConfirm={() => revoke.mutateAsync(revoking)}
        />
      )}
    </>
  );
}
