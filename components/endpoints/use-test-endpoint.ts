"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { request } from "@/components/api";
import { probeResult, type Endpoint } from "@/lib/contracts/endpoints";
import { toEndpointInput, type EndpointForm } from "./endpoint-form-values";

type Options = {
  readonly endpoint: Endpoint | null;
  /** Called with the only model of the server when none was entered. */
  readonly onOnlyModel: (model: string) => void;
  readonly onError: (error: unknown) => void;
};

/**
 * Tests the endpoint of a form before it is saved. Without a model, lists the models of the server.
 */
export function useTestEndpoint({ endpoint, onOnlyModel, onError }: Options) {
  // Keep the list of models when a later test fails: a mistyped name must not take the choice away.
  const [models, setModels] = useState<readonly string[]>([]);
  const call = (values: EndpointForm) => {
    const { baseUrl, model, apiKey, timeoutMs } = toEndpointInput(values);
    return request("POST", "/api/endpoints/test", probeResult, {
      body: {
        baseUrl,
        model,
        ...(apiKey !== undefined && { apiKey }),
        // A time-out that is not one yet is reported when the form is saved.
        ...(timeoutMs !== undefined && Number.isFinite(timeoutMs) && { timeoutMs }),
        ...(endpoint && { endpointId: endpoint.id }),
      },
    });
  };
  const test = useMutation({
    mutationFn: async (values: EndpointForm) => {
      const result = await call(values);
      setModels(result.models);
      const [only, ...more] = result.models;
      if (values.model.trim() !== "" || only === undefined || more.length > 0)
        return { result, model: values.model.trim() };
      onOnlyModel(only);
      return { result: await call({ ...values, model: only }), model: only };
    },
    onError,
  });
  return { test, models };
}
