import { ApiError, shownProject, toApiError } from "@/components/api";
import { datasetSummary, type DatasetSummary } from "@/lib/contracts/datasets";

/** Progress of an upload: the share sent, and 1 while the server reads it. */
export type OnProgress = (share: number) => void;

/**
 * Uploads a file as the table of this name. Not by `fetch`, which does not report upload progress.
 * @throws ApiError for every failure; an aborted upload rejects with the abort
 */
export function uploadFile({
  file,
  name,
  onProgress,
  signal,
}: {
  file: File;
  name: string;
  onProgress: OnProgress;
  signal: AbortSignal;
}): Promise<DatasetSummary> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(
      "POST",
      `/api/datasets?${new URLSearchParams({ name, fileName: file.name }).toString()}`,
    );
    request.setRequestHeader("content-type", "text/csv");
    for (const [header, value] of Object.entries(shownProject()))
      request.setRequestHeader(header, value);
    request.responseType = "text";
    request.upload.onprogress = ({ loaded, total }) => onProgress(total === 0 ? 1 : loaded / total);
    request.onload = () => {
      const answer = parseJson(request.responseText);
      if (request.status >= 400) return reject(toApiError(answer, request.status));
      const stored = datasetSummary.safeParse(answer);
      return stored.success
        ? resolve(stored.data)
        : reject(
            new ApiError(
              "internal",
              "The server sent an unexpected response. Reload the page and check for the table.",
            ),
          );
    };
    request.onerror = () =>
      reject(
        new ApiError(
          "unavailable",
          "The file did not arrive: the connection was lost. Nothing was stored. Try again.",
        ),
      );
    request.onabort = () => reject(new DOMException("The upload was cancelled.", "AbortError"));
    signal.addEventListener("abort", () => request.abort(), { once: true });
    request.send(file);
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
